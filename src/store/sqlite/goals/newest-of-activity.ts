import type { Activity } from '../../../model/result.js';
import type { StatementCache } from '../connection/statement-cache.js';

interface SharedRow {
  readonly seq: number;
  readonly document: string;
}

/** SQL: what current results of an activity have in common. */
const OF_ACTIVITY = `
  SELECT seq, document FROM result_shared h
  WHERE activity = ? AND EXISTS (SELECT 1 FROM results r WHERE r.shared = h.seq AND r.current = 1) ORDER BY seq`;

/** What the newest result of an activity says of it: a vendor may rename one. Synchronous; reads only. */
export class NewestOfActivity {
  constructor(private readonly statements: StatementCache) {}

  /** Undefined: it has no current result. */
  activity(activity: number): Activity | undefined {
    const rows = this.statements.prepare<SharedRow>(OF_ACTIVITY).all(activity);
    const found = rows.map(({ seq, document }) => ({ seq, activity: (JSON.parse(document) as { readonly activity: Activity }).activity }));
    // Only where it has more than one name it matters which result is the newest: to find out is to look at all of them.
    const isOne = new Set(found.map((one) => JSON.stringify([one.activity.name, one.activity.part?.name]))).size < 2;
    if (isOne) return found[0]?.activity;
    const newest = this.statements.prepare<{ newest: number }>('SELECT max(seq) AS newest FROM results WHERE shared = ? AND current = 1');
    const places = found.map((one) => ({ ...one, newest: newest.get(one.seq)?.newest ?? 0 }));
    return places.sort((one, other) => other.newest - one.newest)[0]?.activity;
  }
}
