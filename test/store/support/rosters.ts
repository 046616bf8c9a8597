import type { RosterChange, RosterCommitted, RosterKind, RosterQuery, RosterRow } from '../../../src/store/roster-store.js';
import type { Store } from '../../../src/store/store.js';
import { digestOf, SCHOOL } from './records.js';

export const YEAR = '2025-2026';
export const AUTUMN = '2025-10-01T08:00:00.000Z';
export const WINTER = '2026-01-10T08:00:00.000Z';
export const SPRING = '2026-04-01T08:00:00.000Z';

type Upsert = RosterChange['upserts'][number];
type Link = RosterChange['joined'][number];

/** An object at a place in the source. What it says is invented; the same text gives the same content and document. */
export function upsert(kind: RosterKind, id: string, position = 0, says = `says ${id}`): Upsert {
  return { kind, id, position, content: digestOf(says), document: new TextEncoder().encode(`sealed: ${says}`) };
}

/** Learners with these ids, in this order. */
export function learners(...ids: readonly string[]): Upsert[] {
  return ids.map((id, position) => upsert('learner', id, position));
}

export function left(kind: RosterKind, ...ids: readonly string[]): RosterChange['left'] {
  return ids.map((id) => ({ kind, id }));
}

/** Learners in a group. */
export function links(group: string, ...members: readonly string[]): Link[] {
  return members.map((member) => ({ group, memberKind: 'learner', member }));
}

/** Aliases with the learner that each is of: `{ alias: learner }`. */
export function aliases(of: Readonly<Record<string, string>>): RosterChange['aliases'] {
  return Object.entries(of).map(([alias, learner]) => ({ alias, learner }));
}

export type ChangeParts = Partial<Omit<RosterChange, 'head'>> & { readonly head?: Partial<RosterChange['head']> };

/** A change in autumn against nothing, of a file, with nothing in it but what is given. */
export function change({ head, ...parts }: ChangeParts = {}): RosterChange {
  const at = parts.at ?? AUTUMN;
  return {
    base: 0,
    upserts: [],
    left: [],
    joined: [],
    parted: [],
    aliases: [],
    ...parts,
    at,
    head: { school: SCHOOL, schoolYear: YEAR, receivedAt: at, version: '2.3', ...head },
  };
}

/** Commits against whatever the roster is at now, which must do. */
export async function commit(store: Store, parts: ChangeParts): Promise<Extract<RosterCommitted, { kind: 'stored' }>> {
  const { head } = change(parts);
  const now = await store.roster(head.school, head.schoolYear);
  const committed = await store.commitRoster(change({ base: now?.head.revision ?? 0, ...parts }));
  if (committed.kind !== 'stored') throw new Error('somebody else changed the roster');
  return committed;
}

/** Ids of the current objects, kind by kind, in order. */
export async function currentIds(store: Store, school = SCHOOL, schoolYear = YEAR): Promise<string[]> {
  return ((await store.roster(school, schoolYear))?.rows ?? []).map((row) => row.id);
}

/** Every object that a query gives, page after page. */
export async function allRows(store: Store, query: Partial<RosterQuery> & Pick<RosterQuery, 'kind'>): Promise<RosterRow[]> {
  const items: RosterRow[] = [];
  const whole = { school: SCHOOL, schoolYear: YEAR, limit: 100, ...query };
  let { rows } = await store.rosterPageById(whole);
  while (rows.length > 0) {
    items.push(...rows);
    ({ rows } = await store.rosterPageById({ ...whole, after: rows.at(-1)!.id }));
  }
  return items;
}
