import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { ONE_LINE, uwlr } from './support/uwlr.js';

const COMMANDS = [
  'serve',
  'demo',
  'school',
  'party',
  'agreement',
  'sync',
  'roster',
  'token',
  'client',
  'validate',
  'convert',
  'results',
  'exchange',
  'doctor',
  'generate',
];

describe('the program', () => {
  test('lists every command in its help, with the exit codes', async () => {
    const { code, stdout } = await uwlr(['--help']);
    expect(code).toBe(0);
    for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^ {2}${command}\\b`, 'm'));
    expect(stdout).toContain('Exit codes: 0 done, 1 the answer is no, 2 wrong usage, 3 could not run.');
  });

  test('says its version', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
    expect(await uwlr(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  test('without a command shows its help, as wrong usage', async () => {
    const { code, stderr } = await uwlr([]);
    expect(code).toBe(2);
    expect(stderr).toContain('Usage: uwlr');
  });

  test.each([
    ['an unknown command', ['schol']],
    ['an unknown flag', ['doctor', '--wrong']],
    ['a mandatory flag that is missing', ['school', 'add', '--brin', '99AB']],
    ['an argument that is missing', ['validate']],
    ['an argument too many', ['doctor', 'now']],
    ['a value that is not one of the choices', ['convert', 'x.xml', '--to', 'pdf']],
    ['a setting that cannot be', ['--port', 'abc', 'serve']],
  ])('%s is wrong usage, said in one line', async (_what, args) => {
    const { code, stdout, stderr } = await uwlr(args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(ONE_LINE);
  });

  test.each([
    ['a data directory that cannot be made', ['school', 'add', '--brin', '99AB', '--name', 'N', '--data', '/dev/null/data']],
    ['a store that is not there', ['school', 'list', '--data', '/nowhere/data']],
    ['a settings file that is not there', ['--config', '/nowhere/uwlr.json', 'serve']],
    [
      'a data directory in a file system that makes none',
      ['school', 'add', '--brin', '99AB', '--name', 'N', '--data', '/proc/nothing/data'],
    ],
    ['a message that is not there', ['convert', '/nowhere/m.xml', '--to', 'model']],
    ['a secret that is not there', ['serve', '--port', '0', '--data', '/nowhere/data', '--secret-file', '/nowhere/secret']],
  ])('%s: could not run, said in one line', async (_what, args) => {
    const { code, stdout, stderr } = await uwlr(args);
    expect(code).toBe(3);
    expect(stdout).toBe('');
    expect(stderr).toMatch(ONE_LINE);
  });
});
