import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { SoapClient } from '../../src/soap/client/client.js';
import type { CallHooks } from '../../src/soap/client/client-answer.js';
import { type Behaviour, inEnvelope, type MisbehavingServer, startMisbehavingServer } from '../support/misbehaving-las.js';
import { callOnce, failure, HERE, Listener, REQUEST } from './support/calls.js';

const SHORT = 150;
const MESSAGE = '<antwoord xmlns="urn:verzonnen"><naam>Zoë Verzonnen</naam></antwoord>';
let server: MisbehavingServer;

beforeEach(async () => {
  server = await startMisbehavingServer({ does: 'answer', message: MESSAGE });
});

afterEach(() => server.close());

describe('a call that is answered', () => {
  test('is a POST of SOAP 1.1 with the action between quotes', async () => {
    await callOnce(`${server.url}/dienst?x=1`, { headers: { 'X-Sleutel': 'een', 'X-Alle': 'a' }, callHeaders: { 'x-sleutel': 'twee' } });
    expect(server.requests).toHaveLength(1);
    const [request] = server.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/dienst?x=1', body: REQUEST });
    expect(request?.headers).toMatchObject({
      'content-type': 'text/xml; charset=utf-8',
      soapaction: '"HaalIets"',
      'accept-encoding': 'gzip',
      'content-length': String(Buffer.byteLength(REQUEST)),
      'x-sleutel': 'twee',
      'x-alle': 'a',
    });
  });

  test.each([false, true])('goes to the reader of the contents, with its counts and digest (gzip: %s)', async (gzip) => {
    server.behave({ does: 'answer', message: MESSAGE, gzip });
    const listener = new Listener();
    let seen = 0;
    const onBytes = (chunk: Uint8Array) => {
      seen += chunk.length;
    };
    const reply = await callOnce(server.url, { listener, hooks: { onBytes } });
    const whole = Buffer.from(inEnvelope(MESSAGE));
    expect(listener).toMatchObject({ names: ['antwoord', 'naam'], heard: 'Zoë Verzonnen' });
    expect(reply).toMatchObject({ status: 200, problems: [], decodedBytes: whole.length });
    expect(reply.digest).toBe(createHash('sha256').update(whole).digest('hex'));
    expect(seen).toBe(whole.length);
    expect(reply.wireBytes === whole.length).toBe(!gzip);
  });

  test('is read in the charset that its Content-Type says', async () => {
    const headers = { 'content-type': 'text/xml; charset="ISO-8859-1"' };
    server.behave({ does: 'raw', body: Buffer.from(inEnvelope(MESSAGE).replace('encoding="utf-8"', ''), 'latin1'), headers });
    const listener = new Listener();
    await callOnce(server.url, { listener });
    expect(listener.heard).toBe('Zoë Verzonnen');
  });

  test('keeps connections for the next ones', async () => {
    const client = new SoapClient({ allowTargets: HERE });
    const call = { url: server.url, soapAction: '', body: REQUEST };
    for (const gzip of [false, false, true, true, false, true]) {
      server.behave({ does: 'answer', message: MESSAGE, gzip });
      await client.call(call, new Listener());
    }
    await client.close();
    expect(server.requests).toHaveLength(6);
    // undici takes a second one when the next call comes before the first has come to rest.
    expect(server.connections()).toBeLessThanOrEqual(2);
  });

  test('is not made any more with a client that is closed', async () => {
    const client = new SoapClient({ allowTargets: HERE });
    await client.close();
    await client.close();
    const call = client.call({ url: server.url, soapAction: '', body: REQUEST }, new Listener());
    await expect(call).rejects.toMatchObject({ code: 'bad-configuration' });
  });

  test('ends when the caller has enough', async () => {
    server.behave({ does: 'flood', bytes: 50_000_000 });
    let bytes = 0;
    const onBytes = (chunk: Uint8Array) => {
      bytes += chunk.length;
    };
    const reply = await callOnce(server.url, { hooks: { onBytes, enough: () => bytes > 200_000 } });
    expect(reply.digest).toBeUndefined();
    expect(reply.decodedBytes).toBeLessThan(1_000_000);
  });

  test('tells what is wrong with the envelope', async () => {
    server.behave({ does: 'answer', message: '' });
    expect((await callOnce(server.url)).problems.map(({ fault }) => fault)).toEqual(['body']);
    server.behave({ does: 'answer', message: MESSAGE });
    const deaf = { header: () => undefined, body: () => undefined };
    expect((await callOnce(server.url, { listener: deaf })).problems.map(({ fault }) => fault)).toEqual(['unknown-message']);
  });

  test('gives the caller its own errors back', async () => {
    const own = new Error('of the caller');
    const listener = {
      header: () => undefined,
      body: () => {
        throw own;
      },
    };
    await expect(callOnce(server.url, { listener })).rejects.toBe(own);
  });
});

describe('a fault', () => {
  const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';

  test.each([
    ['s:Client.AutorisatieOngeldig', 500, 'Client.AutorisatieOngeldig', SOAP],
    ['s:Client.AutorisatieOngeldig', 200, 'Client.AutorisatieOngeldig', SOAP],
    [' \n s:Server.InterneFout\n', 503, 'Server.InterneFout', SOAP],
    ['Client.OngeldigBericht', 400, 'Client.OngeldigBericht', ''],
    ['soap:Client.OngeldigBericht', 500, 'Client.OngeldigBericht', undefined],
  ])('with faultcode %j under HTTP %i is a reply', async (code, status, local, namespace) => {
    server.behave({ does: 'fault', code, status });
    const listener = new Listener();
    const reply = await callOnce(server.url, { listener });
    expect(reply).toMatchObject({ status, fault: { code: local, text: 'Het mag niet.' }, problems: [] });
    expect(reply.fault?.codeNamespace).toBe(namespace);
    expect(listener.names).toEqual([]);
  });

  test('may have qualified children and a detail with elements', async () => {
    const children = `<s:faultcode>s:Client</s:faultcode><s:faultstring>Nee</s:faultstring><s:faultactor>urn:ik</s:faultactor>
      <s:detail><a xmlns="urn:verzonnen"><b>een</b> <c><d>twee</d>drie</c></a></s:detail>`;
    server.behave({ does: 'answer', message: `<s:Fault>${children}</s:Fault>`, status: 500 });
    expect((await callOnce(server.url)).fault).toEqual({ code: 'Client', codeNamespace: SOAP, text: 'Nee', detail: 'een\ntwee\ndrie' });
  });

  test('may have nothing in it', async () => {
    server.behave({ does: 'answer', message: '<s:Fault/>', status: 500 });
    expect((await callOnce(server.url)).fault).toEqual({ code: '', text: '' });
  });

  test('is cut when it goes on and on', async () => {
    const long = '<x>lang verhaal </x>'.repeat(10_000);
    const message = `<s:Fault><faultstring>${'a'.repeat(60_000)}</faultstring><detail>${long}</detail></s:Fault>`;
    server.behave({ does: 'answer', message, status: 500 });
    const { fault } = await callOnce(server.url);
    expect(fault?.text).toHaveLength(4096);
    expect(fault?.detail?.length).toBeLessThanOrEqual(16_384);
    expect(fault?.detail?.length).toBeGreaterThan(16_000);
  });

  test.each([
    ['120', 120],
    ['gisteren', undefined],
    ['Wed, 21 Oct 2015 07:28:00 GMT', 0],
  ])('says after %j when to come again', async (value, seconds) => {
    server.behave({ does: 'fault', code: 's:Server.Overbelast', status: 500, headers: { 'retry-after': value } });
    expect((await callOnce(server.url)).retryAfter).toBe(seconds);
  });
});

describe('an answer that is none', () => {
  const envelope12 = '<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body/></e:Envelope>';

  test.each<[string, Behaviour, string]>([
    ['connection reset', { does: 'reset' }, 'unreachable'],
    ['silence', { does: 'hang' }, 'timeout'],
    ['silence in the middle', { does: 'hang-mid-body' }, 'timeout'],
    ['silence in the middle of gzip', { does: 'hang-mid-body', gzip: true }, 'timeout'],
    ['cut in the middle', { does: 'cut-mid-body' }, 'broken'],
    ['cut in the middle of gzip', { does: 'cut-mid-body', gzip: true }, 'broken'],
    ['truncated XML', { does: 'truncate', message: MESSAGE }, 'broken'],
    ['truncated within the first tag', { does: 'raw', body: '<?xml version="1.0"?><s:Enve' }, 'broken'],
    ['broken XML', { does: 'answer', message: '<a></b>' }, 'broken'],
    ['wrong charset', { does: 'wrong-charset', message: MESSAGE }, 'broken'],
    ['charset that nobody reads', { does: 'raw', body: inEnvelope(''), headers: { 'content-type': 'text/xml; charset=ebcdic' } }, 'broken'],
    ['gzip that is none', { does: 'raw', body: inEnvelope(MESSAGE), headers: { 'content-encoding': 'gzip' } }, 'broken'],
    ['encoding that was not asked for', { does: 'raw', body: 'xx', headers: { 'content-encoding': 'br' } }, 'broken'],
    ['gzip bomb', { does: 'gzip-bomb', bytes: 8_000_000 }, 'too-large'],
    ['elements nested too deep', { does: 'answer', message: '<a>'.repeat(100) }, 'too-large'],
    ['HTML with 200', { does: 'html', status: 200 }, 'not-soap'],
    ['HTML with 502', { does: 'html', status: 502 }, 'not-soap'],
    ['HTML with 404', { does: 'html', status: 404 }, 'not-soap'],
    ['XHTML', { does: 'raw', body: '<?xml version="1.0"?><!DOCTYPE html><html/>' }, 'not-soap'],
    ['a page without a document type', { does: 'raw', body: '\r\n<HTML><BODY bgcolor=white>', status: 500 }, 'not-soap'],
    ['JSON with 500', { does: 'json', status: 500 }, 'not-soap'],
    ['JSON with 200', { does: 'json', status: 200 }, 'not-soap'],
    ['plain text', { does: 'raw', body: 'Service Unavailable', status: 503 }, 'not-soap'],
    ['a wrong root', { does: 'raw', body: '<leerlinggegevens_antwoord/>' }, 'not-soap'],
    ['an envelope in no namespace', { does: 'raw', body: '<Envelope><Body/></Envelope>' }, 'not-soap'],
    ['SOAP 1.2', { does: 'raw', body: envelope12 }, 'not-soap'],
    ['an envelope with a document type', { does: 'raw', body: `<!DOCTYPE x>${envelope12}` }, 'not-soap'],
    ['nothing with 200', { does: 'empty', status: 200 }, 'empty'],
    ['nothing with 202', { does: 'empty', status: 202 }, 'empty'],
    ['a blank line with 200', { does: 'raw', body: '\r\n' }, 'empty'],
    ['nothing in gzip', { does: 'raw', body: '', headers: { 'content-encoding': 'gzip' } }, 'empty'],
    ['nothing with 500', { does: 'empty', status: 500 }, 'http'],
    ['nothing with 401', { does: 'empty', status: 401 }, 'http'],
    ['a redirect', { does: 'redirect', to: 'http://localhost:1/elders' }, 'redirect'],
  ])('%s: %#', async (_what, behaviour, code) => {
    server.behave(behaviour);
    const error = await failure(server.url, { answerTimeoutMs: SHORT, pieceTimeoutMs: SHORT });
    expect(error.code).toBe(code);
    expect(server.requests).toHaveLength(1);
    expect(error.message).not.toMatch(/Verzonnen|Storing|kapot|elders|verhaal|localhost/);
    expect(error.cause).toBeUndefined();
  });

  test('has a status and the time to come again', async () => {
    server.behave({ does: 'empty', status: 503, headers: { 'retry-after': '7' } });
    expect(await failure(server.url)).toMatchObject({ code: 'http', status: 503, retryAfter: 7 });
    server.behave({ does: 'html', status: 502 });
    expect(await failure(server.url)).toMatchObject({ code: 'not-soap', status: 502 });
  });

  test('says where it is broken', async () => {
    server.behave({ does: 'raw', body: inEnvelope('\n<a>\n  </b>') });
    expect(await failure(server.url)).toMatchObject({ code: 'broken', line: 3, column: 7 });
    server.behave({ does: 'cut-mid-body' });
    const cut = await failure(server.url);
    expect(cut).toMatchObject({ code: 'broken', status: 200, line: 1 });
    expect(cut.column).toBeGreaterThan(10_000);
  });

  test('takes too long as a whole, though a piece comes every now and then', async () => {
    server.behave({ does: 'drip' });
    const error = await failure(server.url, { totalTimeoutMs: SHORT });
    expect(error).toMatchObject({ code: 'timeout', message: 'the call as a whole took too long' });
  });

  test('of 200 MB is read no further than allowed', async () => {
    server.behave({ does: 'flood', bytes: 200_000_000 });
    const maxBytes = 4_000_000;
    let seen = 0;
    const onBytes = (chunk: Uint8Array) => {
      seen += chunk.length;
    };
    const error = await failure(server.url, { maxBytes, hooks: { onBytes } });
    expect(error).toMatchObject({ code: 'too-large', status: 200 });
    expect(seen).toBeGreaterThan(maxBytes - 1_000_000);
    expect(seen).toBeLessThanOrEqual(maxBytes);
    // What is on top stands in the buffers of the two sockets.
    expect(server.flooded()).toBeLessThan(60_000_000);
  });
});

describe('a server that is not there', () => {
  test('refuses, or has a name that does not exist', async () => {
    const gone = server.url;
    await server.close();
    expect(await failure(gone)).toMatchObject({ code: 'unreachable', reason: 'ECONNREFUSED' });
    expect((await failure('http://las.invalid/')).code).toBe('unreachable');
    server = await startMisbehavingServer({ does: 'hang' });
  });

  test('takes the connection and speaks no HTTP', async () => {
    const other = createServer((socket) => {
      socket.on('error', () => undefined).once('data', () => socket.end('SSH-2.0-verzonnen\r\n'));
    }).listen(0, 'localhost');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const error = await failure(`http://localhost:${port}`);
    other.close();
    expect(error.code).toBe('broken');
    expect(error.message).not.toContain('SSH');
  });

  test('does not come to speak TLS in time', async () => {
    const silent = createServer((socket) => socket.on('error', () => undefined)).listen(0, 'localhost');
    await once(silent, 'listening');
    const { port } = silent.address() as { port: number };
    expect((await failure(`https://localhost:${port}`, { connectTimeoutMs: SHORT })).code).toBe('timeout');
    expect((await failure(`https://localhost:${port}`, { totalTimeoutMs: SHORT })).code).toBe('timeout');
    silent.close();
  });

  test('leaves a running call when the client is closed', async () => {
    server.behave({ does: 'hang' });
    const client = new SoapClient({ allowTargets: HERE });
    const running = client.call({ url: server.url, soapAction: '', body: REQUEST }, new Listener());
    const outcome = expect(running).rejects.toMatchObject({ code: 'unreachable' });
    await client.close();
    await outcome;
  });
});

describe('a call that is given up', () => {
  const givenUp = { name: 'SoapClientError', code: 'unreachable', message: 'the call was given up' };
  const ask = async (signal: AbortSignal, hooks: CallHooks = {}) => {
    const client = new SoapClient({ allowTargets: HERE });
    try {
      return await client.call({ url: server.url, soapAction: 'HaalIets', body: REQUEST, signal }, new Listener(), hooks);
    } finally {
      await client.close();
    }
  };

  test('is not made when that was before it began', async () => {
    await expect(ask(AbortSignal.abort())).rejects.toMatchObject(givenUp);
    expect(server.requests).toHaveLength(0);
  });

  test('ends while it waits, and in the middle of the answer', async () => {
    server.behave({ does: 'hang' });
    const waiting = new AbortController();
    const asked = ask(waiting.signal);
    waiting.abort();
    await expect(asked).rejects.toMatchObject(givenUp);
    server.behave({ does: 'hang-mid-body' });
    const reading = new AbortController();
    await expect(ask(reading.signal, { onBytes: () => reading.abort() })).rejects.toMatchObject(givenUp);
  });
});

describe('what cannot be done', () => {
  test.each([
    ['no URL', 'las', {}],
    ['a scheme that is not HTTP', 'ftp://las.example/', {}],
    ['a password in the URL', 'http://ik:geheim@localhost/', {}],
    ['a header of ours', undefined, { headers: { Host: 'las.example' } }],
    ['the length', undefined, { callHeaders: { 'content-length': '1' } }],
    ['the type', undefined, { callHeaders: { 'Content-Type': 'text/plain' } }],
    ['the action', undefined, { headers: { soapAction: 'x' } }],
    ["the proxy's password", undefined, { headers: { 'Proxy-Authorization': 'geheim' } }],
    ['a second header in a value', undefined, { headers: { 'X-Sleutel': 'geheim\r\nX-Meer: 1' } }],
    ['a blank in a name', undefined, { callHeaders: { 'X Sleutel': 'geheim' } }],
    ['a quote in the action', undefined, { soapAction: 'a"geheim' }],
    ['no proxy', undefined, { proxy: 'geheim' }],
    ['a proxy of another kind', undefined, { proxy: 'socks5://ik:geheim@localhost:1' }],
    ['a limit of nothing', undefined, { totalTimeoutMs: 0 }],
    ['a limit that no timer can hold', undefined, { answerTimeoutMs: 2 ** 31 }],
    ['a certificate without a key', undefined, { cert: 'geheim' }],
  ])('%s', async (_what, url, options) => {
    const error = await failure(url ?? server.url, options);
    expect(error.code).toBe('bad-configuration');
    expect(error.message).not.toMatch(/geheim/);
    expect(server.requests).toEqual([]);
  });
});
