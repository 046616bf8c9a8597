import { createHash } from 'node:crypto';
import type { Agreement, Credential, Party, School, Token } from '../../../src/directory/directory.js';
import type { Assessment, Result } from '../../../src/model/result.js';
import type { AssessmentRow, Delivery, ExchangeRecord, LearnerRow, ResultRow, Slice, Store } from '../../../src/store/store.js';

/** Invented records. Everything that matters to a test is given by the test; the rest is filled in. */

const NOW = '2025-10-01T08:00:00.000Z';

export const SCHOOL = '99AB';
export const OTHER_SCHOOL = '99XX';
export const PARTY = 'verzonnen-uitgever';
export const OTHER_PARTY = 'andere-uitgever';

export function school(id: string): School {
  return { id, name: `Verzonnen school ${id}`, createdAt: NOW };
}

export function party(klantcode: string, more: Partial<Party> = {}): Party {
  return {
    klantcode,
    klantnaam: `Naam van ${klantcode}`,
    role: 'ea',
    policy: 'strict',
    acceptStale: false,
    knownLearnersOnly: false,
    createdAt: NOW,
    ...more,
  };
}

export function agreement(id: string, more: Partial<Agreement> = {}): Agreement {
  return {
    id,
    school: SCHOOL,
    party: PARTY,
    exchanges: ['leerresultaten'],
    profile: 'resultaten',
    purpose: 'volgen van de voortgang',
    from: NOW,
    infourl: { keep: 'none' },
    ...more,
  };
}

export function credential(id: string, more: Partial<Credential> = {}): Credential {
  return { id, party: PARTY, hash: digestOf(id), schools: [SCHOOL], from: NOW, ...more };
}

export function token(id: string, more: Partial<Token> = {}): Token {
  return { id, client: 'dashboard', hash: digestOf(id), school: SCHOOL, scopes: ['results:read'], createdAt: NOW, ...more };
}

/** Two schools and two parties, for tests that are about messages. */
export async function addParties(store: Store): Promise<void> {
  await Promise.all([SCHOOL, OTHER_SCHOOL].map((id) => store.addSchool(school(id))));
  await Promise.all([PARTY, OTHER_PARTY].map((klantcode) => store.addParty(party(klantcode))));
}

export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export function exchange(id: string, more: Partial<ExchangeRecord> = {}): ExchangeRecord {
  return {
    id,
    direction: 'in',
    operation: 'BrengLeerresultaten',
    receivedAt: NOW,
    durationMs: 12,
    wireBytes: 900,
    decodedBytes: 2_600,
    outcome: 'refused',
    findings: [],
    findingCount: 0,
    resultCount: 0,
    learnerCount: 0,
    ...more,
  };
}

export function learner(alias: string, more: Partial<LearnerRow> = {}): LearnerRow {
  return { alias, ...more };
}

export function resultRow(id: string, more: { school?: string; party?: string; learner?: string; score?: string } = {}): ResultRow {
  const alias = more.learner ?? 'alias-1';
  const result: Result = {
    id,
    school: more.school ?? SCHOOL,
    schoolYear: '2025-2026',
    learner: alias,
    source: { party: more.party ?? PARTY, version: '2.2' },
    activity: { code: 'T1', originType: 'methodTest', hierarchy: [] },
    date: '2025-10-01',
    values: [{ kind: 'score', value: more.score ?? '7', sourcePath: 'score' }],
    context: { extra: [] },
    goalLinks: [],
    signals: [],
    status: 'final',
    losses: [],
  };
  return { result, assessment: 'assessment-1', key: `key of ${id}` };
}

export function assessmentRow(id: string, name: string, of = PARTY): AssessmentRow {
  const document: Assessment = {
    id,
    school: SCHOOL,
    source: { party: of, version: '2.2' },
    code: { value: id },
    name,
    hierarchy: [],
    parts: [],
    losses: [],
  };
  return { id, code: id, document: JSON.stringify(document) };
}

export interface DeliveryOptions {
  readonly school?: string;
  readonly party?: string;
  /** Stands for the bytes of the message. Default: the id. */
  readonly content?: string;
  readonly createdAtNs?: bigint;
  readonly acceptStale?: boolean;
  readonly requestKey?: string;
  readonly assessments?: readonly AssessmentRow[];
  readonly slices?: Iterable<Slice>;
  readonly exchange?: Partial<ExchangeRecord>;
  readonly strips?: Delivery['strips'];
  readonly targets?: readonly string[];
}

let clock = 1_759_300_000_000_000_000n;

/** A message whose aanmaakdatum is later than that of every one before it, with one result. `id` is that of the exchange. */
export function delivery(id: string, options: DeliveryOptions = {}): Delivery {
  const of = { school: options.school ?? SCHOOL, party: options.party ?? PARTY };
  clock += 1n;
  return {
    exchange: {
      ...exchange(id, { version: '2.2', policy: 'strict', outcome: 'accepted', resultCount: 1, ...options.exchange }),
      ...of,
      digest: digestOf(options.content ?? id),
      createdAtNs: options.createdAtNs ?? clock,
    },
    acceptStale: options.acceptStale ?? false,
    ...(options.requestKey === undefined ? {} : { requestKey: options.requestKey }),
    assessments: options.assessments ?? [],
    slices: options.slices ?? [slice([resultRow(`result of ${id}`, of)])],
    strips: options.strips ?? (() => []),
    ...(options.targets === undefined ? {} : { targets: options.targets }),
  };
}

/** A slice of these results, with the learners that they are of. */
export function slice(results: readonly ResultRow[], learners?: readonly LearnerRow[]): Slice {
  return { learners: learners ?? [...new Set(results.map(({ result }) => result.learner))].map((alias) => learner(alias)), results };
}

/** `count` results in slices of `size`, made one slice at a time. */
export function* slices(prefix: string, count: number, size: number): Generator<Slice> {
  for (let from = 0; from < count; from += size) {
    const ids = Array.from({ length: Math.min(size, count - from) }, (_, index) => `${prefix}-${from + index}`);
    yield slice(ids.map((id, index) => resultRow(id, { learner: `alias-${index % 30}` })));
  }
}
