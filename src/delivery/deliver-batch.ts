import { supplied } from '../core/supplied.js';
import type { TargetKind } from '../directory/directory.js';
import type { AttemptRecord, ItemOutcome, OutboxStore, OutgoingItem, Settlement, TakenBatch, Verdict } from '../store/outbox-store.js';
import type { SchoolKeys } from '../store/school-keys.js';
import { StoreError } from '../store/store-error.js';
import { learnerOf } from './delivery-disclosure.js';
import type { DeliveriesEnded, DeliveryObserver } from './delivery-observer.js';
import type { Lease } from './lease.js';
import { verdictOf } from './policy.js';
import { type PrepareStore, prepare } from './prepare.js';
import type { Sent, Shipment } from './shipment.js';
import type { StoreTrouble } from './store-trouble.js';
import type { Senders } from './targets/senders.js';
import { pause, type Timers } from './timers.js';

export interface BatchParts {
  readonly store: PrepareStore & { readonly outbox: Pick<OutboxStore, 'settle'> };
  readonly schoolKeys: Pick<SchoolKeys, 'of'>;
  readonly senders: Pick<Senders, 'of'>;
  readonly observer: DeliveryObserver;
  readonly trouble: StoreTrouble;
  readonly now: () => Date;
  readonly random: () => number;
  readonly timers: Timers;
}

/** A batch in work. */
export interface InWork {
  readonly batch: TakenBatch;
  readonly lease: Lease;
  /** Of the target's settings. */
  readonly maxAgeHours?: number | undefined;
  /** Aborted when the gateway can wait no longer. */
  readonly stop: AbortSignal;
}

/** What the store is told, and what was in the message. */
interface Step {
  readonly attempt?: AttemptRecord;
  readonly verdict: Verdict;
  readonly items: readonly OutgoingItem[];
  readonly departure?: Settlement['departure'];
}

/**
 * Sends a batch and has written down what came of it. Gives the verdict over an attempt; undefined when there was none, or the lease was
 * lost and nothing is written down. Never rejects.
 */
export async function deliverBatch(parts: BatchParts, work: InWork): Promise<Verdict | undefined> {
  try {
    const step = await takeStep(parts, work);
    const written = step !== undefined && (await writeDown(parts, work, step));
    return written && step.attempt !== undefined ? step.verdict : undefined;
  } finally {
    work.lease.end();
  }
}

async function takeStep(parts: BatchParts, work: InWork): Promise<Step | undefined> {
  const { batch, lease } = work;
  const now = parts.now();
  let disclosure: number | undefined;
  try {
    const prepared = await prepare(parts, batch, now);
    // Nothing is taken while the school is paused; from then on it is due.
    if (prepared.kind === 'later') return { verdict: { kind: 'retry', at: now.toISOString() }, items: [] };
    if (prepared.kind === 'nothing') return { verdict: { kind: 'answered', items: prepared.items }, items: [] };
    if (lease.lost.aborted) return undefined;
    const { shipment, dropped } = prepared;
    disclosure = prepared.disclosure;
    const sent = await send(parts, work, shipment);
    if (lease.lost.aborted) return undefined;
    const whole: Sent = sent.kind === 'answered' ? { ...sent, items: new Map([...dropped, ...sent.items]) } : sent;
    return {
      attempt: sent.attempt,
      verdict: verdictFor(parts, work, shipment.target.kind, whole),
      items: shipment.items,
      ...departureOf(disclosure, sent.left, shipment.items),
    };
  } catch (error) {
    const ms = parts.trouble.failed(error);
    if (error instanceof StoreError) {
      // Whatever a sender asks of the store, it asks before it sends.
      const departure = departureOf(disclosure, [], []);
      return { verdict: { kind: 'retry', at: new Date(parts.now().getTime() + ms).toISOString() }, items: [], ...departure };
    }
    const sent = failedOfOurs();
    return { attempt: sent.attempt, verdict: verdictFor(parts, work, 'webhook', sent), items: [] };
  }
}

/** Whose data left, for what was put on record before. */
function departureOf(
  disclosure: number | undefined,
  left: readonly string[] | ReadonlySet<string> | undefined,
  items: readonly OutgoingItem[],
): Pick<Step, 'departure'> {
  if (disclosure === undefined || left === undefined) return {};
  const deliveries = new Set(left);
  const learners = items.filter(({ delivery }) => deliveries.has(delivery)).flatMap(learnerOf);
  return { departure: { disclosure, learners: [...new Set(learners)] } };
}

/** A batch that was on its way when the gateway stopped goes again at once. */
function verdictFor({ now, random }: BatchParts, { batch, maxAgeHours, stop }: InWork, kind: TargetKind, sent: Sent): Verdict {
  const at = now();
  if (stop.aborted && sent.kind === 'failed' && sent.attempt.outcome === 'connection') return { kind: 'retry', at: at.toISOString() };
  return verdictOf(sent, { kind, batch, maxAgeHours, now: at, random });
}

async function send(parts: BatchParts, { batch, lease, stop }: InWork, shipment: Omit<Shipment, 'signal'>): Promise<Sent> {
  const { observer, now } = parts;
  const started = now().getTime();
  // Not `AbortSignal.any`: what it makes of a signal that lives as long as the gateway would stay with that.
  const end = new AbortController();
  const giveUp = () => end.abort(stop.reason ?? lease.lost.reason);
  for (const signal of [lease.lost, stop]) signal.addEventListener('abort', giveUp);
  if (stop.aborted) giveUp();
  try {
    const { items, target } = shipment;
    const trace = await observer.attemptBegins?.({ batch, kind: target.kind, items });
    const sent = await sentBy(parts, { ...shipment, signal: end.signal, ...supplied({ traceParent: trace?.traceParent }) });
    const durationMs = Math.max(0, now().getTime() - started);
    const ended = { batch, size: items.length, attempt: sent.attempt, durationMs };
    observer.attemptEnded(ended);
    trace?.ended(ended);
    return sent;
  } finally {
    for (const signal of [lease.lost, stop]) signal.removeEventListener('abort', giveUp);
  }
}

async function sentBy({ senders, observer }: BatchParts, shipment: Shipment): Promise<Sent> {
  try {
    const sender = await senders.of(shipment.target.kind);
    if (sender !== undefined) return await sender.send(shipment);
    return {
      kind: 'failed',
      attempt: { outcome: 'configuration', words: 'this gateway does not know how to send to a target of this kind' },
    };
  } catch (error) {
    if (error instanceof StoreError) throw error;
    observer.failed(error);
    return failedOfOurs();
  }
}

/** A mistake in the gateway. It may be about this batch only: so it is tried again, and the target is not held for it. */
function failedOfOurs() {
  return { kind: 'failed', attempt: { outcome: 'server', words: 'something in the gateway failed: see its log' } } as const;
}

/**
 * For as long as it takes, unless the lease is lost: until the store has it, nobody else takes the batch, or whoever does has it from the
 * store that ours was too late.
 */
async function writeDown(
  parts: BatchParts,
  { batch, lease, stop }: InWork,
  { attempt, verdict, items, departure }: Step,
): Promise<boolean> {
  const { store, trouble, observer, now, timers } = parts;
  while (!lease.lost.aborted) {
    const settlement: Settlement = {
      batch: batch.id,
      lease: batch.lease,
      at: now().toISOString(),
      ...supplied({ attempt }),
      verdict,
      ...supplied({ departure }),
    };
    try {
      if (!(await store.outbox.settle(settlement))) return false;
      trouble.over();
      observer.deliveriesEnded(endedBy(settlement, batch, items));
      return true;
    } catch (error) {
      const ms = trouble.failed(error);
      if (stop.aborted || (error instanceof StoreError && error.code === 'closed')) return false;
      await pause(timers, ms, stop);
    }
  }
  return false;
}

/** What a settlement ends for good, as the observer is told. */
function endedBy(
  { verdict, at }: Settlement,
  { target, size }: Pick<TakenBatch, 'target' | 'size'>,
  items: readonly OutgoingItem[],
): DeliveriesEnded {
  const nothing = { target, counts: new Map<string, number>(), secondsUnderWay: [] };
  switch (verdict.kind) {
    case 'answered':
      return { target, counts: countsOf(verdict.items), secondsUnderWay: underWay(verdict.items, items, at) };
    case 'retry':
      return verdict.tooOld === true ? { ...nothing, counts: new Map([['too-old', size]]) } : nothing;
    case 'split':
      return size === 1 ? { ...nothing, counts: new Map([['refused', 1]]) } : nothing;
    case 'hold':
      return nothing;
  }
}

function countsOf(outcomes: ReadonlyMap<string, ItemOutcome>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const outcome of outcomes.values()) {
    const word = outcome.kind === 'delivered' ? outcome.kind : outcome.kind === 'deferred' ? undefined : outcome.reason;
    if (word !== undefined && word !== 'restricted') counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

function underWay(outcomes: ReadonlyMap<string, ItemOutcome>, items: readonly OutgoingItem[], at: string): readonly number[] {
  return items.flatMap(({ delivery, content }) => {
    if (content === undefined || outcomes.get(delivery)?.kind !== 'delivered') return [];
    return [Math.max(0, Date.parse(at) - Date.parse(content.result.storedAt)) / 1000];
  });
}
