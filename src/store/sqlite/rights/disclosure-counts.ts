import type { Database, Statement } from 'better-sqlite3';
import type { DisclosureActivity } from '../../rights-store.js';
import { departureOf } from './disclosed-to.js';

interface CountRow {
  readonly receiver: string;
  readonly operation: string;
  readonly agreement: string | null;
  readonly departed: 0 | 1 | null;
  readonly count: number;
  readonly last: string;
}

/** Counts what went of a school to whom, and under which agreement. Synchronous; reads only. */
export class DisclosureCounts {
  private readonly counts: Statement<[string], CountRow>;

  constructor(db: Database) {
    // A message that had to be sent again has one row for each time. Of these the one that is known best counts.
    this.counts = db.prepare(`
      SELECT receiver, operation, agreement, departed, count(*) AS count, max(last) AS last
      FROM (
        SELECT receiver, operation, agreement, exchange, max(departed) AS departed, max(at) AS last FROM disclosures
        WHERE school = ? GROUP BY receiver, operation, agreement, exchange)
      GROUP BY receiver, operation, agreement, departed ORDER BY receiver, operation, agreement, departed`);
  }

  of(school: string): readonly DisclosureActivity[] {
    return this.counts.all(school).map(({ agreement, departed, ...row }) => ({
      ...row,
      ...(agreement === null ? {} : { agreement }),
      departure: departureOf(departed),
    }));
  }
}
