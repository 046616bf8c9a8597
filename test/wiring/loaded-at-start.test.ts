import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';

/** Every module that is loaded when these are, by import statements alone: files of ours by their path in `src`, packages by their name. */
function loadedWith(...entries: readonly string[]): readonly string[] {
  const loaded = new Set<string>();
  const waiting = [...entries];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (loaded.has(file)) continue;
    loaded.add(file);
    if (!existsSync(`src/${file}`)) continue;
    for (const [, from = ''] of readFileSync(`src/${file}`, 'utf8').matchAll(/^(?:import|export) (?!type )[^;]*?from '([^']+)';/gms))
      waiting.push(from.startsWith('.') ? path.posix.join(path.posix.dirname(file), from).replace(/\.js$/, '.ts') : from);
  }
  return [...loaded];
}

const gateway = loadedWith('gateway/server.ts', 'gateway/app.ts');

test('a gateway loads no package at its start that it may never need', () => {
  expect(gateway.filter((name) => !name.endsWith('.ts') && !name.startsWith('node:')).sort()).toEqual([
    'better-sqlite3',
    'helmet',
    'leven',
    'prom-client',
    'saxes',
  ]);
});

test('nor express and REST, which the first request for them loads, nor what writes to the store, which another thread does', () => {
  expect(gateway).toContain('exchange/intake/receive-results.ts');
  expect(gateway.filter((name) => /^api\/(?:endpoints|oauth|case)\/|\/migrations\/|\/write-engine/.test(name))).toEqual([]);
});

test('the command line loads nothing of a gateway, nor of another command', () => {
  expect(
    loadedWith('cli/main.ts').filter((name) =>
      /^(?:gateway|conformance\/(?!could-not-test)|simulator|synthetic|store\/sqlite)\b/.test(name),
    ),
  ).toEqual([]);
});
