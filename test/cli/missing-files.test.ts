import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Command } from 'commander';
import { buildProgram } from '../../src/cli/program.js';
import { ONE_LINE, uwlr, type Workspace, workspace } from './support/uwlr.js';

const NOT_THERE = '/nowhere/at-all';
const LAS = ['--klantcode', 'L2', '--klantnaam', 'Poort', '--role', 'las', '--endpoint', 'https://las.example/'];
const AGREED = ['--school', '99XX', '--party', 'EA', '--exchange', 'leerresultaten', '--profile', 'resultaten', '--purpose', 'Proef'];
const REMOTE = ['--remote', 'http://127.0.0.1:9'];
const WEBHOOK = ['w', '--kind', 'webhook', '--party', 'bord', '--url', 'https://bord.example/'];
const EDU_V = [
  'e',
  '--kind',
  'edu-v',
  '--party',
  'eduv',
  '--url',
  'https://api.example/',
  '--token-url',
  'https://api.example/token',
  '--client-id',
  'x',
];

/** Every command that reads a file, with what it needs besides, and the option that names the file; none: it is an argument. */
const READERS: readonly (readonly [command: string, besides: readonly string[], option?: string])[] = [
  ['agreement add', AGREED, '--key-file'],
  ['client add', ['--client', 'c'], '--jwk'],
  ['conform ea', ['--tls-key', NOT_THERE], '--tls-certificate'],
  ['conform las', ['http://127.0.0.1:9/'], '--client-certificate'],
  ['conform las', ['http://127.0.0.1:9/'], '--expect'],
  ['conform las', ['http://127.0.0.1:9/'], '--sign'],
  ['conform mapping', []],
  ['conform mapping', ['/dev/null'], '--goals'],
  ['convert', ['--to', 'model']],
  ['deliver target add', WEBHOOK, '--webhook-secret-file'],
  ['deliver target add', WEBHOOK, '--header-file'],
  ['deliver target add', EDU_V, '--key-file'],
  ['dossier', ['--school', '99XX', '--json'], '--leerlingid-file'],
  ['dossier', ['--school', '99XX', '--json'], '--eckid-file'],
  ['dossier import', ['--school', '99XX']],
  ['erase learner', ['--school', '99XX', '--dry-run'], '--leerlingid-file'],
  ['erase learner', ['--school', '99XX', '--dry-run'], '--eckid-file'],
  ['exchange list', REMOTE, '--token-file'],
  ['goals import', []],
  ['goals map check', ['--party', 'EA']],
  ['goals map import', ['--party', 'EA']],
  ['key add', ['--party', 'EA', '--school', '99XX'], '--key-file'],
  ['key check', ['--klantcode', 'EA', '--klantnaam', 'Ea'], '--key-file'],
  ['key rotate', ['--party', 'EA'], '--key-file'],
  ['party add', LAS, '--header-file'],
  ['profile add', []],
  ['restrict', ['--school', '99XX'], '--leerlingid-file'],
  ['restrict', ['--school', '99XX'], '--eckid-file'],
  ['roster diff', ['--school', '99XX']],
  ['roster import', ['--school', '99XX']],
  ['secret rotate', [], '--new-secret-file'],
  ['send', ['--url', 'http://127.0.0.1:9/']],
  ['send', [], '--key-file'],
  ['simulate edu-v', ['--port', '0'], '--key-file'],
  ['simulate webhook', ['--port', '0'], '--webhook-secret-file'],
  ['validate', []],
];
/** Settings that name a file. `conform file` reads the others all the same: see test/conformance/file-command.test.ts. */
const SETTINGS = ['--config', '--secret-file', '--extensions', '--tls-cert', '--tls-key', '--tls-client-ca'];
/** Files that are kept as paths and read when they are needed; files that are written or made; and a second name for what is tried. */
const OTHERS =
  /^--(?:ca|cert|cert-key|pkcs12|passphrase-file|out|html|csv|report|junit|markdown|key|ledger|ledger-file|expired-key-file|audit-head|erasure-marks|marks|schema|data|directory|dir)$/;

let space: Workspace;
const run = (args: readonly string[]) => uwlr([...args, '--data', space.path('data')]);

beforeAll(async () => {
  space = await workspace();
  await run(['school', 'add', '--brin', '99XX', '--name', 'De Proef']);
  await run(['party', 'add', '--klantcode', 'EA', '--klantnaam', 'Ea', '--role', 'ea']);
});
afterAll(() => space.remove());

describe('a file that is not there', () => {
  test.each(READERS.map(([command, besides, option]) => [`${command} ${option ?? 'FILE'}`, command, besides, option ?? ''] as const))(
    'ends %s with 3, in one line',
    async (_what, command, besides, option) => {
      const file = option === '' ? [NOT_THERE] : [...(command === 'send' ? [NOT_THERE] : []), option, NOT_THERE];
      const { code, stdout, stderr } = await run([...command.split(' '), ...file, ...besides]);
      expect([code, stdout]).toEqual([3, '']);
      expect(stderr).toMatch(ONE_LINE);
      expect(stderr).toContain(NOT_THERE);
    },
  );

  test.each(SETTINGS)('ends serve with 3 when %s names it', async (setting) => {
    const pair = setting === '--tls-cert' ? ['--tls-key', NOT_THERE] : setting === '--tls-key' ? ['--tls-cert', NOT_THERE] : [];
    const { code, stderr } = await run(['serve', '--port', '0', setting, NOT_THERE, ...pair]);
    expect([code, stderr]).toEqual([3, expect.stringMatching(ONE_LINE)]);
  });

  test('is tried here for every option and argument that names one', async () => {
    const tried = new Set(READERS.map(([command, , option]) => `${command} ${option ?? 'FILE'}`));
    const options = new Set([...READERS.flatMap(([, , option]) => option ?? []), ...SETTINGS]);
    const missing: string[] = [];
    const walk = (command: Command, path: readonly string[]): void => {
      const name = path.join(' ');
      for (const { long, flags } of command.options) {
        if (!/<(?:file|dir)>/.test(flags) || long === undefined || OTHERS.test(long as string)) continue;
        if (!options.has(long as string)) missing.push(`${name} ${long}`);
      }
      for (const argument of command.registeredArguments)
        if (/^file/.test(argument.name()) && !tried.has(`${name} FILE`) && !/^(?:audit export|backup|restore|conform file)/.test(name))
          missing.push(`${name} FILE`);
      for (const one of command.commands) walk(one, [...path, one.name()]);
    };
    walk((await buildProgram()).program, []);
    expect(missing).toEqual([]);
  });
});
