import http from 'node:http';
import https from 'node:https';
import net, { isIP } from 'node:net';
import tls from 'node:tls';
import type { ReceivedAnswer, SentRequest } from './exchange.js';

/** Certificates to trust, and of the client. */
export interface Trust {
  readonly ca?: string;
  readonly pfx?: Buffer;
  readonly passphrase?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** Most bytes of an answer: what comes after them is not read. */
const MOST_BYTES = 16 * 1024 * 1024;

/** How long `100 Continue`, or an answer in its place, is waited for: it takes no work. */
const CONTINUE_MS = 3000;

/**
 * Ways of HTTP that are not the usual one. `expect`: the body is sent after `100 Continue` only. `http/1.0`: as old clients do, on a connection
 * of one request, to the end of it. `kept`: over one connection, for as long as the other side keeps it.
 */
export type Manner = 'expect' | 'http/1.0' | 'kept';

/** Sends a request in such a way. Throws what the connection throws, and a `TimeoutError` after `patienceMs`. */
export function sendSpecially(manner: Manner, sent: SentRequest, trust: Trust, patienceMs: number): Promise<ReceivedAnswer> {
  const signal = AbortSignal.timeout(patienceMs);
  return manner === 'http/1.0' ? sendOld(sent, trust, signal) : sendByNode(manner, sent, trust, signal);
}

/** As sockets take it: an address of IPv6 without its brackets. */
export function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^\[|\]$/g, '');
}

/** Each has room for one connection to an address, which does not keep the process alive. */
const KEPT = { http: new http.Agent({ keepAlive: true, maxSockets: 1 }), https: new https.Agent({ keepAlive: true, maxSockets: 1 }) };

function sendByNode(
  manner: Manner,
  { method, url, headers, body }: SentRequest,
  trust: Trust,
  signal: AbortSignal,
): Promise<ReceivedAnswer> {
  return new Promise((resolve, reject) => {
    const isTls = url.startsWith('https:');
    const { request } = isTls ? https : http;
    const all = { ...headers, 'Content-Length': String(body.length), ...(manner === 'expect' ? { Expect: '100-continue' } : {}) };
    const agent = manner === 'kept' ? KEPT[isTls ? 'https' : 'http'] : false;
    const sending = request(url, { method, headers: all, agent, signal, ...trust }, (response) => {
      collect(response).then((bytes) => {
        const names = Object.entries(response.headers).map(([name, value]) => [name, [value].flat().join(', ')]);
        const received = Object.fromEntries(names) as Record<string, string>;
        resolve({ status: response.statusCode ?? 0, headers: received, body: bytes, onKept: sending.reusedSocket });
      }, reject);
    });
    sending.once('error', (error) => reject(signal.aborted ? signal.reason : error));
    if (manner === 'kept') {
      sending.end(body);
      return;
    }
    const late = setTimeout(() => sending.destroy(new DOMException('no 100 Continue', 'TimeoutError')), CONTINUE_MS);
    sending.once('continue', () => {
      clearTimeout(late);
      sending.end(body);
    });
    sending.once('response', () => clearTimeout(late));
    sending.once('close', () => clearTimeout(late));
    sending.flushHeaders();
  });
}

async function sendOld({ method, url, headers, body }: SentRequest, trust: Trust, signal: AbortSignal): Promise<ReceivedAnswer> {
  const { protocol, port, pathname, search, host } = new URL(url);
  const hostname = hostOf(url);
  const isTls = protocol === 'https:';
  const to = { host: hostname, port: port === '' ? (isTls ? 443 : 80) : Number(port) };
  const socket = isTls ? tls.connect({ ...to, ...(isIP(hostname) === 0 ? { servername: hostname } : {}), ...trust }) : net.connect(to);
  const stop = () => socket.destroy(signal.reason as Error);
  signal.addEventListener('abort', stop);
  try {
    const all = { Host: host, ...headers, 'Content-Length': String(body.length) };
    const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`${method} ${pathname}${search} HTTP/1.0\r\n${head.join('')}\r\n`);
    socket.write(body);
    const answer = answerIn(await collect(socket, isWhole));
    if (answer.status === 0) throw Object.assign(new Error('no answer of HTTP'), { code: 'ECONNRESET' });
    return answer;
  } finally {
    signal.removeEventListener('abort', stop);
    socket.destroy();
  }
}

async function collect(stream: AsyncIterable<Buffer>, isEnough: (bytes: Buffer) => boolean = () => false): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of stream) {
    pieces.push(piece);
    size += piece.length;
    if (size > MOST_BYTES || isEnough(Buffer.concat(pieces))) break;
  }
  return Buffer.concat(pieces);
}

/** As long as Content-Length says: some servers do not end the connection. */
function isWhole(bytes: Buffer): boolean {
  const { headers, body } = answerIn(bytes);
  const length = headers['content-length'];
  return length !== undefined && body.length >= Number(length);
}

function answerIn(bytes: Buffer): ReceivedAnswer {
  const end = bytes.indexOf('\r\n\r\n');
  const [first = '', ...lines] = bytes.subarray(0, Math.max(0, end)).toString('latin1').split('\r\n');
  const named = lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]);
  const headers = Object.fromEntries(named) as Record<string, string>;
  return { status: Number(first.split(' ')[1] ?? 0), headers, body: end === -1 ? Buffer.alloc(0) : bytes.subarray(end + 4) };
}
