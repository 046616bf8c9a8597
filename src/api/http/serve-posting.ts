import type { Request, RequestHandler } from 'express';
import { supplied } from '../../core/supplied.js';
import type { Agreement, Directory, Party, School } from '../../directory/directory.js';
import type { Posted, PostResults } from '../../exchange/intake/post-results.js';
import type { Finding } from '../../uwlr/finding.js';
import { ruleOf } from '../../uwlr/rules.js';
import { type Admitted, admit, checkOpen, readmit } from '../access/admit.js';
import { NamesOfCall } from '../reads/names-of-call.js';
import { schoolPaused, tryLater } from './as-problem.js';
import type { PostingEndpoint } from './endpoint.js';
import { type BodyFault, Problem } from './problem.js';
import { isJson } from './read-json-body.js';
import { readQuery } from './read-query.js';
import type { Resources } from './resources.js';
import { JSON_TYPE, sendText } from './send-json.js';
import { queryOf } from './serve.js';
import { signalProblem } from './signal-problem.js';

/** With or without the quotes that the draft of the header has (draft-ietf-httpapi-idempotency-key-header). */
const KEY = /^(?:"([\x21\x23-\x7e]{1,255})"|([\x21\x23-\x7e]{1,255}))$/;
const MOST_ERRORS = 100;

/** Takes in results: token, scope and agreement, then the headers, then the body. */
export function servePosting(endpoint: PostingEndpoint, resources: Resources, posting: PostResults): RequestHandler {
  const { stores, schoolKeys, now } = resources;
  return async (request, response) => {
    const time = now();
    const { directory, party, agreement, school } = await admitSource(endpoint, request, resources, time);
    const client = party.klantcode;
    const idempotencyKey = keyOf(request);
    const later = new LaterDirectory(endpoint, request, resources);
    const posted = await posting.post({ directory, party, agreement, again: later.admit, idempotencyKey, ...bodyOf(request) });
    if (posted.kind === 'refused') throw later.problem ?? problemOf(posted);
    const { exchange, stored, revised, repeated, again, results } = posted;
    const names = await new NamesOfCall({ store: stores.vault, schoolKeys, school, receiver: client, now: time }).get();
    const body = { exchange, stored, revised, repeated, ids: names.tellResults(results) };
    if (again) response.setHeader('Idempotent-Replayed', 'true');
    response.setHeader('Cache-Control', 'no-store');
    sendText(response, repeated ? 200 : 201, JSON_TYPE, JSON.stringify(body));
  };
}

/** A client that delivers something for a school. */
export interface AdmittedSource {
  readonly directory: Directory;
  readonly party: Party;
  readonly school: School;
  readonly agreement: Agreement;
}

/** The token, scope and agreement that open this path, and a body that says it is JSON. Throws the problem that they do not. */
export async function admitSource(endpoint: PostingEndpoint, request: Request, resources: Resources, now: Date): Promise<AdmittedSource> {
  const admitted = await admit(endpoint, request, resources, now.toISOString());
  readQuery(queryOf(request), {});
  const source = sourceOf(endpoint, admitted);
  if (!isJson(request)) throw new Problem('not-json');
  return source;
}

function sourceOf(endpoint: PostingEndpoint, { directory, access, grant }: Admitted): AdmittedSource {
  const { client, school: id = '' } = access;
  checkOpen(access, id, directory);
  const agreement = grant.agreements.find(({ scopes = [] }) => endpoint.scopes.some((scope) => scopes.includes(scope)));
  const [party, school] = [directory.parties.get(client), directory.schools.get(id)];
  if (agreement === undefined || party === undefined || school === undefined) throw new Problem('agreement-missing');
  return { directory, party, school, agreement };
}

/** Admits a source once more, by a directory that changed while its request was in work. */
export class LaterDirectory {
  /** Why it may not any more. */
  problem: Problem | undefined;

  constructor(
    private readonly endpoint: PostingEndpoint,
    private readonly request: Request,
    private readonly resources: Resources,
  ) {}

  /** See `PostedRequest.again`. */
  readonly admit = async (directory: Directory): Promise<AdmittedSource | undefined> => {
    const { endpoint, request, resources } = this;
    try {
      return sourceOf(endpoint, await readmit(endpoint, request, resources, directory, resources.now().toISOString()));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.problem = error;
      return undefined;
    }
  };
}

function keyOf({ headers }: Request): string {
  const [, quoted, bare] = KEY.exec(String(headers['idempotency-key'] ?? '').trim()) ?? [];
  const key = quoted ?? bare;
  if (key === undefined) throw new Problem('idempotency-key-required');
  return key;
}

export function bodyOf(request: Request) {
  const { 'content-encoding': contentEncoding, 'content-length': length } = request.headers;
  return { body: request, contentEncoding, announcedBytes: length === undefined ? undefined : Number(length) };
}

function problemOf({ rule, findings }: Extract<Posted, { kind: 'refused' }>): Problem {
  switch (rule) {
    case 'UWLR-EX-004':
      return new Problem('not-later');
    case 'UWLR-EX-005':
    case 'UWLR-EX-020':
      return tryLater();
    case 'UWLR-EX-013':
      return schoolPaused();
    case 'UWLR-EX-016':
      return new Problem('idempotency-key-reused');
    case 'UWLR-JSON-002':
      return new Problem('too-large', { detail: tooLarge(findings.find((finding) => finding.rule === rule)?.hint) });
    case 'UWLR-JSON-001':
    case 'UWLR-XML-005':
    case 'UWLR-SOAP-007':
      return new Problem('unreadable-results');
  }
  return new Problem(signalProblem(rule) ?? 'invalid-results', { errors: bodyFaults(findings) });
}

/** Of the errors that a sender may know, the first ones. */
export function bodyFaults(findings: readonly Finding[]): readonly BodyFault[] {
  const errors = findings.filter((one) => one.severity === 'error' && !ruleOf(one.rule).withheld).slice(0, MOST_ERRORS);
  return errors.map((one) => ({
    pointer: one.path,
    rule: one.rule,
    message: one.message,
    ...supplied({ hint: one.hint }),
  }));
}

function tooLarge(hint: string | undefined): string | undefined {
  return hint === undefined ? undefined : `The body is larger than this gateway accepts (${hint}). Post the results in parts.`;
}
