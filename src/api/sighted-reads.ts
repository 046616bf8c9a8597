import type { Sight } from '../exchange/sight/sight.js';
import type { StoredResult, Stretch } from '../store/store.js';
import type { OutgoingReads } from './outgoing-reads.js';

/**
 * The same reads for somebody who may not see the whole school: each of them without what `sight` does not let see, so that a path needs
 * to know nothing of it. What is about no learner is as it was. A new read is a compile error here until it is decided on.
 */
export function sightedReads(reads: OutgoingReads, sight: () => Promise<Sight>): OutgoingReads {
  return {
    // About no learner; who has a sight has no duties, so deliveries, messages and the audit are closed anyway.
    directory: reads.directory,
    lastUses: reads.lastUses,
    rosters: reads.rosters,
    rosterCounts: reads.rosterCounts,
    assessments: reads.assessments,
    exchanges: async () => ({ items: [] }),
    exchange: async () => undefined,
    audit: async () => ({ items: [] }),
    deliveryStatus: async () => [],
    deliveries: async () => ({ items: [] }),
    delivery: async () => undefined,
    // Of learners who are in no group: the school sees to them.
    erasureNotices: async () => [],
    unmatchedPlaces: async () => [],
    unmatchedAt: async () => new Map(),

    rosterIds: async (query) => {
      const own = (await sight()).rosterOf(query.schoolYear);
      const found = await reads.rosterIds(query);
      const isOpen = query.group === undefined || own.group.has(query.group);
      return { ...found, ids: isOpen ? found.ids.filter((id) => own[query.kind].has(id)) : [] };
    },
    rosterRows: async (school, year, kind, ids) => {
      const own = (await sight()).rosterOf(year)[kind];
      return reads.rosterRows(
        school,
        year,
        kind,
        ids.filter((id) => own.has(id)),
      );
    },
    rosterRow: async (school, year, kind, id) =>
      (await sight()).rosterOf(year)[kind].has(id) ? reads.rosterRow(school, year, kind, id) : undefined,
    memberships: async (school, year) => {
      const seen = await sight();
      return (await reads.memberships(school, year)).filter((membership) => seen.seesMembership(year, membership));
    },
    resultPlaces: async (query, stretch) => {
      const learners = [...(await sight()).everyLearner];
      return learners.length === 0 ? [] : seenPlaces(reads, { ...query, learners }, stretch, sight);
    },
    resultsAt: async (school, places) => {
      const seen = await sight();
      return new Map([...(await reads.resultsAt(school, places))].filter(([, result]) => seesResult(seen, result)));
    },
    revisions: async (school, id) => {
      const seen = await sight();
      const revisions = await reads.revisions(school, id);
      const current = revisions.at(-1);
      return current !== undefined && seesResult(seen, current) ? revisions.filter((revision) => seesResult(seen, revision)) : [];
    },
  };
}

/** Places of results that may be seen, so that not even the length of a page tells of others. */
async function seenPlaces(
  reads: OutgoingReads,
  query: Parameters<OutgoingReads['resultPlaces']>[0],
  { after, upTo, limit }: Stretch,
  sight: () => Promise<Sight>,
): Promise<readonly number[]> {
  const seen = await sight();
  let from = after;
  for (;;) {
    const places = await reads.resultPlaces(query, {
      after: from,
      ...(upTo === undefined ? {} : { upTo }),
      ...(limit === undefined ? {} : { limit }),
    });
    const results = await reads.resultsAt(query.school, places);
    const found = places.filter((place) => {
      const result = results.get(place);
      return result !== undefined && seesResult(seen, result);
    });
    const last = places.at(-1);
    // An empty stretch would be the end of the list.
    if (found.length > 0 || last === undefined || limit === undefined || places.length < limit) return found;
    from = last;
  }
}

function seesResult(sight: Sight, { rosterLearner, date }: Pick<StoredResult, 'rosterLearner' | 'date'>): boolean {
  return rosterLearner !== undefined && sight.seesLearner(rosterLearner, date);
}
