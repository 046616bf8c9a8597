import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { LocatedDocument, SOMEWHERE } from '../../src/soap/endpoint/located-document.js';
import { type Running, startTestGateway } from '../support/gateway.js';

let running: Running;
beforeAll(async () => {
  running = await startTestGateway();
});
afterAll(() => running.stop());

const FILES = ['/soap/leerresultaten?wsdl', '/soap/leerresultaten?wsdl=exact', '/soap/leerresultaten?xsd=UWLR_Leerresultaten.xsd'];

/** With a Host and headers of its own, which `fetch` does not send. */
async function ask(path: string, host: string, headers: Readonly<Record<string, string>> = {}, method = 'GET') {
  const sent = request(`${running.gateway.url}${path}`, { method, agent: false, headers: { host, ...headers } }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

describe.each(FILES)('%s', (path) => {
  test('names the place where it was asked for, and nowhere another', async () => {
    const [one, other] = [await ask(path, 'een.example:8443'), await ask(path, 'twee.example')];
    expect(one.status).toBe(200);
    expect(Number(one.headers['content-length'])).toBe(Buffer.byteLength(one.body));
    expect(one.body.replaceAll('een.example:8443', 'twee.example') === other.body).toBe(true);
    expect(/een\.example:8443\/soap\//.test(one.body)).toBe(true);
    expect(/een\.example|location\.invalid/.test(other.body)).toBe(false);
  });

  test('need not be sent again to who has it, and is to who has that of another place', async () => {
    const { etag = '' } = (await ask(path, 'een.example')).headers;
    expect(etag).toMatch(/^"[\w-]{43}"$/);
    const again = await ask(path, 'een.example', { 'if-none-match': etag });
    expect([again.status, again.body, again.headers.etag]).toEqual([304, '', etag]);
    expect(await ask(path, 'twee.example', { 'if-none-match': etag })).toMatchObject({ status: 200 });
  });

  test('has the same head without a body for HEAD', async () => {
    const [got, head] = [await ask(path, 'een.example'), await ask(path, 'een.example', {}, 'HEAD')];
    expect([head.status, head.body]).toEqual([200, '']);
    expect(head.headers['content-length']).toBe(got.headers['content-length']);
    expect(head.headers.etag).toBe(got.headers.etag);
  });
});

test.each([
  ['?wsdl', '?WSDL', '?singleWsdl', '?wsdl=1'],
  ['?wsdl=exact', '?WSDL=Exact'],
])('a description is the same however it is asked for: %s', async (first, ...others) => {
  const { body } = await ask(`/soap/leerlinggegevens${first}`, 'een.example');
  for (const other of others) {
    const asked = await ask(`/soap/leerlinggegevens${other}`, 'een.example');
    expect([asked.status, asked.body === body]).toEqual([200, true]);
  }
});

test('what is sent is shared by all who ask, but for the place', () => {
  const document = new LocatedDocument(`<a at="${SOMEWHERE}/x"/><b at="${SOMEWHERE}/y"/>`);
  const [one, other] = [document.at('http://een.example/?a=1&b="2"'), document.at('http://twee.example')];
  expect(Buffer.concat(one.pieces).toString()).toBe(
    '<a at="http://een.example/?a=1&amp;b=&quot;2&quot;/x"/><b at="http://een.example/?a=1&amp;b=&quot;2&quot;/y"/>',
  );
  expect(one.pieces.filter((piece) => other.pieces.includes(piece)).length).toBe(3);
  expect(one.etag).not.toBe(other.etag);
});
