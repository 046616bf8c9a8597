import { setImmediate as turn } from 'node:timers/promises';
import type { RosterHead, RosterRow } from '../store/roster-store.js';
import type { Page } from '../store/store.js';
import type { Answer, Call } from './endpoint.js';
import { keyAfter, keysetPageOf } from './keyset-page.js';
import { atOneMoment, type RosterCall, schoolYearOf, stateOf } from './roster-moment.js';
import type { RosterView } from './roster-views.js';
import { select } from './selection.js';

/** Rows that are opened before the event loop gets its turn. */
const AT_ONCE = 500;

type ShownCall = RosterCall & Pick<Call<Record<string, never>>, 'schoolKey'> & { readonly query: { readonly identities: boolean } };
type ListCall = ShownCall & { readonly query: { readonly group?: string; readonly cursor?: string; readonly limit: number } };

/**
 * A page of the objects of one kind, by id. Not in the order of the source: that goes by name as a rule, and would give away who is
 * who; and it moves while a client is reading.
 */
export async function listRoster<T>(view: RosterView<T>, call: ListCall): Promise<Answer> {
  const { store, school, query } = call;
  const { group, cursor, limit } = query;
  const list = `roster-${view.kind}s`;
  const schoolYear = schoolYearOf(call);
  const after = keyAfter(list, cursor);
  const { head, rows } = await store.rosterPageById({
    school,
    schoolYear,
    kind: view.kind,
    ...(group === undefined ? {} : { group }),
    ...(after === undefined ? {} : { after }),
    limit: limit + 1,
  });
  const { items, next } = keysetPageOf(list, rows, ({ id }) => id, limit);
  return rosterPage(schoolYear, head, { items: await shown(view, items, call), ...(next === undefined ? {} : { next }) });
}

/** One current object, or undefined. */
export async function oneOfRoster<T>(view: RosterView<T>, call: ShownCall & { readonly id: string }): Promise<Answer | undefined> {
  const { store, school, id } = call;
  const { schoolYear, head, found } = await atOneMoment(call, (year) => store.rosterRow(school, year, view.kind, id));
  if (found === undefined) return undefined;
  const [body] = await shown(view, [found], call);
  return { body, state: stateOf(schoolYear, head) };
}

/** `revision` tells a client who reads page after page whether all of them are of one roster; absent: there is none of this year. */
export function rosterPage(schoolYear: string, head: RosterHead | undefined, { items, next }: Page<unknown>): Answer {
  const more = next === undefined ? {} : { next };
  const revision = head === undefined ? {} : { revision: head.revision };
  return { body: { schoolYear, ...revision, items, ...more }, ...more, state: stateOf(schoolYear, head) };
}

async function shown<T>(view: RosterView<T>, rows: readonly RosterRow[], { schoolKey, query }: ShownCall): Promise<readonly unknown[]> {
  // A school without pupils may have no key yet, and reading makes none.
  if (rows.length === 0) return [];
  const selection = query.identities ? view.identified : view.pseudonymous;
  const key = await schoolKey();
  const items: unknown[] = [];
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    if (at > 0) await turn();
    for (const one of view.open(rows.slice(at, at + AT_ONCE), key)) items.push(select(one, selection));
  }
  return items;
}
