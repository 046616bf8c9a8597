import type { Store } from '../../store/store.js';
import { leaversScope } from '../retention/purge-scopes.js';

export interface PurgeOptions {
  /** Only of this school. */
  readonly school?: string;
  /**
   * How many days they may stay after they left, or after the school year ended and a source last gave it. A school that has a shorter
   * term goes by that.
   */
  readonly days: number;
  readonly now: Date;
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
}

/**
 * Removes for good who left a roster, and rosters of school years that are over, longer ago than they may stay. A year that a source
 * gave since then, such as a file of an earlier year, is still in use. Of a school that is held nothing goes.
 */
export async function purgeLeavers(
  store: Pick<Store, 'directory' | 'retentionTerms' | 'purgeRosters'>,
  { school: only, days, now }: PurgeOptions,
): Promise<Purged> {
  const { schools } = await store.directory();
  const own = new Map(
    (await store.retentionTerms()).filter((term) => term.class === 'roster-leavers').map((term) => [term.school, term.days]),
  );
  const total = { learners: 0, groups: 0, teachers: 0 };
  const held: string[] = [];
  for (const { id, heldSince } of schools.values()) {
    if (only !== undefined && id !== only) continue;
    if (heldSince !== undefined) {
      held.push(id);
      continue;
    }
    const { school, before, beforeYear } = leaversScope(id, Math.min(days, own.get(id) ?? days), now);
    const removed = await store.purgeRosters({ school, before, beforeYear });
    total.learners += removed.learners;
    total.groups += removed.groups;
    total.teachers += removed.teachers;
  }
  return { before: leaversScope('', days, now).before, ...total, held };
}
