import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Caller } from '../caller/caller.js';
import { cutOff } from './cut-off.js';
import { type MediaType, mediaTypeOf } from './multipart.js';
import { sendBytes } from './send-bytes.js';

/** Characters of an answer that goes out in one piece with its head. */
const SHORT = 16_384;

/** A request as a use case sees it: no HTTP left. */
export interface SoapRequest {
  readonly body: Readable;
  readonly contentEncoding: string | undefined;
  readonly contentType: MediaType;
  /** Bytes that the sender announced; undefined when it did not. */
  readonly announcedBytes: number | undefined;
  readonly caller: Caller;
  /** What the caller says of its trace (W3C Trace Context), unchecked. */
  readonly traceParent?: string;
  /** Ends the request while its body comes in: reading it fails with `ETIMEDOUT`, and no answer goes out but that it is late, or we are busy. */
  cutOff(why: 'late' | 'busy'): void;
}

export interface SoapAnswer {
  /** The whole envelope, or its pieces, made when they are asked for. Whatever can go wrong has gone wrong before the first one. */
  readonly xml: string | Iterable<string>;
  readonly fault: boolean;
  /** Seconds after which the sender may try again. */
  readonly retryAfter?: number;
}

/** Who takes the messages of a service. */
export interface SoapHandler {
  /** Who calls, as far as the connection tells. */
  callerOf?(request: IncomingMessage): Caller;
  handle(request: SoapRequest): Promise<SoapAnswer>;
  /** Told of an answer that broke off while it was being made: the caller sees a broken connection. */
  broken?(error: unknown): void;
}

export interface SoapService extends SoapHandler {
  /** The WSDL; `location` is this endpoint as seen from outside. */
  wsdl(kind: 'inline' | 'exact', location: string): string | Promise<string>;
  /** A schema file that the exact WSDL points to, with its own imports resolving at `location`. */
  schemaFile(name: string, location: string): string | undefined | Promise<string | undefined>;
}

/**
 * Takes the messages of a service: each POST, wherever it came from. Faults go out with HTTP 500 always: several stacks lose the code under any
 * other status.
 */
export function soapMessages(service: SoapHandler): RequestListener {
  // The body of most messages comes with their head: a moment later all of it is there.
  return (request, response) => process.nextTick(take, service, request, response);
}

function take(service: SoapHandler, request: IncomingMessage, response: ServerResponse): void {
  if (!request.destroyed) {
    answer(service, request, response).catch((error: unknown) => {
      service.broken?.(error);
      response.destroy();
    });
  }
}

async function answer(service: SoapHandler, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { xml, fault, retryAfter } = await service.handle(soapRequest(request, response, service.callerOf?.(request) ?? {}));
  if (response.destroyed) return;
  const head = ['Content-Type', 'text/xml; charset=utf-8', 'Cache-Control', 'no-store'];
  if (retryAfter !== undefined) head.push('Retry-After', String(retryAfter));
  if (typeof xml === 'string' && xml.length <= SHORT && request.complete) {
    head.push('Content-Length', String(Buffer.byteLength(xml)));
    response.writeHead(fault ? 500 : 200, head).end(xml);
    return;
  }
  response.statusCode = fault ? 500 : 200;
  for (let at = 0; at < head.length; at += 2) response.setHeader(head[at] as string, head[at + 1] as string);
  if (typeof xml === 'string') sendBytes(response, Buffer.from(xml, 'utf8'));
  else await sendPieces(response, xml, (error) => service.broken?.(error));
}

/**
 * Sends pieces as fast as the caller takes them, and lets others have a turn in between. When one cannot be made `broken` is told why,
 * and the connection breaks. That a caller goes away is its own business.
 */
async function sendPieces(response: ServerResponse, pieces: Iterable<string>, broken: (error: unknown) => void): Promise<void> {
  await pipeline(inTurns(pieces, broken), response).catch(() => response.destroy());
}

async function* inTurns(pieces: Iterable<string>, broken: (error: unknown) => void): AsyncGenerator<Buffer> {
  try {
    for (const piece of pieces) {
      yield Buffer.from(piece, 'utf8');
      await nextTurn();
    }
  } catch (error) {
    broken(error);
    throw error;
  }
}

function soapRequest(request: IncomingMessage, response: ServerResponse, caller: Caller): SoapRequest {
  const { headers } = request;
  const { 'content-length': length, traceparent: traceParent } = headers;
  return {
    body: request,
    contentEncoding: headers['content-encoding'],
    contentType: mediaTypeOf(headers['content-type']),
    announcedBytes: length === undefined ? undefined : Number(length),
    caller,
    // One that is there twice says nothing.
    ...(typeof traceParent === 'string' ? { traceParent } : {}),
    cutOff: (why) => cutOff(request, response, why),
  };
}
