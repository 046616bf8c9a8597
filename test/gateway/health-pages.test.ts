import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { healthPages } from '../../src/gateway/health-pages.js';
import type { Unreadiness } from '../../src/gateway/unreadiness.js';

let why: Unreadiness | undefined;
const unready = async () => {
  if (why === 'starting') throw new Error('invented');
  return why;
};
const pages = healthPages(unready, { contentType: 'text/plain; version=0.0.4', page: async () => Buffer.from('uwlr_invented 1\n') });
const server = createServer((request, response) => {
  const page = pages(request);
  if (page === undefined) response.writeHead(404).end();
  else page(response);
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function ask(path: string, method = 'GET'): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, { method });
  return `${response.status} ${response.headers.get('content-length')} ${await response.text()}`;
}

test('health is answered with or without a query, a slash or capitals, and to HEAD without a body', async () => {
  for (const path of ['/livez', '/livez/', '/LIVEZ?probe=1']) expect(await ask(path)).toBe('200 3 ok\n');
  expect(await ask('/metrics')).toBe('200 16 uwlr_invented 1\n');
  expect(await ask('/livez', 'HEAD')).toBe('200 3 ');
});

test('other paths and methods are left to others', async () => {
  for (const path of ['/', '/livez/now', '/elsewhere']) expect(await ask(path)).toMatch(/^404/);
  expect(await ask('/livez', 'POST')).toMatch(/^404/);
});

test('a gateway that is not ready says why, and one that cannot tell has an error', async () => {
  expect(await ask('/readyz')).toBe('200 6 ready\n');
  why = 'stopping';
  expect(await ask('/readyz')).toMatch(/^503 \d+ not ready: /);
  why = 'starting';
  expect(await ask('/readyz')).toMatch(/^500/);
  expect(await ask('/livez')).toMatch(/^200/);
});
