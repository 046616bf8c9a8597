import { supplied } from '../../core/supplied.js';
import { shownStoredSignals } from '../../exchange/sight/shown-signals.js';
import type { SignalKind } from '../../model/signal.js';
import { toTheMinute } from '../../model/to-the-minute.js';
import type { StoredSignal } from '../../store/goals/signal-store.js';
import type { Stretch } from '../../store/store.js';
import type { Answer, Call } from '../http/endpoint.js';
import { shuffledPage } from '../reads/shuffled-page.js';
import { pageAnswer } from './page-answer.js';
import { atOneMoment } from './roster-moment.js';

type SignalCall = Pick<Call<Record<string, never>>, 'reads' | 'school' | 'names' | 'now'>;
type ListCall = SignalCall & {
  readonly query: {
    readonly learner?: string;
    readonly group?: string;
    readonly party?: string;
    readonly kind?: SignalKind;
    readonly since?: string;
    readonly state: 'current' | 'all';
    readonly identities: boolean;
    readonly cursor?: string;
    readonly limit: number;
  };
};

/** A page of signals, without those that the school muted. */
export async function listSignals(call: ListCall): Promise<Answer> {
  const { reads, school, query, now } = call;
  const names = await call.names();
  const learners = await learnersOf(call);
  if (learners?.length === 0) return pageAnswer({ items: [] });
  const wanted = {
    school,
    ...supplied({ learners, party: query.party, kind: query.kind }),
    ...(query.since === undefined ? {} : { since: toTheMinute(query.since) }),
    ...(query.state === 'all' ? {} : { at: now.toISOString() }),
  };
  const list = {
    places: (stretch: Stretch) => reads.signalPlaces(wanted, stretch),
    rowsAt: (places: readonly number[]) => reads.signalsAt(school, places),
    rank: (place: number) => names.rank(place),
  };
  const { items, ...page } = await shuffledPage(list, query);
  return pageAnswer({ items: shownStoredSignals(items, names, query.identities), ...page });
}

/** The newest revision of the signal that the client calls so; undefined when there is none, or the school muted it. */
export async function oneSignal(
  call: SignalCall & { readonly id: string; readonly query: { readonly identities: boolean } },
): Promise<Answer | undefined> {
  const { reads, school, id, query } = call;
  const names = await call.names();
  for (const candidate of names.resultsCalled(id)) {
    const newest: StoredSignal | undefined = (await reads.signalRevisions(school, candidate)).at(-1);
    if (newest === undefined || newest.muted) continue;
    const [body] = shownStoredSignals([newest], names, query.identities);
    return body && { body };
  }
  return undefined;
}

/** Whom the query is about, by the gateway's own names; undefined: everybody. */
async function learnersOf(call: ListCall): Promise<readonly string[] | undefined> {
  const { reads, school, query } = call;
  const names = await call.names();
  const learner = query.learner === undefined ? undefined : ((await names.find('learner', query.learner)) ?? '');
  if (query.group === undefined) return learner === undefined ? undefined : [learner].filter((one) => one !== '');
  const group = await names.find('group', query.group);
  if (group === undefined) return [];
  const of = { reads, school, now: call.now, query: {} };
  const { found } = await atOneMoment(of, (schoolYear) => reads.rosterIds({ school, schoolYear, kind: 'learner', group }));
  return found.ids.filter((id) => learner === undefined || id === learner);
}
