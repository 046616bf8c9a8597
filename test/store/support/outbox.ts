import type { ItemOutcome, OutboxStore, Settlement, TakenBatch, TakeRequest, Verdict } from '../../../src/store/outbox-store.js';
import type { Store } from '../../../src/store/store.js';
import { addParties, type DeliveryOptions, delivery, party, resultRow, SCHOOL, slice } from './records.js';

export const LAS = 'verzonnen-las';
export const HOOK = 'verzonnen-lezer';

const START = Date.now() + 60 * 60 * 1_000;

/** An instant this many seconds after the one at which everything that a test stored is there. */
export function later(seconds: number): string {
  return new Date(START + seconds * 1_000).toISOString();
}

/** Two schools and two vendors, and two receivers with a target each: `las` and `hook`. */
export async function addTargets(store: Store): Promise<void> {
  await addParties(store);
  await addReceivers(store);
}

export async function addReceivers(store: Store): Promise<void> {
  await store.addParty(party(LAS, { role: 'las' }));
  await store.addParty(party(HOOK, { role: 'client' }));
  await store.addTarget({ id: 'las', party: LAS, kind: 'las', settings: new Uint8Array(), createdAt: later(0) });
  await store.addTarget({ id: 'hook', party: HOOK, kind: 'webhook', settings: new Uint8Array(), createdAt: later(0) });
}

let messages = 0;

/** Stores results with these ids in one message, for these targets. A result with a known id is a new revision. */
export async function store(
  into: Store,
  ids: readonly string[],
  targets: readonly string[] = ['las'],
  more: DeliveryOptions = {},
): Promise<string> {
  messages += 1;
  const id = `m${messages}`;
  const of = { school: more.school ?? SCHOOL, ...(more.party === undefined ? {} : { party: more.party }) };
  await into.commit(delivery(id, { targets, slices: [slice(ids.map((result) => resultRow(result, of)))], ...more }));
  return id;
}

export function request(more: Partial<TakeRequest> = {}): TakeRequest {
  const at = more.at ?? later(0);
  const until = new Date(Date.parse(at) + 60_000).toISOString();
  return { target: 'las', owner: 'p1', at, until, limit: 100, busy: [], ...more };
}

/** Takes what there must be. */
export async function take(outbox: OutboxStore, more: Partial<TakeRequest> = {}): Promise<TakenBatch> {
  const taken = await outbox.take(request(more));
  if (taken === undefined) throw new Error('there is nothing to take');
  return taken;
}

/** Ids of the results in a batch that is out, in order. */
export async function resultsOf(outbox: OutboxStore, { id }: TakenBatch): Promise<readonly (string | undefined)[]> {
  return (await outbox.batchItems(id)).map(({ content }) => content?.result.id);
}

/** Settles an attempt that was made. */
export function settle(outbox: OutboxStore, { id, lease }: TakenBatch, verdict: Verdict, more: Partial<Settlement> = {}): Promise<boolean> {
  return outbox.settle({ batch: id, lease, at: later(1), attempt: { outcome: outcomeOf(verdict), status: 200 }, verdict, ...more });
}

/** Settles a batch as answered, with the same for every delivery, except those of the results that are named. */
export async function answer(
  outbox: OutboxStore,
  batch: TakenBatch,
  outcome: ItemOutcome = { kind: 'delivered' },
  except: Readonly<Record<string, ItemOutcome>> = {},
  at = later(1),
): Promise<boolean> {
  const items = await outbox.batchItems(batch.id);
  const outcomes = items.map(({ delivery: id, content }) => [id, except[content?.result.id ?? ''] ?? outcome] as const);
  return settle(outbox, batch, { kind: 'answered', items: new Map(outcomes) }, { at });
}

export function retryAt(at: string, openUntil?: string): Verdict {
  return { kind: 'retry', at, ...(openUntil === undefined ? {} : { openUntil }) };
}

function outcomeOf(verdict: Verdict) {
  return ({ answered: 'answered', retry: 'server', split: 'content', hold: 'authorisation' } as const)[verdict.kind];
}
