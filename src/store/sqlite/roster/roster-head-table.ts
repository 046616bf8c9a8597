import type { Database, Statement } from 'better-sqlite3';
import type { RosterHead } from '../../roster-store.js';

/** The heads of rosters. Synchronous; runs inside the caller's transaction. */
export class RosterHeadTable {
  private readonly find: Statement<[school: string, schoolYear: string], number>;
  private readonly upsert: Statement<unknown[]>;

  constructor(db: Database) {
    this.find = db.prepare<[string, string], number>('SELECT revision FROM rosters WHERE school = ? AND school_year = ?').pluck();
    this.upsert = db.prepare(`
      INSERT INTO rosters (school, school_year, revision, changed_at, received_at, reference_date, created_at, party, version,
        schoolkey, school_number, source)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (school, school_year) DO UPDATE SET
        source = CASE WHEN revision = excluded.revision THEN coalesce(excluded.source, source) ELSE excluded.source END,
        changed_at = CASE WHEN revision = excluded.revision THEN changed_at ELSE excluded.changed_at END,
        revision = excluded.revision,
        received_at = excluded.received_at,
        reference_date = excluded.reference_date,
        created_at = excluded.created_at,
        party = excluded.party,
        version = excluded.version,
        schoolkey = excluded.schoolkey,
        school_number = excluded.school_number`);
  }

  /** 0 when there is none. */
  revisionOf(school: string, schoolYear: string): number {
    return this.find.get(school, schoolYear) ?? 0;
  }

  /** `changedAt` counts only when the revision is another than before; without a `source`, the one of the same revision stays. */
  store(head: RosterHead, sourceDigest: string | undefined): void {
    const source = [head.referenceDate ?? null, head.createdAt ?? null, head.party ?? null, head.version];
    const names = [head.schoolkey ?? null, head.schoolNumber ?? null];
    this.upsert.run(
      head.school,
      head.schoolYear,
      head.revision,
      head.changedAt,
      head.receivedAt,
      ...source,
      ...names,
      sourceDigest ?? null,
    );
  }
}
