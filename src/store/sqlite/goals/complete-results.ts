import type { Database, Statement } from 'better-sqlite3';
import { declaredResult } from '../../../goals/declared-result.js';
import type { SourceProfile } from '../../../goals/source-profile.js';
import { holdsOn, type TaggedLink } from '../../../goals/tagged-link.js';
import type { GoalLink } from '../../../model/goal-link.js';
import type { Signal } from '../../../model/signal.js';
import type { StoredResult } from '../../store.js';
import { LINKS_OF_ACTIVITY, type LinkRow, taggedLink } from '../../tables/goals/links.js';
import { MUTED, SIGNAL_COLUMNS, SIGNAL_JOINS, type SignalDocumentRow, storedSignal } from '../../tables/goals/signals/signal-rows.js';
import { type ResultRowColumns, StoredResults } from '../../tables/results/stored-result.js';
import { textForSqlite } from '../sql/sqlite-words.js';
import type { GoalIndexes } from './goal-indexes.js';

/** SQL: signals that hold at an instant and rest on a result. */
const OF_RESULT = `
  SELECT ${SIGNAL_COLUMNS} FROM signal_basis b JOIN signals s ON s.school = b.school AND s.id = b.signal AND s.current = 1 ${SIGNAL_JOINS}
  WHERE b.school = ? AND b.result = ? AND s.status = 'raised' AND (s.valid_until IS NULL OR s.valid_until > ?) AND NOT ${MUTED} ORDER BY s.seq`;

/**
 * Makes stored results of rows: the result with what the store keeps beside it. Every reader of results goes
 * through here. Synchronous; reads only.
 */
export class CompleteResults {
  private readonly links: Statement<[{ readonly activity: number }], LinkRow>;
  private readonly signals: SignalsOfResults;
  private readonly confirmation: Statement<[string, string, string, number], number>;

  constructor(
    db: Database,
    private readonly indexes: GoalIndexes,
  ) {
    this.links = db.prepare(textForSqlite(LINKS_OF_ACTIVITY));
    this.signals = new SignalsOfResults(db);
    this.confirmation = db
      .prepare<[string, string, string, number], number>(
        'SELECT 1 FROM profile_confirmations WHERE school = ? AND party = ? AND product = ? AND version = ?',
      )
      .pluck();
  }

  /** One at a time, in one read: what results have in common is looked up once. */
  reading(): (row: ResultRowColumns) => StoredResult {
    const stored = new StoredResults();
    const linksOf = new Map<number, readonly TaggedLink[]>();
    const declared = this.declaring();
    const signalled = this.signals.beside();
    return (row) => {
      const { activity } = row;
      if (activity === null) return signalled(declared(stored.of(row)));
      let links = linksOf.get(activity);
      if (links === undefined) {
        links = this.links.all({ activity }).map(taggedLink);
        linksOf.set(activity, links);
      }
      const result = signalled(declared(stored.of(row)));
      return links.length === 0 ? result : { ...result, goalLinks: linksOn(links, result.date) };
    };
  }

  private declaring(): (result: StoredResult) => StoredResult {
    const profiles = this.indexes.profiles.current();
    const confirmed = new Map<string, boolean>();
    const isConfirmed = (school: string, { party, product, version }: SourceProfile) => {
      const key = JSON.stringify([school, party, product, version]);
      const known = confirmed.get(key) ?? this.confirmation.get(school, party, product, version) !== undefined;
      confirmed.set(key, known);
      return known;
    };
    return (result) => declaredResult(result, profiles, (profile) => isConfirmed(result.school, profile));
  }

  all(rows: readonly ResultRowColumns[]): readonly StoredResult[] {
    return rows.map(this.reading());
  }
}

function linksOn(links: readonly TaggedLink[], day: string): readonly GoalLink[] {
  return links.filter((link) => holdsOn(link, day)).map(({ validFrom: _, validUntil: __, ...link }) => link);
}

/** Gives results the signals that hold and rest on them, without those that the school muted. Synchronous; reads only. */
class SignalsOfResults {
  private readonly any: Statement<[string], number>;
  private readonly ofResult: Statement<[string, string, number], SignalDocumentRow>;

  constructor(db: Database) {
    this.any = db.prepare<[string], number>('SELECT 1 FROM signal_basis WHERE school = ? LIMIT 1').pluck();
    this.ofResult = db.prepare(OF_RESULT);
  }

  /** For one read: a school that has no signals costs one look. */
  beside(): (result: StoredResult) => StoredResult {
    const now = Date.now();
    const has = new Map<string, boolean>();
    return (result) => {
      const { school, id } = result;
      let some = has.get(school);
      if (some === undefined) {
        some = this.any.get(school) !== undefined;
        has.set(school, some);
      }
      const rows = some ? this.ofResult.all(school, id, now) : [];
      return rows.length === 0 ? result : { ...result, signals: rows.map(bare) };
    };
  }
}

function bare(row: SignalDocumentRow): Signal {
  const { muted: _, storedAt: __, rosterLearner: ___, ...signal } = storedSignal(row);
  return signal;
}
