import { type Accepted, type Asked, PurgeGuard } from '../../retention/purge-guard.js';
import { leaversScope } from '../../retention/purge-scopes.js';
import type { Store } from '../../store/store.js';

export interface PurgeOptions {
  /** Only of this school. */
  readonly school?: string;
  /**
   * How many days they may stay after they left, or after the school year ended and a source last gave it. A school that has a shorter
   * term goes by that.
   */
  readonly days: number;
  readonly now: Date;
  /** Goes, whatever is doubted. */
  readonly accept?: Accepted;
}

/** What was removed, and who had to be gone by when. */
export interface Purged {
  /** ISO instant. */
  readonly before: string;
  readonly learners: number;
  readonly groups: number;
  readonly teachers: number;
  /** Schools of which nothing was removed because they are held. */
  readonly held: readonly string[];
  /** Schools of which nothing was removed because it is doubted: see `PurgeGuard`. */
  readonly asks: readonly Asked[];
}

/**
 * Removes for good who left a roster, and rosters of school years that are over, longer ago than they may stay. A year that a source
 * gave since then, such as a file of an earlier year, is still in use. Of a school that is held nothing goes.
 */
export async function purgeLeavers(
  store: Pick<Store, 'directory' | 'retentionTerms' | 'purgeRosters' | 'weighPurge' | 'knownMoment'>,
  { school: only, days, now, accept = new Set() }: PurgeOptions,
): Promise<Purged> {
  const { schools } = await store.directory();
  const own = new Map(
    (await store.retentionTerms()).filter((term) => term.class === 'roster-leavers').map((term) => [term.school, term.days]),
  );
  const total = { learners: 0, groups: 0, teachers: 0 };
  const held: string[] = [];
  const asks: Asked[] = [];
  const guard = await PurgeGuard.open(store, { now, accept });
  for (const { id, heldSince } of schools.values()) {
    if (only !== undefined && id !== only) continue;
    if (heldSince !== undefined) {
      held.push(id);
      continue;
    }
    const term = Math.min(days, own.get(id) ?? days);
    const scope = leaversScope(id, term, now);
    const asked = await guard.asks([scope], [leaversScope(id, term, guard.earlier)]);
    asks.push(...asked);
    if (asked.length > 0) continue;
    const { school, before, beforeYear } = scope;
    const removed = await store.purgeRosters({ school, before, beforeYear });
    total.learners += removed.learners;
    total.groups += removed.groups;
    total.teachers += removed.teachers;
  }
  return { before: leaversScope('', days, now).before, ...total, held, asks };
}
