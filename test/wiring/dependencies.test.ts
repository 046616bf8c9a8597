import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const ROOT = new URL('../../', import.meta.url);
const AUDIT = fileURLToPath(new URL('scripts/audit.js', ROOT));

interface Locked {
  readonly version?: string;
  readonly integrity?: string;
}

test('every package is pinned to a version, with its hash', () => {
  const { packages } = JSON.parse(readFileSync(new URL('package-lock.json', ROOT), 'utf8')) as { packages: Record<string, Locked> };
  const all = Object.entries(packages).filter(([name]) => name !== '');
  expect(all.length).toBeGreaterThan(100);
  expect(all.filter(([, { version, integrity = '' }]) => version === undefined || !integrity.startsWith('sha512-'))).toEqual([]);
});

test('what checks the packages says when the registry does not answer, and fails then where it has to', () => {
  expect(readFileSync(new URL('.ci/run', ROOT), 'utf8')).toContain('node scripts/audit.js');
  // Without npm there is nobody to ask.
  const run = (env: NodeJS.ProcessEnv) => spawnSync(process.execPath, [AUDIT], { env: { PATH: '/nowhere', ...env }, encoding: 'utf8' });
  const [lenient, strict] = [run({}), run({ UWLR_AUDIT: 'required' })];
  expect(lenient.stdout).toMatch(/^\d+ packages in production, 0 with a licence to look at; the registry did not say/);
  expect([lenient.status, strict.status]).toEqual([0, 1]);
});
