import { once } from 'node:events';
import { createServer as createPlain, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecure } from 'node:https';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { supplied } from '../../core/supplied.js';
import { SERVED_VERSION, wsdlText } from '../../uwlr/generate/wsdl.js';
import { leerlinggegevensService, leerresultatenService } from '../../uwlr/messages/services.js';
import { CouldNotTest } from '../could-not-test.js';
import type { ReceivedAnswer } from '../traffic/exchange.js';
import type { Traffic } from '../traffic/traffic.js';
import type { Heard } from './heard.js';
import { type Received, received } from './received.js';
import type { Played, Script } from './script.js';

/** Most bytes of a request, unzipped. */
const MOST_BYTES = 32 * 1024 * 1024;

/** Most requests of a run, and most bytes of them together: all are kept. After those the run ends with what there is. */
const MOST_REQUESTS = 20_000;
const MOST_IN_ALL = 128 * 1024 * 1024;

export interface ScriptedLasOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Certificate and key, PEM: over TLS. */
  readonly tls?: { readonly cert: string; readonly key: string };
  readonly script: Script;
  readonly traffic: Traffic;
}

export interface ScriptedLas {
  /** Of the service with pupil data; `?wsdl` gives its description. */
  readonly endpoint: string;
  readonly resultsEndpoint: string;
  /** All requests with a message, in the order in which they came in. */
  readonly heard: readonly Heard[];
  /** What went wrong in the suite itself: no verdict is possible then. */
  readonly broke: unknown;
  close(): Promise<void>;
}

/** The administration that the client under test connects to: real HTTP, every answer from the script. Throws `CouldNotTest`. */
export async function startScriptedLas(options: ScriptedLasOptions): Promise<ScriptedLas> {
  const { host, port, tls, script, traffic } = options;
  const heard: Heard[] = [];
  const clock = () => performance.timeOrigin + performance.now();
  let numbers = 0;
  let bytes = 0;
  let broke: unknown;
  const listener: RequestListener = (request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.destroy();
      // What a connection throws has a code. The rest is a mistake of the suite, which must not look like one of the client.
      if (error instanceof Error && 'code' in error) return;
      broke ??= error;
      script.stop();
    });
  };
  const server = tls === undefined ? createPlain(listener) : createSecure(tls, listener);
  server.listen(port, host);
  await Promise.race([once(server, 'listening'), once(server, 'error').then(([error]) => Promise.reject(unusable(error as Error, port)))]);
  const base = `${tls === undefined ? 'http' : 'https'}://${host}:${(server.address() as AddressInfo).port}`;

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    if (incoming.method === 'GET' && /[?&]wsdl\b/i.test(incoming.url ?? '')) {
      describe(incoming, response, base);
      return;
    }
    const body = await bodyOf(incoming);
    if (body === undefined) {
      response.writeHead(413, { Connection: 'close' }).end();
      return;
    }
    bytes += body.length;
    if (numbers >= MOST_REQUESTS || bytes > MOST_IN_ALL) {
      script.stop();
      response.writeHead(503, { 'Retry-After': '3600', Connection: 'close' }).end();
      return;
    }
    const request = { method: incoming.method ?? '', url: base + (incoming.url ?? '/'), headers: headersOf(incoming), body };
    numbers += 1;
    const number = numbers;
    const at = clock();
    const message = received(request);
    const played = script.play(message);
    try {
      const { sent, gaveUp } = await send(response, played);
      const answeredAt = clock();
      const ms = Math.round(answeredAt - at);
      traffic.add({ number, request, ms, ...(sent === undefined ? { trouble: 'reset' } : { answer: sent }) });
      heard.push(heardOf(message, played, { exchange: number, at, answeredAt, gaveUp }));
    } finally {
      script.answered(played);
    }
  }

  return {
    endpoint: `${base}/leerlinggegevens`,
    resultsEndpoint: `${base}/leerresultaten`,
    heard,
    get broke() {
      return broke;
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function heardOf(message: Received, played: Played, seen: Pick<Heard, 'exchange' | 'at' | 'answeredAt' | 'gaveUp'>): Heard {
  const { reply, step, turn } = played;
  return { ...message, ...seen, turn, done: reply.done, ...supplied({ step }) };
}

function describe({ url = '' }: IncomingMessage, response: ServerResponse, base: string): void {
  const service = url.includes('leerresultaten') ? leerresultatenService : leerlinggegevensService;
  const location = `${base}/${service === leerresultatenService ? 'leerresultaten' : 'leerlinggegevens'}`;
  response.writeHead(200, { 'Content-Type': 'text/xml; charset=utf-8' }).end(wsdlText('inline', SERVED_VERSION, { service, location }));
}

/** Undefined: it is too large, or not in the encoding that it says. */
async function bodyOf(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of incoming as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > MOST_BYTES) return undefined;
    pieces.push(piece);
  }
  const whole = Buffer.concat(pieces);
  if (incoming.headers['content-encoding'] !== 'gzip') return whole;
  try {
    return gunzipSync(whole, { maxOutputLength: MOST_BYTES });
  } catch {
    return undefined;
  }
}

function headersOf({ headers }: IncomingMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]));
}

async function send(
  response: ServerResponse,
  { reply }: Played,
): Promise<{ readonly sent: ReceivedAnswer | undefined; readonly gaveUp: boolean }> {
  const closed = once(response, 'close').then(() => !response.writableFinished);
  if (reply.afterMs !== undefined) await Promise.race([closed, pause(reply.afterMs)]);
  if (response.destroyed) return { sent: undefined, gaveUp: true };
  const body = Buffer.from(reply.body);
  const headers = { 'Content-Type': reply.type, 'Content-Length': String(body.length), ...reply.headers };
  if (reply.breakAt !== undefined) {
    const piece = body.subarray(0, Math.floor(body.length * reply.breakAt));
    if (piece.length > 0) await new Promise((resolve) => response.writeHead(reply.status, headers).write(piece, resolve));
    response.destroy();
    return { sent: undefined, gaveUp: false };
  }
  response.writeHead(reply.status, headers).end(body);
  const gaveUp = await closed;
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return { sent: { status: reply.status, headers: lower, body }, gaveUp };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function unusable(error: NodeJS.ErrnoException, port: number): CouldNotTest {
  if (error.code === 'EADDRINUSE') return new CouldNotTest(`port ${port} is in use by another program`);
  if (error.code === 'EACCES') return new CouldNotTest(`port ${port} may not be used`);
  return new CouldNotTest('the address to listen at is not one of this machine');
}
