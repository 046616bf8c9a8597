import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent, type Dispatcher, request as send } from 'undici';
import { type Handling, type Headers, isAnswer, type NoAnswer, type WholeAnswer, type WholeRequest, type Wire } from './whole-message.js';

export interface Front {
  /** `http://localhost:PORT`, with the host of the partner behind it. */
  readonly origin: string;
  close(): Promise<void>;
}

/** Most bytes of one request. */
const MOST_BYTES = 64 * 1024 * 1024;
/** Headers of a connection, not of a message; and what is known once the body is whole. */
const OF_CONNECTION = ['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'expect', 'upgrade', 'te', 'trailer'];

/**
 * An HTTP server in front of a partner at `origin`, through which every request and answer passes whole. The first handling is next to the
 * caller. 0 as port: any free one.
 */
export async function startFront(origin: string, handlings: readonly Handling[], port = 0): Promise<Front> {
  const agent = new Agent();
  const last = (request: WholeRequest) => forwarded(origin, request, agent);
  const chain = handlings.reduceRight<(request: WholeRequest) => Promise<WholeAnswer | NoAnswer>>(
    (next, handling) => (request) => handling(request, next),
    last,
  );
  const server = createServer((request, response) => {
    serve(request, response, chain).catch(() => response.destroy());
  });
  const { hostname } = new URL(origin);
  server.listen(port, hostname);
  await once(server, 'listening');
  return {
    origin: `http://${hostname}:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
      await agent.destroy();
    },
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  chain: (request: WholeRequest) => Promise<WholeAnswer | NoAnswer>,
): Promise<void> {
  const pieces = await wholeBody(request);
  if (pieces === undefined) {
    response.writeHead(413).end();
    return;
  }
  const { method = 'GET', url: path = '/' } = request;
  const given = await chain({
    method,
    path,
    headers: ofMessage(request.headers),
    body: Buffer.concat(pieces),
    wire: wireOf(request, pieces.length),
  });
  if (given === 'silence') return;
  if (given === 'hang-up') response.destroy();
  else if (isAnswer(given)) {
    if (given.ends === true) response.once('finish', () => request.socket.end());
    response.writeHead(given.status, withLength(given)).end(given.body);
  } else {
    const { halfOf } = given;
    response.writeHead(halfOf.status, withLength(halfOf));
    response.write(halfOf.body.subarray(0, halfOf.body.length >> 1), () => response.destroy());
  }
}

function withLength({ headers, body }: WholeAnswer): Record<string, string> {
  return { ...headers, 'content-length': String(body.length) };
}

async function forwarded(origin: string, { method, path, headers, body }: WholeRequest, agent: Agent): Promise<WholeAnswer | NoAnswer> {
  try {
    const answer = await send(`${origin}${path}`, {
      dispatcher: agent,
      method: method as Dispatcher.HttpMethod,
      headers,
      ...(method === 'GET' || method === 'HEAD' ? {} : { body }),
    });
    const pieces = Buffer.from(await answer.body.arrayBuffer());
    return { status: answer.statusCode, headers: ofMessage(answer.headers), body: pieces };
  } catch {
    // The partner ended the connection, and so does the front.
    return 'hang-up';
  }
}

function ofMessage(headers: IncomingMessage['headers']): Headers {
  const kept = Object.entries(headers).filter(([name, value]) => value !== undefined && !OF_CONNECTION.includes(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, [value].flat().join(', ')]));
}

function wireOf({ httpVersion, headers }: IncomingMessage, pieces: number): Wire {
  return { version: httpVersion, chunked: headers['transfer-encoding'] === 'chunked', expects: headers.expect !== undefined, pieces };
}

/** Undefined: it is too long. */
async function wholeBody(request: IncomingMessage): Promise<readonly Buffer[] | undefined> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes <= MOST_BYTES) pieces.push(piece);
  }
  return bytes > MOST_BYTES ? undefined : pieces;
}
