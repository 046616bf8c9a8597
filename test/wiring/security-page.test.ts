import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

const ROOT = new URL('../../', import.meta.url);
const PAGE = readFileSync(new URL('docs/security.md', ROOT), 'utf8');

test('every test that docs/security.md names is there', () => {
  const named = [...new Set([...PAGE.matchAll(/`(test\/[^`]+)`/g)].map(([, file = '']) => file))];
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter((file) => !existsSync(new URL(file, ROOT)))).toEqual([]);
});

test('every threat in docs/security.md has something done about it, and a test', () => {
  const rows = PAGE.split('\n').filter((line) =>
    /^\| (?:spoofing|tampering|repudiation|disclosure|denial of service|elevation)/.test(line),
  );
  expect(rows.length).toBeGreaterThan(30);
  expect(rows.filter((row) => !/^\| [^|]+ \| [^|]+ \| (?:`test\/[^`|]+`(?:, )?)+ \|$/.test(row))).toEqual([]);
});
