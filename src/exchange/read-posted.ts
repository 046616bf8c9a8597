import type { Readable } from 'node:stream';
import { figureFaults } from '../model/posted-figures.js';
import { pointerIn } from '../model/posted-places.js';
import { jsonOnlyFieldsOf, messageOf, type PostedResults, type PostedValue } from '../model/posted-results.js';
import { type BodyCount, type BodyLimits, bodyChunks } from '../soap/body.js';
import { Findings } from '../uwlr/findings.js';
import { compile } from '../uwlr/grammar/compile.js';
import { Decoder } from '../uwlr/grammar/decoder.js';
import { type LeerresultatenVerzoek, leerresultatenVerzoek } from '../uwlr/messages/leerresultaten.js';
import { replay } from '../uwlr/replay.js';
import type { RuleId } from '../uwlr/rules.js';
import type { IncomingResults } from './accept-results.js';
import { cooperate } from './cooperate.js';
import type { ExchangeLog } from './exchange-log.js';

/** The version of UWLR whose grammar says what may be posted: the one that asks for the least. */
export const POSTED_VERSION = '2.3';

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

/** What was posted, as the message of UWLR that says the same; undefined when it is none: then the log holds an error. */
export async function readPosted(
  body: Uint8Array,
  { school, now }: { readonly school: string; readonly now: Date },
  log: ExchangeLog,
): Promise<Pick<IncomingResults, 'value' | 'locator' | 'jsonOnlyFields' | 'unordered'> | undefined> {
  const parsed = parse(body);
  if (parsed === undefined) {
    log.add('UWLR-JSON-001');
    return undefined;
  }
  // With the first that is posted: a gateway that is never posted to starts sooner.
  const { shapeFaults } = await import('../model/posted-shape.js');
  await cooperate(check(parsed.value, shapeFaults, log));
  if (log.findings.errors > 0) return undefined;
  const posted = parsed.value as PostedResults;
  const findings = new Findings(log.findings.policy);
  const decoder = new Decoder(compile(leerresultatenVerzoek, POSTED_VERSION), findings);
  await cooperate(replay(messageOf(posted, school, now), decoder));
  for (const { rule, path, hint } of findings.list) log.add(rule as RuleId, at(pointerIn(posted, path)), hint);
  if (log.findings.errors > 0) return undefined;
  const value = decoder.value as LeerresultatenVerzoek;
  const locator = { locate: () => NOWHERE, pathOf: (path: string) => pointerIn(posted, path) };
  return { value, locator, jsonOnlyFields: jsonOnlyFieldsOf(posted, value), unordered: posted.createdAt === undefined };
}

const NOWHERE = { line: 0, column: 0 };

function at(path: string) {
  return { path, ...NOWHERE };
}

function parse(body: Uint8Array): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown };
  } catch {
    return undefined;
  }
}

type ShapeFaults = typeof import('../model/posted-shape.js')['shapeFaults'];

/** The shape, and then what a schema cannot say: whether the figures of each result go together. */
function* check(value: unknown, shapeFaults: ShapeFaults, log: ExchangeLog): Generator<void> {
  for (const fault of shapeFaults(value)) {
    if (fault !== undefined) log.add(fault.rule, at(fault.pointer), fault.hint);
    if (log.findings.errors >= ENOUGH_ERRORS) return;
    yield;
  }
  if (log.findings.errors > 0) return;
  for (const [n, { values }] of (value as PostedResults).results.entries()) {
    reportFigures(values, `/results/${n}/values`, log);
    yield;
  }
}

function reportFigures(values: readonly PostedValue[], pointer: string, log: ExchangeLog): void {
  for (const { at: which, member, hint } of figureFaults(values)) {
    const place = which === undefined ? pointer : `${pointer}/${which}${member === undefined ? '' : `/${member}`}`;
    log.add('UWLR-JSON-009', at(place), hint);
  }
}
