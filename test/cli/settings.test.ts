import { existsSync, mkdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SETTING_NAMES } from '../../src/config/config.js';
import { ONE_LINE, uwlr, type Workspace, workspace } from './support/uwlr.js';

let space: Workspace;

beforeAll(async () => {
  space = await workspace();
});

afterAll(() => space.remove());

/** Runs a command with these settings in the environment. */
const given = (env: Record<string, string>, ...args: string[]) => uwlr([...args, '--data', space.path('data')], { env });

describe('a setting that is misspelt', () => {
  test.each([
    ['letters that changed places', { UWLR_MOED: 'production' }, 'UWLR_MOED (did you mean UWLR_MODE?)'],
    ['a letter too few', { UWLR_PUBLC_URL: 'https://uwlr.example' }, 'UWLR_PUBLC_URL (did you mean UWLR_PUBLIC_URL?)'],
    ['a line that is missing', { UWLR_LOGLEVEL: 'info' }, 'UWLR_LOGLEVEL (did you mean UWLR_LOG_LEVEL?)'],
    ['small letters', { uwlr_port: '8081' }, 'uwlr_port (did you mean UWLR_PORT?)'],
    ['nothing that we know', { UWLR_COLOUR_OF_THE_LIGHTS: 'blue' }, 'UWLR_COLOUR_OF_THE_LIGHTS is not a setting'],
  ])('keeps serve from starting and is named: %s', async (_what, env, words) => {
    const { code, stdout, stderr } = await given(env, 'serve', '--port', '0');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(ONE_LINE);
    expect(stderr).toContain(words);
    expect(stderr).not.toContain(Object.values(env)[0]);
  });

  test('is named with each of the others', async () => {
    const { code, stderr } = await given({ UWLR_MOED: 'production', UWLR_PROT: '1' }, 'serve');
    expect(code).toBe(2);
    expect(stderr).toContain('UWLR_MOED (did you mean UWLR_MODE?), UWLR_PROT (did you mean UWLR_PORT?) are not settings');
  });

  test('keeps every command that uses settings from another store than was meant; doctor says so', async () => {
    const env = { UWLR_DATTA: space.path('elsewhere') };
    expect((await given(env, 'school', 'add', '--brin', '99XX', '--name', 'De Proef')).code).toBe(2);
    const { code, stdout } = await given(env, 'doctor');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^WRONG +settings +UWLR_DATTA \(did you mean UWLR_DATA\?\)/m);
    expect((await given(env, 'help', 'settings')).code).toBe(0);
  });

  test('in the file is named with what was meant, also when it is written as in the environment; a name that may be a secret is not shown', async () => {
    await mkdir(space.path('files'), { recursive: true });
    const file = space.path(path.join('files', 'gateway.json'));
    await writeFile(file, JSON.stringify({ UWLR_MAX_MESSAGE_BYTES: '1MiB', moed: 'production', 'geheim geheim': 1 }));
    const { code, stderr } = await uwlr(['--config', file, 'serve']);
    expect(code).toBe(2);
    expect(stderr).toContain('UWLR_MAX_MESSAGE_BYTES (did you mean maxMessageBytes?), moed (did you mean mode?), a name of 13 characters');
    expect(stderr).toContain('in the settings file gateway.json');
    expect(stderr).not.toContain('geheim');
  });

  test('is none when Kubernetes put it there for a service of that name, or the command line reads it', async () => {
    const links = { UWLR_SERVICE_HOST: '10.0.0.1', UWLR_GATEWAY_PORT: 'tcp://10.0.0.1:80', UWLR_GATEWAY_PORT_80_TCP_ADDR: '10.0.0.1' };
    expect((await given({ ...links, UWLR_TOKEN_FILE: '/nowhere' }, 'school', 'add', '--brin', '99XX', '--name', 'De Proef')).code).toBe(0);
  });
});

describe('a setting that cannot be', () => {
  test('is called what it was given as', async () => {
    expect((await uwlr(['--port', 'abc', 'serve'])).stderr).toBe('uwlr: --port must be a whole number from 0 to 65535\n');
    expect((await given({ UWLR_PORT: 'abc' }, 'serve')).stderr).toBe('uwlr: UWLR_PORT must be a whole number from 0 to 65535\n');
    const file = space.path('port.json');
    await writeFile(file, '{"port": "abc"}');
    expect((await uwlr(['--config', file, 'serve'])).stderr).toBe('uwlr: port in port.json must be a whole number from 0 to 65535\n');
  });

  test('is so too when that shows only as it is used', async () => {
    const file = space.path('broken.pem');
    await writeFile(file, 'no certificate');
    const { stderr } = await given({ UWLR_TLS_KEY: file }, 'serve', '--port', '0', '--tls-cert', file);
    expect(stderr).toBe('uwlr: --tls-cert holds no certificate (PEM)\n');
  });
});

describe('the help', () => {
  test('begins with the commands, in groups, and keeps the settings for who asks', async () => {
    const { stdout } = await uwlr(['--help']);
    expect(stdout.split('\n').findIndex((line) => line.startsWith('  serve'))).toBeLessThan(14);
    expect(stdout).not.toContain('--max-message-bytes');
    expect(stdout).toMatch(/^Run the gateway:\n {2}serve[\s\S]*^Schools, parties and agreements:\n {2}school/m);
  });

  test.each([
    ['help settings', ['help', 'settings']],
    ['serve --help', ['serve', '--help']],
  ])('uwlr %s has every setting with its variable', async (_what, args) => {
    const { code, stdout } = await uwlr(args);
    expect(code).toBe(0);
    expect(Object.values(SETTING_NAMES).filter((name) => !new RegExp(`\\b${name}$`, 'm').test(stdout))).toEqual([]);
    expect(stdout).toContain('  --max-message-bytes <size>, UWLR_MAX_MESSAGE_BYTES\n      largest message (64MiB)');
  });

  test.each([[['--help']], [['help', 'settings']], [['serve', '--help']]])('fits 80 columns: %j', async (args) => {
    const { stdout } = await uwlr(args);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });
});

describe('a database URL', () => {
  // `serve` waits for its database server instead.
  // Nobody listens at port 1.
  const env = { UWLR_DATABASE_URL: 'postgres://uwlr:geheim@127.0.0.1:1/uwlr?options=heimelijk' };

  test.each([
    [['school', 'add', '--brin', '99XX', '--name', 'De Proef']],
    [['retention', 'run']],
    [['results', 'list', '--school', '99XX']],
  ])('keeps %j from another database than was meant: it says that this one does not answer, and no password', async (args) => {
    const data = space.path('not made');
    const { code, stdout, stderr } = await uwlr([...args, '--data', data], { env });
    expect([code, stdout, existsSync(path.join(data, 'uwlr.db'))]).toEqual([3, '', false]);
    expect(stderr).toMatch(ONE_LINE);
    expect(stderr).toContain('does not answer');
    expect(stderr).not.toMatch(/geheim|heimelijk/);
  });

  test('is what doctor says, too', async () => {
    const data = space.path('of doctor');
    mkdirSync(data);
    const { code, stdout } = await uwlr(['doctor', '--data', data], { env });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^WRONG .*does not answer/m);
    expect(stdout).not.toMatch(/geheim|heimelijk/);
  });
});
