import { supplied } from '../../core/supplied.js';
import { shownResults } from '../../exchange/sight/shown-results.js';
import { toTheMinute } from '../../model/to-the-minute.js';
import type { StoredResult, Stretch } from '../../store/store.js';
import type { Answer, Call } from '../http/endpoint.js';
import { shuffledPage } from '../reads/shuffled-page.js';
import { pageAnswer } from './page-answer.js';

type ResultCall = Pick<Call<Record<string, never>>, 'reads' | 'school' | 'names' | 'scopes'>;
type ListCall = ResultCall & {
  readonly query: {
    readonly learner?: string;
    readonly party?: string;
    readonly since?: string;
    readonly identities: boolean;
    readonly cursor?: string;
    readonly limit: number;
  };
};

/** A page of results. `since` counts from its minute on: finer, it would tell what `storedAt` does not. */
export async function listResults(call: ListCall): Promise<Answer> {
  const { reads, school, query } = call;
  const names = await call.names();
  const learner = query.learner === undefined ? undefined : await names.find('learner', query.learner);
  if (query.learner !== undefined && learner === undefined) return pageAnswer({ items: [] });
  const wanted = {
    school,
    ...supplied({ learner, party: query.party }),
    ...(query.since === undefined ? {} : { since: toTheMinute(query.since) }),
  };
  const list = {
    places: (stretch: Stretch) => reads.resultPlaces(wanted, stretch),
    rowsAt: (places: readonly number[]) => reads.resultsAt(school, places),
    rank: (place: number) => names.rank(place),
  };
  const { items, ...page } = await shuffledPage(list, query);
  return pageAnswer({ items: await toldResults(call, items), ...page });
}

/** Results as the client sees them: goal links and signals stand beside them for clients that may read those too. */
export async function toldResults(
  { names, query, scopes }: Pick<ListCall, 'names' | 'scopes'> & { readonly query: { readonly identities: boolean } },
  results: readonly StoredResult[],
): Promise<readonly StoredResult[]> {
  const [mayGoals, maySignals] = [scopes.includes('goals:read'), scopes.includes('signals:read')];
  const told = results.map((result) => ({
    ...(mayGoals ? result : withoutGoals(result)),
    signals: maySignals ? result.signals : [],
  }));
  return shownResults(told, await names(), query.identities);
}

function withoutGoals(result: StoredResult): StoredResult {
  const { goals: _, ...activity } = result.activity;
  return { ...result, activity, goalLinks: [] };
}

/** Every revision of the result that the client calls so, oldest first; empty when there is none. */
export async function revisionsOf({ reads, school, id, names }: ResultCall & { readonly id: string }): Promise<readonly StoredResult[]> {
  for (const result of (await names()).resultsCalled(id)) {
    const revisions = await reads.revisions(school, result);
    if (revisions.length > 0) return revisions;
  }
  return [];
}
