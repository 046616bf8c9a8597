import type { RightsStore } from '../store/rights-store.js';
import type { RosterSnapshot, RosterStore } from '../store/roster-store.js';

/** A roster as it may go out. */
export interface OutgoingRoster extends RosterSnapshot {
  /** Mark of the erasures that it is without: for the record that it went out. */
  readonly erasures: number;
}

/** What a roster that goes out is made from. */
export type OutgoingRosterSource = Pick<RosterStore, 'roster'> & { readonly rights: Pick<RightsStore, 'erasureMark' | 'restricted'> };

/** The roster of a school year without the learners whose data are under a restriction (AVG 18). Undefined: there is none. */
export async function outgoingRoster(store: OutgoingRosterSource, school: string, schoolYear: string): Promise<OutgoingRoster | undefined> {
  const erasures = await store.rights.erasureMark(school);
  const snapshot = await store.roster(school, schoolYear);
  if (snapshot === undefined) return undefined;
  // After the roster: a restriction holds from the next answer on.
  const restricted = await store.rights.restricted(school);
  const rows = restricted.size === 0 ? snapshot.rows : snapshot.rows.filter(({ kind, id }) => kind !== 'learner' || !restricted.has(id));
  return { ...snapshot, rows, erasures };
}
