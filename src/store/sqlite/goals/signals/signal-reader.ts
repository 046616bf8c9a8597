import type { Database } from 'better-sqlite3';
import type { Signal, SignalStatus } from '../../../../model/signal.js';
import type { LearnerOf, SignalQuery, SignalStanding, SignalTally, StoredSignal } from '../../../goals/signal-store.js';
import type { OutgoingSignal } from '../../../outbox-store.js';
import type { Page, Stretch } from '../../../page-of.js';
import type { KeptSignal } from '../../../rights-store.js';
import { seqOf } from '../../../sql/cursor.js';
import { pageOf, rowsFor } from '../../../sql/page.js';
import { StoreError } from '../../../store-error.js';
import { idBytes } from '../../../tables/results/result-id.js';
import { sourcesOf } from '../../../tables/results/sources-of.js';
import { StatementCache } from '../../connection/statement-cache.js';
import { placedIds } from '../../results/placed-ids.js';

export interface SignalDocumentRow {
  readonly seq: number;
  readonly id: string;
  readonly revision: number;
  readonly status: SignalStatus;
  readonly document: string;
  readonly alias: string;
  readonly roster_learner: string | null;
  readonly stored_at: number;
  readonly exchange: string;
  readonly muted: number;
}

interface OutgoingRow extends SignalDocumentRow {
  readonly sealed_id: Uint8Array | null;
  readonly current: number;
}

interface LearnerOfRow {
  readonly id: string;
  readonly alias: string;
  readonly roster_learner: string | null;
}

/** SQL: the school does not want to see signal `s`. */
export const MUTED = 'EXISTS (SELECT 1 FROM signal_mutes m WHERE m.school = s.school AND m.party = s.party AND m.kind = s.kind)';

/** SQL: what `storedSignal` reads of signal `s`, and where it stands. */
export const SIGNAL_COLUMNS = `
  s.seq, s.id, s.revision, s.status, s.document, l.alias, l.roster_learner, e.id AS exchange, e.stored_at,
  CASE WHEN ${MUTED} THEN 1 ELSE 0 END AS muted`;
export const SIGNAL_JOINS = 'JOIN learners l ON l.seq = s.learner JOIN exchanges e ON e.seq = s.exchange';

const SELECT = `SELECT ${SIGNAL_COLUMNS} FROM signals s ${SIGNAL_JOINS}`;

/** Of any place, and of any number of them. */
const LAST = Number.MAX_SAFE_INTEGER;

/** Reads signals. Synchronous, in small steps. */
export class SignalReader {
  private readonly statements: StatementCache;

  constructor(db: Database) {
    this.statements = new StatementCache(db);
  }

  places(query: SignalQuery, { after, upTo, limit }: Stretch): readonly number[] {
    const { filter, parameters } = filterOf(query);
    const sql = `SELECT s.seq FROM signals s WHERE s.school = ? AND s.current = 1 ${filter} AND s.seq > ? AND s.seq <= ? ORDER BY s.seq LIMIT ?`;
    const rows = this.statements.prepare<{ seq: number }>(sql).all(query.school, ...parameters, after, upTo ?? LAST, limit ?? LAST);
    return rows.map(({ seq }) => seq);
  }

  at(school: string, places: readonly number[]): ReadonlyMap<number, StoredSignal> {
    const statement = this.statements.prepare<SignalDocumentRow>(`${SELECT} WHERE s.school = ? AND s.seq = ?`);
    return new Map(places.flatMap((place) => statement.all(school, place)).map((row) => [row.seq, storedSignal(row)]));
  }

  page({ cursor, limit, ...query }: SignalQuery & { readonly cursor?: string; readonly limit: number }): Page<StoredSignal> {
    const after = cursor === undefined ? 0 : seqOf('signals', cursor);
    const places = this.places(query, { after, limit: rowsFor(limit) }).map((seq) => ({ seq }));
    const signals = this.at(
      query.school,
      places.map(({ seq }) => seq),
    );
    return pageOf('signals', places, limit, ({ seq }) => signals.get(seq) as StoredSignal);
  }

  /** The revision with this number, for whoever is told of it. */
  outgoing(seq: number): OutgoingSignal | undefined {
    const sql = SELECT.replace('SELECT ', 'SELECT l.sealed_id, s.current, ');
    const row = this.statements.prepare<OutgoingRow>(`${sql} WHERE s.seq = ?`).get(seq);
    if (row === undefined) return undefined;
    const { sealed_id, current } = row;
    return { signal: storedSignal(row), ...(sealed_id === null ? {} : { sealedId: sealed_id }), current: current === 1 };
  }

  /** Every revision about this learner of results, by number, oldest first. */
  ofLearner(learner: number): readonly KeptSignal[] {
    const rows = this.statements.prepare<SignalDocumentRow>(`${SELECT} WHERE s.learner = ? ORDER BY s.seq`).all(learner);
    return rows.map((row) => ({ signal: storedSignal(row), exchange: row.exchange }));
  }

  revisions(school: string, id: string): readonly StoredSignal[] {
    const sql = `${SELECT} WHERE s.school = ? AND s.id = ? ORDER BY s.revision`;
    return this.statements.prepare<SignalDocumentRow>(sql).all(school, id).map(storedSignal);
  }

  standings(school: string, ids: readonly string[]): ReadonlyMap<string, SignalStanding> {
    const sql = `
      SELECT s.id, s.status, s.digest, l.alias, l.roster_learner FROM signals s JOIN learners l ON l.seq = s.learner
      WHERE s.school = ? AND s.id = ? ORDER BY s.revision`;
    const statement = this.statements.prepare<LearnerOfRow & { status: SignalStatus; digest: string }>(sql);
    return new Map(
      ids.flatMap((id): [string, SignalStanding][] => {
        const rows = statement.all(school, id);
        const newest = rows.at(-1);
        if (newest === undefined) return [];
        const digests = rows.map(({ digest }) => digest).filter((digest) => digest !== '');
        return [[id, { ...learnerOf(newest), status: newest.status, digests }]];
      }),
    );
  }

  learnersOfResults(school: string, ids: readonly string[]): ReadonlyMap<string, LearnerOf> {
    const sql = `
      SELECT l.alias, l.roster_learner FROM results r INDEXED BY results_current JOIN learners l ON l.seq = r.learner
      WHERE r.source IN ${sourcesOf('?')} AND r.id IN ${placedIds('?')} AND r.current = 1`;
    const statement = this.statements.prepare<LearnerOfRow>(sql);
    return new Map(
      ids.flatMap((id): [string, LearnerOf][] => {
        const row = statement.get(school, idBytes(id));
        return row === undefined ? [] : [[id, learnerOf(row)]];
      }),
    );
  }

  knownLearners(school: string, aliases: readonly string[]): ReadonlyMap<string, LearnerOf> {
    const byResults = this.learners(
      'SELECT alias AS id, alias, roster_learner FROM learners WHERE school = ? AND alias = ?',
      school,
      aliases,
    );
    const sql = 'SELECT alias AS id, alias, learner AS roster_learner FROM learner_aliases WHERE school = ? AND alias = ?';
    return new Map([...byResults, ...this.learners(sql, school, aliases)]);
  }

  tallies(school: string): readonly SignalTally[] {
    const sql = `
      SELECT k.party, k.kind, count(s.seq) AS signals, m.muted_at FROM (
        SELECT DISTINCT party, kind FROM signals WHERE school = @school AND current = 1
        UNION SELECT party, kind FROM signal_mutes WHERE school = @school
      ) k LEFT JOIN signals s ON s.school = @school AND s.party = k.party AND s.kind = k.kind AND s.current = 1
      LEFT JOIN signal_mutes m ON m.school = @school AND m.party = k.party AND m.kind = k.kind
      GROUP BY k.party, k.kind, m.muted_at ORDER BY k.party, k.kind`;
    const rows = this.statements.prepare<Omit<SignalTally, 'mutedAt'> & { muted_at: number | null }>(sql).all({ school });
    return rows.map(({ muted_at, ...tally }) => ({
      ...tally,
      ...(muted_at === null ? {} : { mutedAt: new Date(muted_at).toISOString() }),
    }));
  }

  private learners(sql: string, school: string, ids: readonly string[]): ReadonlyMap<string, LearnerOf> {
    const statement = this.statements.prepare<LearnerOfRow>(sql);
    return new Map(
      ids.flatMap((id): [string, LearnerOf][] => {
        const row = statement.get(school, id);
        return row === undefined ? [] : [[id, learnerOf(row)]];
      }),
    );
  }
}

function filterOf({ learners, party, kind, at, since, muted }: SignalQuery): {
  readonly filter: string;
  readonly parameters: readonly (string | number)[];
} {
  const conditions: string[] = [];
  const parameters: (string | number)[] = [];
  if (learners !== undefined) {
    const some = padded(learners);
    const marks = some.map(() => '?').join(', ');
    conditions.push(
      `s.learner IN (SELECT seq FROM learners WHERE school = s.school AND (alias IN (${marks}) OR roster_learner IN (${marks})))`,
    );
    parameters.push(...some, ...some);
  }
  if (party !== undefined) conditions.push('s.party = ?');
  if (party !== undefined) parameters.push(party);
  if (kind !== undefined) conditions.push('s.kind = ?');
  if (kind !== undefined) parameters.push(kind);
  if (at !== undefined) {
    conditions.push("s.status = 'raised' AND (s.valid_until IS NULL OR s.valid_until > ?)");
    parameters.push(instantOf(at));
  }
  if (since !== undefined) {
    conditions.push('s.exchange IN (SELECT seq FROM exchanges WHERE stored_at >= ?)');
    parameters.push(instantOf(since));
  }
  if (muted !== true) conditions.push(`NOT ${MUTED}`);
  return { filter: conditions.map((condition) => `AND ${condition}`).join(' '), parameters };
}

function instantOf(text: string): number {
  const instant = Date.parse(text);
  if (Number.isNaN(instant)) throw new StoreError('unknown', 'signals: not an instant');
  return instant;
}

/** As many as some power of two, the last one again and again: so that there are few statements, however many are asked for. */
function padded(names: readonly string[]): readonly string[] {
  const count = 2 ** Math.ceil(Math.log2(Math.max(1, names.length)));
  return Array.from({ length: count }, (_, at) => names[at] ?? names.at(-1) ?? '');
}

function learnerOf({ alias, roster_learner }: LearnerOfRow): LearnerOf {
  return { learner: alias, ...(roster_learner === null ? {} : { rosterLearner: roster_learner }) };
}

export function storedSignal({ id, revision, status, document, alias, roster_learner, stored_at, muted }: SignalDocumentRow): StoredSignal {
  return {
    id,
    revision,
    ...(JSON.parse(document) as Omit<Signal, 'id' | 'learner' | 'status' | 'revision'>),
    learner: alias,
    ...(roster_learner === null ? {} : { rosterLearner: roster_learner }),
    status,
    storedAt: new Date(stored_at).toISOString(),
    muted: muted === 1,
  };
}
