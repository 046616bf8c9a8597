import type { Database, Statement } from 'better-sqlite3';
import { declaredResult } from '../../../goals/declared-result.js';
import type { SourceProfile } from '../../../goals/source-profile.js';
import { holdsOn, type TaggedLink } from '../../../goals/tagged-link.js';
import type { GoalLink } from '../../../model/goal-link.js';
import type { StoredResult } from '../../store.js';
import { type ResultRowColumns, StoredResults } from '../results/stored-result.js';
import type { GoalIndexes } from './goal-indexes.js';
import { LINKS_OF_ACTIVITY, type LinkRow, taggedLink } from './link-table.js';
import { SignalsOfResults } from './signals/signals-of-results.js';

/**
 * Makes stored results of rows: the result with what the store keeps beside it. Every reader of results goes
 * through here. Synchronous; reads only.
 */
export class CompleteResults {
  private readonly links: Statement<[number], LinkRow>;
  private readonly signals: SignalsOfResults;
  private readonly confirmation: Statement<[string, string, string, number], number>;

  constructor(
    db: Database,
    private readonly indexes: GoalIndexes,
  ) {
    this.links = db.prepare(LINKS_OF_ACTIVITY);
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
        links = this.links.all(activity).map(taggedLink);
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
