import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { loadConfig } from '../../src/config/config.js';
import { startGateway } from '../../src/gateway/server.js';
import { lockData } from '../../src/store/open.js';
import { firstLine, json, ONE_LINE, runApart, start, uwlr, type Workspace, workspace } from './support/uwlr.js';

let space: Workspace;
let data: string;
let child: ChildProcess | undefined;

beforeAll(async () => {
  space = await workspace();
  data = space.path('data');
  await json(['school', 'add', '--brin', '99XX', '--name', 'De Proef', '--data', data]);
});
afterEach(() => end('SIGKILL'));
afterAll(() => space.remove());

async function serve(): Promise<{ readonly pid: number; readonly port: number }> {
  child = start(['serve', '--json', '--port', '0', '--data', data]);
  const { port } = JSON.parse(await firstLine(child)) as { port: number };
  return { pid: child.pid!, port };
}

async function end(signal: NodeJS.Signals): Promise<void> {
  const running = child;
  child = undefined;
  if (running === undefined) return;
  const closed = once(running, 'close');
  running.kill(signal);
  await closed;
}

test('a second gateway on a data directory is refused by name of the first, and not for its port', async () => {
  const { pid, port } = await serve();
  const { code, stdout, stderr } = await runApart(['serve', '--port', String(port), '--data', data]);
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  expect(stderr).toMatch(ONE_LINE);
  expect(stderr).toContain(`the data directory ${data} is in use by another gateway: process ${pid} on `);
  // Commands keep working beside the first.
  await json(['school', 'add', '--brin', '99XY', '--name', 'De Tweede', '--data', data]);
  expect((await uwlr(['doctor', '--data', data])).stdout).toContain('store: integrity');
});

test('after kill -9 the next gateway starts, though the file still names a process that lives', async () => {
  await serve();
  await end('SIGKILL');
  // As when the system gave the number to somebody else meanwhile.
  const file = path.join(data, 'serve.pid');
  const holder = JSON.parse(await readFile(file, 'utf8')) as object;
  await writeFile(file, JSON.stringify({ ...holder, pid: process.pid }));
  const { pid } = await serve();
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ use: 'gateway', pid });
});

test('a gateway that stops leaves the name of no process behind', async () => {
  await serve();
  await end('SIGTERM');
  expect(await readdir(data)).not.toContain('serve.pid');
});

test('a gateway does not start while something else has the data directory', async () => {
  const lock = lockData({ dataDirectory: data }, 'restore');
  try {
    await expect(startGateway(loadConfig({ data, port: 0 }, {}))).rejects.toMatchObject({
      code: 'in-use',
      message: expect.stringContaining(`is in use by a restore: process ${process.pid} on `),
    });
  } finally {
    lock.release();
  }
});
