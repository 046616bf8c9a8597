import { supplied } from '../core/supplied.js';
import { agreementOf, isPaused } from '../directory/authorise.js';
import type { Directory } from '../directory/directory.js';
import { assessmentId } from '../model/ids.js';
import type { Assessment } from '../model/result.js';
import type { SchoolKey } from '../privacy/keys/seal.js';
import {
  type ItemOutcome,
  isSignalKind,
  type OutboxStore,
  type OutgoingItem,
  type TakenBatch,
  type Withdrawn,
} from '../store/outbox-store.js';
import type { RightsStore } from '../store/rights-store.js';
import type { SchoolKeys } from '../store/school-keys.js';
import type { Store } from '../store/store.js';
import { StoreError } from '../store/store-error.js';
import { deliveryDisclosure } from './delivery-disclosure.js';
import type { Parties, Shipment } from './shipment.js';

/** What a shipment is made from: the results that were queued, and who must not be in it. */
export type PrepareStore = Pick<Store, 'directory' | 'assessmentsOf'> & {
  readonly rights: Pick<RightsStore, 'erasureMark' | 'restricted' | 'disclose'>;
  readonly outbox: Pick<OutboxStore, 'batchItems'>;
};

export interface PrepareParts {
  readonly store: PrepareStore;
  readonly schoolKeys: Pick<SchoolKeys, 'of'>;
}

/**
 * A batch as it may go now. `shipment`: that much of it, and what became of the rest. `nothing`: what became of all of it. `later`: the
 * school is paused.
 */
export type Prepared =
  | {
      readonly kind: 'shipment';
      readonly shipment: Omit<Shipment, 'signal'>;
      readonly dropped: ReadonlyMap<string, ItemOutcome>;
      /** Number of what was put on record about it. Absent: it tells of nobody. */
      readonly disclosure?: number;
    }
  | { readonly kind: 'nothing'; readonly items: ReadonlyMap<string, ItemOutcome> }
  | { readonly kind: 'later' };

type Outcome = Extract<ItemOutcome, { kind: 'cancelled' | 'held' }>;

/** Each time is one more pupil who is erased in the moment between reading and sending. */
const ATTEMPTS = 10;

/**
 * Looks up again by what right a batch goes, and what of it may; then puts on record whose data go to whom. So what was ended, erased or
 * restricted up to this moment does not go out. Throws `StoreError`.
 */
export async function prepare(parts: PrepareParts, batch: TakenBatch, now: Date): Promise<Prepared> {
  const directory = await parts.store.directory();
  const right = rightOf(directory, batch, now.toISOString());
  if (right.kind === 'later') return right;
  const of = right.kind === 'none' ? undefined : await keyOf(parts, batch);
  if (right.kind === 'none' || of === undefined) {
    const reason = right.kind === 'none' ? right.reason : 'erased';
    const items = await parts.store.outbox.batchItems(batch.id);
    return { kind: 'nothing', items: new Map(items.map(({ delivery }) => [delivery, { kind: 'cancelled', reason }])) };
  }
  return prepareAnew(parts, { ...right, schoolKey: of, batch, now });
}

/** `none`: it may never go. `later`: the school is paused. */
type Right =
  | (Parties & { readonly kind: 'some' })
  | { readonly kind: 'none'; readonly reason: 'no-agreement' | 'target-ended' }
  | { readonly kind: 'later' };

/** By what right a batch goes at `at` (ISO instant), whatever it was when it was queued. */
function rightOf(directory: Directory, batch: Pick<TakenBatch, 'target' | 'school'>, at: string): Right {
  const target = directory.targets.get(batch.target);
  if (target === undefined || (target.endedAt !== undefined && target.endedAt <= at)) return { kind: 'none', reason: 'target-ended' };
  if (isPaused(directory, batch.school)) return { kind: 'later' };
  const school = directory.schools.get(batch.school);
  const party = directory.parties.get(target.party);
  const agreement = agreementOf(directory, batch.school, target.party, 'leerresultaten', at);
  if (school === undefined || party === undefined || agreement === undefined) return { kind: 'none', reason: 'no-agreement' };
  return { kind: 'some', target, school, party, agreement };
}

/** Undefined: it was destroyed, and with it everything that could be told of anybody. */
async function keyOf({ schoolKeys }: PrepareParts, { school }: TakenBatch): Promise<SchoolKey | undefined> {
  try {
    return await schoolKeys.of(school);
  } catch (error) {
    if (error instanceof StoreError && error.code === 'destroyed') return undefined;
    throw error;
  }
}

interface Case extends Parties {
  readonly schoolKey: SchoolKey;
  readonly batch: TakenBatch;
  readonly now: Date;
}

/** A pupil who is erased while it is read is not in what goes out. */
async function prepareAnew(parts: PrepareParts, one: Case): Promise<Prepared> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await prepareOnce(parts, one);
    } catch (error) {
      if (!(error instanceof StoreError && error.code === 'busy') || attempt >= ATTEMPTS) throw error;
    }
  }
}

async function prepareOnce({ store }: PrepareParts, one: Case): Promise<Prepared> {
  const { batch, schoolKey, ...rest } = one;
  const erasures = await store.rights.erasureMark(batch.school);
  const found = await store.outbox.batchItems(batch.id);
  // After the results: a restriction holds from the next message on.
  const restricted = await store.rights.restricted(batch.school);
  const dropped = new Map<string, ItemOutcome>();
  const items: OutgoingItem[] = [];
  for (const item of found) {
    const outcome = whyNot(item, restricted, batch.attempt === 1);
    if (outcome === undefined) items.push(opened(item, schoolKey));
    else dropped.set(item.delivery, outcome);
  }
  if (items.length === 0) return { kind: 'nothing', items: dropped };
  const disclosure = deliveryDisclosure(one, items, erasures);
  const [number] = disclosure === undefined ? [] : await store.rights.disclose([disclosure]);
  const assessments = await testsOf(store, batch.school, items);
  return {
    kind: 'shipment',
    shipment: { ...rest, batch, schoolKey, items, assessments },
    dropped,
    ...supplied({ disclosure: number }),
  };
}

/** A batch that was tried keeps what is in it, also when there is a newer revision: the receiver may have it already. */
function whyNot(item: OutgoingItem, restricted: ReadonlySet<string>, isNew: boolean): Outcome | undefined {
  const { kind, content, sealedWithdrawn } = item;
  if (isSignalKind(kind)) return whyNoSignal(item, restricted, isNew);
  if (kind === 'withdrawal') return sealedWithdrawn === undefined ? { kind: 'cancelled', reason: 'erased' } : undefined;
  if (content === undefined) return { kind: 'cancelled', reason: 'erased' };
  if (isNew && !content.current) return { kind: 'cancelled', reason: 'superseded' };
  const { learner, rosterLearner } = content.result;
  const isRestricted = restricted.has(learner) || (rosterLearner !== undefined && restricted.has(rosterLearner));
  return isRestricted ? { kind: 'held', reason: 'restricted' } : undefined;
}

/** What the school muted is not raised; that it is over is told to whoever heard of it before. */
function whyNoSignal({ kind, signal }: OutgoingItem, restricted: ReadonlySet<string>, isNew: boolean): Outcome | undefined {
  if (signal === undefined) return { kind: 'cancelled', reason: 'erased' };
  const { learner, rosterLearner, muted } = signal.signal;
  if (isNew && !signal.current) return { kind: 'cancelled', reason: 'superseded' };
  if (muted && kind === 'signal.raised') return { kind: 'cancelled', reason: 'muted' };
  const isRestricted = restricted.has(learner) || (rosterLearner !== undefined && restricted.has(rosterLearner));
  return isRestricted ? { kind: 'held', reason: 'restricted' } : undefined;
}

function opened({ sealedWithdrawn, ...item }: OutgoingItem, schoolKey: SchoolKey): OutgoingItem {
  if (sealedWithdrawn === undefined) return item;
  return { ...item, withdrawn: JSON.parse(schoolKey.open(sealedWithdrawn)) as Withdrawn };
}

/**
 * The tests that the results are of, each in the versions that these name: a result may name one that the definition of its test does not
 * have, and is of that test all the same.
 */
async function testsOf(store: PrepareParts['store'], school: string, items: readonly OutgoingItem[]): Promise<readonly Assessment[]> {
  const contents = items.flatMap(({ content }) => (content === undefined ? [] : [content]));
  const stored = await store.assessmentsOf(school, [...new Set(contents.map(({ assessment }) => assessment))]);
  const definitions = new Map(stored.map((one) => [one.id, one]));
  const tests = new Map<string, Assessment>();
  for (const { assessment, result } of contents) {
    const { code, version } = result.activity;
    const id = assessmentId(school, result.source.party, code, version);
    const definition = definitions.get(assessment);
    if (definition === undefined || (id !== assessment && tests.has(id))) continue;
    tests.set(id, id === assessment || version === undefined ? definition : { ...definition, id, version: { value: version } });
  }
  return [...tests.values()];
}
