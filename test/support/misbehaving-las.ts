import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer, type ServerOptions } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';

const OPEN = '<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>';
const CLOSE = '</s:Body></s:Envelope>';
const HTML = '<!doctype html><html lang=nl><head><title>Storing</title></head><body><p>Even geduld<br>a.u.b.</body></html>';

/** What the server does with every request. `body` is a whole document, `message` what stands in the Body of an envelope. */
export type Behaviour =
  /** Takes the request and says nothing. */
  | { readonly does: 'hang' }
  /** Takes the request and resets the connection. */
  | { readonly does: 'reset' }
  /** Sends the head and the first half of an envelope, then nothing, or the end of the connection. */
  | { readonly does: 'hang-mid-body' | 'cut-mid-body'; readonly gzip?: boolean; readonly message?: string }
  /** Announces fewer bytes than the document has: what comes is the beginning of an envelope, and it is complete as HTTP. */
  | { readonly does: 'truncate'; readonly message: string }
  /** Pieces of an envelope, a few milliseconds apart, without end. */
  | { readonly does: 'drip' }
  /** An error page as web servers write it: cannot be read as XML. */
  | { readonly does: 'html'; readonly status: number }
  | { readonly does: 'json'; readonly status: number }
  | { readonly does: 'empty'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly does: 'redirect'; readonly to: string }
  /** `code` as it stands in faultcode: `s:Client.AutorisatieOngeldig`. */
  | { readonly does: 'fault'; readonly code: string; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** An envelope of this many bytes, made while it is sent. */
  | { readonly does: 'flood'; readonly bytes: number }
  /** An envelope of this many bytes that compresses a thousand times. */
  | { readonly does: 'gzip-bomb'; readonly bytes: number }
  /** Sends ISO-8859-1 and says that it is UTF-8. */
  | { readonly does: 'wrong-charset'; readonly message: string }
  | { readonly does: 'answer'; readonly message: string; readonly gzip?: boolean; readonly status?: number }
  | {
      readonly does: 'raw';
      readonly body: string | Buffer;
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
    };

export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface MisbehavingServer {
  /** Without a path: `http://localhost:12345`. */
  readonly url: string;
  readonly port: number;
  readonly requests: readonly ReceivedRequest[];
  /** Body bytes that `flood` handed to the connection so far. */
  readonly flooded: () => number;
  /** Connections that were made so far. */
  readonly connections: () => number;
  /** From the next request on. */
  behave(behaviour: Behaviour): void;
  /** Ends everything, whatever still hangs. */
  close(): Promise<void>;
}

/** An envelope around a message. */
export function inEnvelope(message: string): string {
  return `${OPEN}${message}${CLOSE}`;
}

/** A server on a free port of this machine that treats its callers badly, over TLS when options for it are given. */
export async function startMisbehavingServer(first: Behaviour, tls?: ServerOptions): Promise<MisbehavingServer> {
  let behaviour = first;
  let [flooded, connections] = [0, 0];
  const requests: ReceivedRequest[] = [];
  const sockets = new Set<Socket>();
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url = '', headers } = request;
    requests.push({ method, path: url, headers, body: Buffer.concat(chunks).toString('utf8') });
    await act(behaviour, response, (bytes) => {
      flooded += bytes;
    });
  };
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    answer(request, response).catch(() => response.destroy());
  };
  const server: Server = tls === undefined ? createServer(listener) : createSecureServer(tls, listener);
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, 'localhost');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls === undefined ? 'http' : 'https'}://localhost:${port}`,
    port,
    requests,
    flooded: () => flooded,
    connections: () => connections,
    behave: (next) => {
      behaviour = next;
    },
    close: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      if (server.listening || sockets.size > 0) await once(server, 'close');
    },
  };
}

async function act(behaviour: Behaviour, response: ServerResponse, onFlood: (bytes: number) => void): Promise<void> {
  switch (behaviour.does) {
    case 'hang':
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'hang-mid-body':
    case 'cut-mid-body':
      return begin(behaviour, response);
    case 'truncate': {
      const whole = inEnvelope(behaviour.message);
      return send(response, 200, whole.slice(0, -CLOSE.length - 1));
    }
    case 'drip':
      return drip(response);
    case 'html':
      return send(response, behaviour.status, HTML, { 'content-type': 'text/html; charset=iso-8859-1' });
    case 'json':
      return send(response, behaviour.status, '{"error":"kapot"}', { 'content-type': 'application/json' });
    case 'empty':
      return send(response, behaviour.status, '', behaviour.headers);
    case 'redirect':
      return send(response, 302, '', { location: behaviour.to });
    case 'fault':
      return send(response, behaviour.status, inEnvelope(fault(behaviour.code)), behaviour.headers);
    case 'flood':
      return flood(behaviour.bytes, response, onFlood);
    case 'gzip-bomb':
      return send(response, 200, gzipSync(inEnvelope('<a/>'.repeat(behaviour.bytes / 4))), { 'content-encoding': 'gzip' });
    case 'wrong-charset':
      return send(response, 200, Buffer.from(inEnvelope(behaviour.message), 'latin1'));
    case 'answer': {
      const text = inEnvelope(behaviour.message);
      if (behaviour.gzip) return send(response, behaviour.status ?? 200, gzipSync(text), { 'content-encoding': 'gzip' });
      return send(response, behaviour.status ?? 200, text);
    }
    case 'raw':
      return send(response, behaviour.status ?? 200, behaviour.body, behaviour.headers);
  }
}

function send(response: ServerResponse, status: number, body: string | Buffer, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-type': 'text/xml; charset=utf-8', 'content-length': Buffer.byteLength(body), ...headers });
  response.end(body);
}

function fault(code: string): string {
  return `<s:Fault><faultcode>${code}</faultcode><faultstring>Het mag niet.</faultstring></s:Fault>`;
}

/** Half of an envelope, by itself long enough that some of it can be unpacked when it is gzip. */
function begin(
  { does, gzip = false, message = numbers() }: Extract<Behaviour, { does: 'hang-mid-body' | 'cut-mid-body' }>,
  response: ServerResponse,
): void {
  const whole = Buffer.from(inEnvelope(message));
  const bytes = gzip ? gzipSync(whole) : whole;
  response.writeHead(200, {
    'content-type': 'text/xml; charset=utf-8',
    'content-length': bytes.length,
    ...(gzip ? { 'content-encoding': 'gzip' } : {}),
  });
  response.write(bytes.subarray(0, bytes.length >> 1), () => {
    if (does === 'cut-mid-body') response.destroy();
  });
}

function numbers(): string {
  const elements = Array.from({ length: 20_000 }, (_, index) => `<a>${index * 7919}</a>`);
  return `<m>${elements.join('')}</m>`;
}

function drip(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/xml; charset=utf-8' });
  response.write(`${OPEN}<m>`);
  const timer = setInterval(() => response.write('<a/>'), 10);
  response.once('close', () => clearInterval(timer));
}

async function flood(bytes: number, response: ServerResponse, onFlood: (bytes: number) => void): Promise<void> {
  const block = '<a>0123456789</a>'.repeat(4096);
  function* pieces(): Generator<string> {
    yield `${OPEN}<m>`;
    for (let sent = 0; sent < bytes; sent += block.length) {
      onFlood(block.length);
      yield block;
    }
    yield `</m>${CLOSE}`;
  }
  response.writeHead(200, { 'content-type': 'text/xml; charset=utf-8' });
  await pipeline(Readable.from(pieces()), response);
}
