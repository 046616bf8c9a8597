import type { Database, Statement } from 'better-sqlite3';
import type { PurgeScope } from '../../retention-store.js';
import type { PurgePart, Removed } from '../../tables/retention/purge-part.js';

type ErasureScope = Extract<PurgeScope, { class: 'erasures' }>;

/** What is left of an erasure once the pupil may come back: of one that still keeps somebody out, everything stays. */
export const NOT_BLOCKING = 'NOT EXISTS (SELECT 1 FROM erased_names n WHERE n.erasure = erasures.seq)';

/** Receipts of erasures, and what receivers were told of them. There are few. */
export class ErasurePurge implements PurgePart<ErasureScope> {
  private readonly removeNotices: Statement<[school: string, before: string]>;
  private readonly remove: Statement<[school: string, before: string]>;

  constructor(db: Database) {
    const old = `school = ? AND at < ? AND ${NOT_BLOCKING}`;
    this.removeNotices = db.prepare(`DELETE FROM erasure_notices WHERE erasure IN (SELECT seq FROM erasures WHERE ${old})`);
    this.remove = db.prepare(`DELETE FROM erasures WHERE ${old}`);
  }

  step({ school, before }: ErasureScope): Removed {
    this.removeNotices.run(school, before);
    return { counts: { receipts: this.remove.run(school, before).changes } };
  }
}
