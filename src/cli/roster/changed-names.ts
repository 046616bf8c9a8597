import type { RosterPlan } from '../../exchange/roster/plan-roster.js';
import type { RosterKind } from '../../store/roster-store.js';
import type { Store } from '../../store/store.js';

/** Who or what changes, by pseudonym. */
export interface ChangedName {
  readonly change: 'added' | 'changed' | 'left';
  readonly kind: RosterKind;
  readonly id: string;
}

export async function changedNames(store: Pick<Store, 'roster'>, { change }: RosterPlan): Promise<ChangedName[]> {
  const { school, schoolYear } = change.head;
  const { rows } = (await store.roster(school, schoolYear)) ?? { rows: [] };
  const held = new Set(rows.map(({ kind, id }) => `${kind} ${id}`));
  return [
    ...change.upserts.map(({ kind, id }): ChangedName => ({ change: held.has(`${kind} ${id}`) ? 'changed' : 'added', kind, id })),
    ...change.left.map(({ kind, id }): ChangedName => ({ change: 'left', kind, id })),
  ];
}
