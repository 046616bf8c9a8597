import type { Database, Statement } from 'better-sqlite3';
import { allNames, type DepartureKnown, type KeptDisclosure, type Person } from '../../rights-store.js';

interface DisclosureRow {
  readonly exchange: string;
  readonly at: string;
  readonly receiver: string;
  readonly operation: string;
  readonly agreement: string | null;
  readonly fields: string;
  readonly school_year: string | null;
  readonly revision: number | null;
  readonly roster_at: string | null;
  readonly departed: 0 | 1 | null;
}

/** Of a disclosure by `departed`: null is of before that was written down. */
export function departureOf(departed: 0 | 1 | null): DepartureKnown {
  return departed === null ? 'not-recorded' : departed === 1 ? 'left' : 'unknown';
}

/**
 * Finds to whom data of a person went. A whole roster held whoever was in it at its instant and was not restricted then. Synchronous;
 * reads only.
 */
export class DisclosedTo {
  private readonly find: Statement<unknown[], DisclosureRow>;

  constructor(db: Database) {
    this.find = db.prepare(`
      SELECT seq, exchange, at, receiver, operation, agreement, fields, school_year, revision, roster_at, departed FROM disclosures
      WHERE seq IN (
        SELECT disclosure FROM disclosed_learners WHERE school = @school AND learner IN (SELECT value FROM json_each(@names))
        UNION
        SELECT d.seq FROM roster_objects o JOIN disclosures d
          ON d.school = o.school AND d.school_year = o.school_year AND d.whole = 1 AND d.roster_at >= o.since
            AND (o.until IS NULL OR d.roster_at < o.until)
        WHERE o.school = @school AND o.kind = 'learner' AND o.id = @learner AND NOT EXISTS (
          SELECT 1 FROM restrictions r WHERE r.school = @school AND r.name IN (SELECT value FROM json_each(@names))
            AND r.since <= d.at AND (r.until IS NULL OR d.at < r.until)))
      ORDER BY seq`);
  }

  /** Oldest first. */
  list(school: string, person: Person): readonly KeptDisclosure[] {
    return this.find.all({ school, learner: person.learner ?? null, names: JSON.stringify(allNames(person)) }).map((row) => ({
      school,
      exchange: row.exchange,
      at: row.at,
      receiver: row.receiver,
      operation: row.operation,
      ...(row.agreement === null ? {} : { agreement: row.agreement }),
      fields: JSON.parse(row.fields) as string[],
      departure: departureOf(row.departed),
      ...(row.school_year === null || row.revision === null || row.roster_at === null
        ? {}
        : { roster: { schoolYear: row.school_year, revision: row.revision, at: row.roster_at } }),
    }));
  }

  /** Each receiver once, with the instant of the last time. */
  receivers(school: string, person: Person): readonly { readonly receiver: string; readonly last: string }[] {
    const last = new Map<string, string>();
    for (const { receiver, at } of this.list(school, person)) if ((last.get(receiver) ?? '') < at) last.set(receiver, at);
    return [...last].map(([receiver, at]) => ({ receiver, last: at })).sort((one, other) => (one.receiver < other.receiver ? -1 : 1));
  }
}
