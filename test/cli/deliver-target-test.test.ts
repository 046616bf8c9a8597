import { once } from 'node:events';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { USER_AGENT } from '../../src/soap/user-agent.js';
import { uwlr, type Workspace, workspace } from './support/uwlr.js';

const SIGNING = `whsec_${Buffer.from('een verzonnen geheim van 32 byte').toString('base64')}`;
const fault = (code: string) =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:${code}</faultcode><faultstring>nee</faultstring></s:Fault></s:Body></s:Envelope>`;

let space: Workspace;
let server: Server;
let asked: { readonly headers: IncomingMessage['headers']; readonly body: string }[] = [];
let answer: { status: number; type: string; body: string } = { status: 204, type: 'text/plain', body: '' };
const run = (...args: string[]) => uwlr([...args, '--data', space.path('data')], { env: { UWLR_ALLOW_TARGETS: '127.0.0.1' } });
const test1 = (id: string) => run('deliver', 'target', 'test', id);

beforeAll(async () => {
  space = await workspace();
  server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += String(piece);
    asked.push({ headers: request.headers, body });
    response.writeHead(answer.status, { 'content-type': answer.type }).end(answer.body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/in`;
  await mkdir(space.path('out'));
  await writeFile(space.path('key'), 'sleutel-voor-de-administratie-01\n');
  await writeFile(space.path('signing'), SIGNING);
  await run('school', 'add', '--brin', '99XX', '--name', 'De Proef');
  await run('party', 'add', '--klantcode', 'LAS', '--klantnaam', 'Poort', '--role', 'las', '--endpoint', url);
  const agreed = ['--exchange', 'leerresultaten', '--purpose', 'Proef', '--profile', 'resultaten', '--key-file', space.path('key')];
  await run('agreement', 'add', '--school', '99XX', '--party', 'LAS', ...agreed);
  const add = (id: string, ...args: string[]) => run('deliver', 'target', 'add', id, '--party', id === 'las' ? 'LAS' : id, ...args);
  await add('las', '--kind', 'las');
  await add('bord', '--kind', 'webhook', '--url', url, '--webhook-secret-file', space.path('signing'));
  await add('map', '--kind', 'files', '--directory', space.path('out'));
});
afterAll(async () => {
  server.close();
  await space.remove();
});

describe('uwlr deliver target test', () => {
  test('shows an administration our header and no message, and says that the key is not proven', async () => {
    asked = [];
    answer = { status: 500, type: 'text/xml', body: fault('Client.OngeldigBericht') };
    const { code, stdout } = await test1('las');
    expect(stdout).toContain('Target las answers. Nothing was delivered.');
    expect(stdout).toContain('not proven: that it accepts the key for school 99XX');
    expect(code).toBe(0);
    expect(asked[0]?.body).toContain('<s:Body/>');
    expect(asked[0]?.body).toContain('sleutel-voor-de-administratie-01');
  });

  test('says so when an administration refuses the key', async () => {
    answer = { status: 500, type: 'text/xml', body: fault('Client.AutorisatieOngeldig') };
    const { code, stdout } = await test1('las');
    expect([code, stdout]).toEqual([1, expect.stringContaining('it refuses klantcode, klantnaam or key for school 99XX')]);
  });

  test('sends a webhook a signed event without data', async () => {
    asked = [];
    answer = { status: 204, type: 'text/plain', body: '' };
    expect((await test1('bord')).code).toBe(0);
    const [{ headers, body } = { headers: {}, body: '' }] = asked;
    expect(new Webhook(SIGNING).verify(body, headers as Record<string, string>)).toMatchObject({ type: 'gateway.test', data: {} });
    answer = { status: 401, type: 'text/plain', body: '' };
    expect(await test1('bord')).toMatchObject({ code: 1, stdout: expect.stringContaining('it answers HTTP 401 to a signed test event') });
  });

  test('names the gateway as its sender, as does every request to a gateway elsewhere', async () => {
    asked = [];
    answer = { status: 204, type: 'text/plain', body: '' };
    await test1('bord');
    const remote = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await run('school', 'list', '--remote', remote, '--token-file', space.path('key'));
    expect(asked.map(({ headers }) => headers['user-agent'])).toEqual([USER_AGENT, USER_AGENT]);
  });

  test('writes to a directory and leaves nothing there', async () => {
    expect((await test1('map')).code).toBe(0);
    expect(await readdir(space.path('out'))).toEqual([]);
  });

  test('fails when nobody answers, and when there is no such target', async () => {
    await run('deliver', 'target', 'set', 'bord', '--url', 'http://127.0.0.1:9/in');
    expect(await test1('bord')).toMatchObject({ code: 1, stdout: expect.stringContaining('Target bord fails: ') });
    expect((await test1('niets')).code).toBe(1);
  });
});
