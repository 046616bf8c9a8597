import type { Store } from '../store/store.js';

type Reads = Pick<
  Store,
  'rosterPageById' | 'rosterIds' | 'rosterRows' | 'rosterRow' | 'memberships' | 'results' | 'resultsAt' | 'revisions' | 'unmatchedAt'
>;

/**
 * The store as it is read for others: without the learners of this school whose data must not go out (AVG 18), and what is theirs.
 * A page of a list may hold less for it than was asked for.
 */
export function outgoingStore(store: Store, school: string): Store {
  let asked: Promise<ReadonlySet<string>> | undefined;
  /** After the data were read: a restriction holds from the next answer on. */
  const restricted = () => {
    asked ??= store.rights.restricted(school);
    return asked;
  };
  const reads: Reads = {
    rosterPageById: async (query) => {
      const page = await store.rosterPageById(query);
      return query.kind === 'learner' ? { ...page, rows: without(page.rows, await restricted()) } : page;
    },
    rosterIds: async (query) => {
      const found = await store.rosterIds(query);
      const withheld = query.kind === 'learner' ? await restricted() : new Set();
      return { ...found, ids: found.ids.filter((id) => !withheld.has(id)) };
    },
    rosterRows: async (of, year, kind, ids) => {
      const rows = await store.rosterRows(of, year, kind, ids);
      return kind === 'learner' ? without(rows, await restricted()) : rows;
    },
    rosterRow: async (of, year, kind, id) => {
      const row = await store.rosterRow(of, year, kind, id);
      return kind === 'learner' && (await restricted()).has(id) ? undefined : row;
    },
    memberships: async (of, year) => {
      const found = await store.memberships(of, year);
      const withheld = await restricted();
      return found.filter(({ memberKind, member }) => memberKind !== 'learner' || !withheld.has(member));
    },
    results: async (query) => {
      const page = await store.results(query);
      const withheld = await restricted();
      return { ...page, items: page.items.filter((result) => !isOf(result, withheld)) };
    },
    resultsAt: async (of, places) => {
      const found = await store.resultsAt(of, places);
      const withheld = await restricted();
      return new Map([...found].filter(([, result]) => !isOf(result, withheld)));
    },
    revisions: async (of, id) => {
      const revisions = await store.revisions(of, id);
      const withheld = await restricted();
      return revisions.filter((result) => !isOf(result, withheld));
    },
    unmatchedAt: async (of, places) => {
      const found = await store.unmatchedAt(of, places);
      const withheld = await restricted();
      return new Map([...found].filter(([, { learner }]) => !withheld.has(learner)));
    },
  };
  // All else is that of the store itself.
  return Object.assign(Object.create(store) as Store, reads);
}

function without<T extends { readonly id: string }>(rows: readonly T[], withheld: ReadonlySet<string>): readonly T[] {
  return withheld.size === 0 ? rows : rows.filter(({ id }) => !withheld.has(id));
}

function isOf(
  { learner, rosterLearner }: { readonly learner: string; readonly rosterLearner?: string },
  withheld: ReadonlySet<string>,
): boolean {
  return withheld.has(learner) || (rosterLearner !== undefined && withheld.has(rosterLearner));
}
