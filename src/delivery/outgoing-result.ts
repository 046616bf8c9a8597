import { supplied } from '../core/supplied.js';
import { ReceiverNames, type ReceiverOptions } from '../exchange/sight/receiver-names.js';
import { shownResults } from '../exchange/sight/shown-results.js';
import { shownSignal } from '../exchange/sight/shown-signals.js';
import type { GoalLink } from '../model/goal-link.js';
import type { Assessment } from '../model/result.js';
import { ECKID } from '../model/results/result-paths.js';
import type { Signal } from '../model/signal.js';
import { toTheMinute } from '../model/to-the-minute.js';
import { GOAL_LINKS } from '../privacy/fields/model-fields.js';
import { agreedAssessment } from '../privacy/minimise/agreed-assessment.js';
import type { MayHave } from '../privacy/minimise/agreed-figures.js';
import { agreedResult, isDistorted, letsResultsThrough, mayHaveOf } from '../privacy/minimise/agreed-result.js';
import { agreedSignal, letsSignalsThrough } from '../privacy/minimise/agreed-signals.js';
import { type DeliveryKind, type ItemOutcome, isSignalKind, type OutgoingItem, type Withdrawn } from '../store/outbox-store.js';
import type { StoredResult } from '../store/store.js';
import type { Shipment } from './shipment.js';

/** Where the names that a receiver has for learners are remembered: the store. */
export type AliasStore = ReceiverOptions['store'];

/** A result as the receiver may have it, in the shape in which the REST API shows it. */
export interface ToldResult {
  readonly kind: 'result';
  /** Ours: no receiver sees it, as two of them could lay theirs side by side. */
  readonly delivery: string;
  readonly result: StoredResult;
}

export interface ToldWithdrawal {
  readonly kind: 'withdrawal';
  readonly delivery: string;
  /** `result`: the receiver's id of it. `at`: rounded down to the minute. */
  readonly withdrawn: Pick<Withdrawn, 'result' | 'revision' | 'at' | 'why'>;
}

/** The goals of a result that the receiver has, when they changed after it had it. The result itself is as it was. */
export interface ToldTags {
  readonly kind: 'result.tagged';
  readonly delivery: string;
  /** `result`: the receiver's id of it. */
  readonly tagged: { readonly result: string; readonly revision: number; readonly goalLinks: readonly GoalLink[] };
}

/** What names of a receiver are made with; see `SenderParts`. */
export interface NameParts {
  readonly store: AliasStore;
  readonly linkBase?: string;
}

/** What happened to a signal: it was raised or corrected, superseded or withdrawn. */
export interface ToldSignal {
  readonly kind: Extract<DeliveryKind, `signal.${string}`>;
  readonly delivery: string;
  readonly signal: Signal;
  readonly rosterLearner?: string;
}

export interface OutgoingResults {
  /** In an order of the receiver's own, the same at every attempt. Tags and withdrawals may be there several times, with other ids of the result. */
  readonly items: readonly (ToldResult | ToldTags | ToldWithdrawal | ToldSignal)[];
  /** The tests that the results are of, as far as the receiver may have them. Their ids are public. */
  readonly assessments: readonly Assessment[];
  /** What cannot go under the agreement, by delivery. */
  readonly outcomes: ReadonlyMap<string, ItemOutcome>;
}

/**
 * What a receiver that knows nobody's own ids gets of a shipment: the fields of its agreement, under its own names for learners and
 * results. The names are remembered before this resolves: what goes out leads back. Throws what the store throws. `hinder`: why a result,
 * as it is stored, cannot go to this kind of receiver.
 */
export async function outgoingResults(
  shipment: Shipment,
  { store, linkBase }: NameParts,
  hinder: (result: StoredResult) => ItemOutcome | undefined = () => undefined,
): Promise<OutgoingResults> {
  const { items, assessments, agreement, party, school, schoolKey, now } = shipment;
  const may = mayHaveOf(agreement);
  const outcomes = new Map<string, ItemOutcome>();
  const going = items.filter((item) => {
    const hindrance = hindranceOf(item, may, agreement) ?? (item.content && hinder(item.content.result));
    if (hindrance !== undefined) outcomes.set(item.delivery, hindrance);
    return hindrance === undefined;
  });
  const names = new ReceiverNames({
    store,
    schoolKey,
    school,
    receiver: party.klantcode,
    now,
    ...supplied({ linkBase }),
  });
  const told = [
    ...toldResults(going, shipment, may, names),
    ...toldTags(going, shipment, may, names),
    ...toldWithdrawals(going, names),
    ...toldSignals(going, shipment, names),
  ];
  await names.keep();
  return {
    items: told.sort((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1)),
    assessments: assessments.map((assessment) => agreedAssessment(assessment, may)),
    outcomes,
  };
}

function hindranceOf({ kind, content, signal }: OutgoingItem, may: MayHave, agreement: Shipment['agreement']): ItemOutcome | undefined {
  if (isSignalKind(kind)) {
    if (signal === undefined) return { kind: 'cancelled', reason: 'erased' };
    return letsSignalsThrough(agreement) ? undefined : { kind: 'cancelled', reason: 'no-agreement' };
  }
  if (kind === 'withdrawal') return undefined;
  if (content === undefined) return { kind: 'cancelled', reason: 'erased' };
  if (!letsResultsThrough(may) || (kind === 'result.tagged' && !may(GOAL_LINKS))) return { kind: 'cancelled', reason: 'no-agreement' };
  if (!isDistorted(content.result, may)) return undefined;
  return { kind: 'dead', reason: 'not-expressible', losses: [{ path: 'activity/part', reason: 'part-not-agreed' }] };
}

/**
 * A receiver whose agreement lists the ECK iD knows the pupils, and gets the link of the source as the agreement allows it. Others get a
 * link of ours instead.
 */
function toldResults(items: readonly OutgoingItem[], shipment: Shipment, may: MayHave, names: ReceiverNames): ToldResult[] {
  const { agreement, schoolKey } = shipment;
  const deliveries: string[] = [];
  const agreed = items.flatMap(({ kind, delivery, content }) => {
    if (kind !== 'result' || content === undefined) return [];
    const { result, sealedId } = content;
    deliveries.push(delivery);
    const hasLink = result.detailUrl !== undefined || result.signals.some(({ explanationUrl }) => explanationUrl !== undefined);
    const leerlingid = sealedId === undefined || !hasLink ? undefined : schoolKey.open(sealedId);
    return [agreedResult(result, agreement, may, leerlingid)];
  });
  return shownResults(agreed, names, mayIdentify(agreement)).map((result, at) => ({
    kind: 'result',
    delivery: deliveries[at] as string,
    result,
  }));
}

/** The link of a source is the same for everybody who gets it: it goes with the ECK iD. */
function mayIdentify({ fields }: Shipment['agreement']): boolean {
  return fields?.includes(ECKID) ?? false;
}

/** By every id that the receiver may know the result by, as withdrawals. */
function toldTags(items: readonly OutgoingItem[], { agreement }: Shipment, may: MayHave, names: ReceiverNames): ToldTags[] {
  return items.flatMap(({ kind, delivery, content }) => {
    if (kind !== 'result.tagged' || content === undefined) return [];
    const { id, revision, goalLinks } = agreedResult(content.result, agreement, may);
    return names.everyIdOf(id).map((result): ToldTags => ({ kind, delivery, tagged: { result, revision, goalLinks } }));
  });
}

/** By every id that the receiver may know it by: since the names of the school were last made anew, it may know an older one only. */
function toldWithdrawals(items: readonly OutgoingItem[], names: ReceiverNames): ToldWithdrawal[] {
  return items.flatMap(({ delivery, withdrawn }) => {
    if (withdrawn === undefined) return [];
    const { revision, at, why } = withdrawn;
    const ids = names.everyIdOf(withdrawn.result);
    return ids.map(
      (result): ToldWithdrawal => ({ kind: 'withdrawal', delivery, withdrawn: { result, revision, at: toTheMinute(at), why } }),
    );
  });
}

/** That one is over is told by every id that the receiver may know it by, as withdrawals are. */
function toldSignals(items: readonly OutgoingItem[], { agreement, schoolKey }: Shipment, names: ReceiverNames): ToldSignal[] {
  return items.flatMap(({ kind, delivery, signal: outgoing }) => {
    if (!isSignalKind(kind) || outgoing === undefined) return [];
    const { muted: _, storedAt: __, rosterLearner, ...stored } = outgoing.signal;
    const { sealedId } = outgoing;
    const leerlingid = sealedId === undefined || stored.explanationUrl === undefined ? undefined : schoolKey.open(sealedId);
    const signal = shownSignal(agreedSignal(stored, agreement.infourl, leerlingid), names, mayIdentify(agreement));
    const ids = kind === 'signal.raised' ? [signal.id] : names.everyIdOf(stored.id);
    const inRoster = rosterLearner === undefined ? {} : { rosterLearner: names.tell('learner', rosterLearner) };
    return ids.map((id): ToldSignal => ({ kind, delivery, signal: { ...signal, id }, ...inRoster }));
  });
}

/** Whoever stored them in which order is the same for every receiver: that says nothing of ids which are its own. */
function placeOf(item: OutgoingResults['items'][number]): string {
  const { id, revision } = nameOf(item);
  return `${id} ${String(revision).padStart(10, '0')} ${item.kind}`;
}

function nameOf(item: OutgoingResults['items'][number]): { readonly id: string; readonly revision: number } {
  if (item.kind === 'result') return item.result;
  if ('signal' in item) return { id: item.signal.id, revision: item.signal.revision ?? 0 };
  const { result, revision } = item.kind === 'withdrawal' ? item.withdrawn : item.tagged;
  return { id: result, revision };
}
