import type { RosterSnapshot } from '../../store/roster-store.js';
import type { Store } from '../../store/store.js';

/** What of a roster may go out: not the learners whose data are under a restriction (AVG 18). Ask for it after the roster. */
export async function withoutRestricted(
  store: Pick<Store, 'rights'>,
  snapshot: RosterSnapshot | undefined,
): Promise<RosterSnapshot | undefined> {
  if (snapshot === undefined) return undefined;
  const restricted = await store.rights.restricted(snapshot.head.school);
  if (restricted.size === 0) return snapshot;
  return { ...snapshot, rows: snapshot.rows.filter(({ kind, id }) => kind !== 'learner' || !restricted.has(id)) };
}
