import { setImmediate as turn } from 'node:timers/promises';
import { supplied } from '../../core/supplied.js';
import type { RosterHead, RosterKind, RosterRow } from '../../store/roster-store.js';
import type { Page } from '../../store/store.js';
import type { Answer, Call } from '../http/endpoint.js';
import { type Keyed, keysetPage } from '../reads/keyset-page.js';
import type { RosterView } from '../shapes/roster-views.js';
import { select } from '../shapes/selection.js';
import { atOneMoment, type RosterCall, stateOf } from './roster-moment.js';

/** Rows that are opened before the event loop gets its turn. */
const AT_ONCE = 500;
/** Ids of which the alias is worked out before that. */
const HASHED_AT_ONCE = 5000;
/** An id that no group has. */
const NOBODYS = '';

type ShownCall = RosterCall &
  Pick<Call<Record<string, never>>, 'schoolKey' | 'names'> & { readonly query: { readonly identities: boolean } };
type ListCall = ShownCall & { readonly query: { readonly group?: string; readonly cursor?: string; readonly limit: number } };

/**
 * A page of the objects of one kind, in the order of the ids that the client knows. Not in the order of the source: that goes by name
 * as a rule, and would give away who is who; it moves while a client is reading; and two clients could lay their lists side by side.
 */
export async function listRoster<T>(view: RosterView<T>, call: ListCall): Promise<Answer> {
  const { query } = call;
  const group = query.group === undefined ? undefined : ((await (await call.names()).find('group', query.group)) ?? NOBODYS);
  return listMembers(view, call, group);
}

/** The same, by the gateway's own id of the group. */
export async function listMembers<T>(view: RosterView<T>, call: ListCall, group?: string): Promise<Answer> {
  const { reads, school, query } = call;
  const { schoolYear, head, found } = await atOneMoment(call, async (year) => {
    const of = { school, schoolYear: year, kind: view.kind };
    const { ids } = await reads.rosterIds({ ...of, ...supplied({ group }) });
    const page = keysetPage(await byAlias(view.kind, ids, call), query);
    const rows = new Map((await reads.rosterRows(school, year, view.kind, page.items)).map((row) => [row.id, row]));
    return { ...page, items: page.items.flatMap((id) => rows.get(id) ?? []) };
  });
  return rosterPage(schoolYear, head, { ...found, items: await shown(view, found.items, call) });
}

/** One current object, or undefined. */
export async function oneOfRoster<T>(view: RosterView<T>, call: ShownCall & { readonly id: string }): Promise<Answer | undefined> {
  const { reads, school } = call;
  const id = await (await call.names()).find(view.kind, call.id);
  if (id === undefined) return undefined;
  const { schoolYear, head, found } = await atOneMoment(call, (year) => reads.rosterRow(school, year, view.kind, id));
  if (found === undefined) return undefined;
  const [body] = await shown(view, [found], call);
  return body && { body, state: stateOf(schoolYear, head) };
}

/** Ids with what the client calls them. */
async function byAlias(kind: RosterKind, ids: readonly string[], call: ListCall): Promise<readonly Keyed<string>[]> {
  if (ids.length === 0) return [];
  const names = await call.names();
  const keyed: Keyed<string>[] = [];
  for (const [at, id] of ids.entries()) {
    if (at > 0 && at % HASHED_AT_ONCE === 0) await turn();
    keyed.push({ key: names.aliasOf(kind, id), item: id });
  }
  return keyed;
}

/** `revision` tells a client who reads page after page whether all of them are of one roster; absent: there is none of this year. */
export function rosterPage(schoolYear: string, head: RosterHead | undefined, { items, next }: Page<unknown>): Answer {
  const more = supplied({ next });
  const revision = head === undefined ? {} : { revision: head.revision };
  return { body: { schoolYear, ...revision, items }, ...more, state: stateOf(schoolYear, head) };
}

async function shown<T>(view: RosterView<T>, rows: readonly RosterRow[], call: ShownCall): Promise<readonly object[]> {
  // A school without pupils may have no key yet, and reading makes none.
  if (rows.length === 0) return [];
  const selection = call.query.identities ? view.identified : view.pseudonymous;
  const [key, names] = [await call.schoolKey(), await call.names()];
  const items: object[] = [];
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    if (at > 0) await turn();
    for (const one of view.open(rows.slice(at, at + AT_ONCE), key)) items.push(select(view.named(one, names), selection) as object);
  }
  return items;
}
