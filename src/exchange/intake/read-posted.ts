import type { Readable } from 'node:stream';
import { PostedMessage } from '../../model/incoming/posted-message.js';
import { POSTED_PLACES } from '../../model/incoming/posted-places.js';
import { figureFaults } from '../../model/posted/posted-figures.js';
import type { PostedResults } from '../../model/posted/posted-results.js';
import { type BodyCount, type BodyLimits, bodyChunks } from '../../soap/endpoint/body.js';
import { cooperate } from '../cooperate.js';
import type { ExchangeLog } from '../exchange-log.js';
import type { IncomingResults } from './accept-results.js';

/** Faults beyond these would be read by nobody. */
export const ENOUGH_ERRORS = 200;

/** The bytes of a body, up to its end; undefined when there is no room for them. Throws as `bodyChunks` does. */
export async function wholeBody(
  request: { readonly body: Readable; readonly contentEncoding: string | undefined },
  limits: BodyLimits,
  count: BodyCount,
  grow: (bytes: number) => boolean,
): Promise<Buffer | undefined> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bodyChunks(request.body, request.contentEncoding, limits, count)) {
    if (!grow(piece.length)) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** What was posted, as incoming results. */
export type ReadResults = Pick<IncomingResults, 'message' | 'places' | 'unordered'>;

/** Undefined when the body holds no such results: then the log holds an error. */
export async function readPosted(body: Uint8Array, { now }: { readonly now: Date }, log: ExchangeLog): Promise<ReadResults | undefined> {
  const parsed = parse(body);
  if (parsed === undefined) {
    log.add('UWLR-JSON-001');
    return undefined;
  }
  // With the first that is posted: a gateway that is never posted to starts sooner.
  const { shapeFaults } = await import('../../model/posted/posted-shape.js');
  await cooperate(check(parsed.value, shapeFaults, log));
  if (log.findings.errors > 0) return undefined;
  const posted = parsed.value as PostedResults;
  const read = new PostedMessage(posted, log.findings);
  await cooperate(read.read(now));
  if (log.findings.errors > 0) return undefined;
  return { message: read.message, places: POSTED_PLACES, unordered: posted.createdAt === undefined };
}

function at(path: string) {
  return { path, line: 0, column: 0 };
}

function parse(body: Uint8Array): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown };
  } catch {
    return undefined;
  }
}

type ShapeFaults = typeof import('../../model/posted/posted-shape.js')['shapeFaults'];

/** The shape, and then what a schema cannot say: whether the figures of each result go together. */
function* check(value: unknown, shapeFaults: ShapeFaults, log: ExchangeLog): Generator<void> {
  for (const fault of shapeFaults(value)) {
    if (fault !== undefined) log.add(fault.rule, at(fault.pointer), fault.hint);
    if (log.findings.errors >= ENOUGH_ERRORS) return;
    yield;
  }
  if (log.findings.errors > 0) return;
  for (const [n, result] of (value as PostedResults).results.entries()) {
    for (const { below, hint } of figureFaults(result)) log.add('UWLR-JSON-009', at(`/results/${n}${below}`), hint);
    yield;
  }
}
