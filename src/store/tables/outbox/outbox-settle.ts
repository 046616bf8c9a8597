import type { AuditOutcome } from '../../audit.js';
import type { DeliveryLoss, HoldReason, ItemOutcome, Settlement, Verdict } from '../../outbox-store.js';
import { query } from '../../sql/query.js';
import { audit, lastly, run, type Script } from '../../sql/script.js';
import { auditEntry } from '../audit/audit-entry.js';
import { settleDisclosure } from '../rights/disclosures.js';
import { endAttempt, leasedOf, makeBatch, putBack, undoAttempt } from './delivery-batches.js';
import { heldLane, type LaneRow, releaseLane } from './delivery-lanes.js';
import { makeGood } from './made-good.js';
import { deliverySeq } from './outbox-rows.js';
import {
  hasAnswered,
  hasFailed,
  hasRefused,
  hasTaken,
  healthOf,
  holdTarget,
  openCircuit,
  probeOver,
  type TargetHealth,
} from './target-health.js';
import { endIfNoneIsStuck, endTrouble, startTrouble } from './target-troubles.js';

/** When a batch comes again of which not one delivery got anywhere, though it was answered. Milliseconds. */
const NO_PROGRESS_MS = 60_000;

/** Numbers by what became of deliveries, as the audit has them. */
type Counts = Record<string, number>;

/** What a verdict leaves of a batch. */
interface Settled {
  readonly counts: Counts;
  /** When its lane is due again, if anything is left to go. */
  readonly dueAt: number;
  readonly outcome: AuditOutcome;
}

/** A batch that is out: its lane, and the deliveries of it that nobody took out meanwhile. */
interface Out {
  readonly lane: LaneRow;
  readonly batch: number;
  readonly rows: readonly number[];
  /** How many there were when it was taken. */
  readonly size: number;
  readonly now: number;
  /** How its target did until now. */
  readonly health: TargetHealth;
  /** False: nothing went out. */
  readonly tried: boolean;
}

/** Deliveries of a batch that the same came of: in nearly every batch, of all of them. */
interface Alike {
  readonly state: ItemOutcome['kind'];
  readonly word: string;
  readonly reason: string | null;
  readonly losses: string | null;
  readonly rows: number[];
}

interface SettledRows {
  readonly batch: number;
  readonly now: number;
  readonly state: ItemOutcome['kind'];
  readonly reason: string | null;
  readonly losses: string | null;
  readonly rows: readonly number[];
}

// What was cancelled while it was out may have been delivered all the same, and that is what counts.
const SETTLE_ROWS = query<never, SettledRows>(
  ({ aside, inList }) => `
    UPDATE outbox SET state = @state, reason = @reason, settled_at = @now, losses = @losses
    WHERE seq ${inList('number', 'rows')} AND ${aside('batch')} = @batch
      AND (state = 'leased' OR (@state = 'delivered' AND state = 'cancelled'))`,
);
const SETTLE_BATCH = query<never, { readonly batch: number; readonly reason: 'too-old' | 'refused'; readonly now: number }>(
  () => "UPDATE outbox SET state = 'dead', reason = @reason, settled_at = @now WHERE batch = @batch AND state = 'leased'",
);
const PUT_ASIDE = query<never, Pick<SettledRows, 'rows' | 'reason'> & { readonly state: 'held' | 'waiting'; readonly untried: 0 | 1 }>(
  ({ inList }) => `
    UPDATE outbox SET state = @state, reason = @reason, attempts = attempts - @untried WHERE seq ${inList('number', 'rows')}`,
);
const END_ROWS = query<never, { readonly lane: number; readonly now: number }>(
  () => `
    UPDATE outbox SET state = 'cancelled', reason = 'target-ended', settled_at = @now
    WHERE lane = @lane AND state IN ('waiting', 'leased', 'retrying')`,
);

/**
 * Writes down what came of a batch. False: somebody else has its lane by now, or nobody. It is about the school of that lane, which
 * PostgreSQL locks before it runs this, as an entry of the audit comes with it. Whoever ends a target locks the schools of its lanes too: what
 * is put back for a target that ends meanwhile would wait for ever.
 */
export function* settleBatch({ batch: id, lease, at, attempt, verdict, departure }: Settlement, actor: string): Script<boolean> {
  const lane = yield* heldLane(id, lease);
  if (lane === undefined || lane.batch === null) return false;
  if (departure !== undefined) yield* settleDisclosure(departure);
  const now = Date.parse(at);
  const { seq, target, school, batch } = lane;
  const size = attempt === undefined ? yield* undoAttempt(batch) : yield* endAttempt(batch, now, attempt);
  const rows = yield* leasedOf(batch);
  const health = (yield* healthOf(target))!;
  const out: Out = { lane, batch, rows, size: size ?? rows.length, now, health, tried: attempt !== undefined };
  const { counts, dueAt, outcome } = yield* carryOut(out, verdict);
  const delivered = (counts.delivered ?? 0) > 0;
  if ((counts.refused ?? 0) + (counts.tooOld ?? 0) + (counts.notExpressible ?? 0) > 0) yield* startTrouble(target, 'refused', now);
  if (delivered && (yield* makeGood(batch, seq))) yield* endIfNoneIsStuck(target, now);
  yield* putBack(batch);
  if (health.ended === 1) yield* run(END_ROWS, { lane: seq, now });
  if (health.probe_lane === seq) yield* probeOver(target, seq);
  yield* audit(auditEntry(actor, 'result.deliver', { outcome, school, subject: target, counts }));
  yield* lastly(releaseLane({ seq, now, dueAt, delivered }));
  return true;
}

function* carryOut(out: Out, verdict: Verdict): Script<Settled> {
  switch (verdict.kind) {
    case 'answered':
      return yield* answered(out, verdict.items);
    case 'retry':
      return yield* retry(out, verdict);
    case 'split':
      return yield* split(out);
    case 'hold':
      return yield* hold(out, verdict.reason);
  }
}

function* answered(out: Out, items: ReadonlyMap<string, ItemOutcome>): Script<Settled> {
  const { batch, now, lane, tried } = out;
  const counts: Counts = {};
  const held: number[] = [];
  const deferred: number[] = [];
  const alike = new Map<string, Alike>();
  for (const [id, outcome] of items) {
    const seq = deliverySeq(id);
    if (seq === undefined) continue;
    const aside = outcome.kind === 'held' ? held : outcome.kind === 'deferred' ? deferred : undefined;
    if (aside === undefined) addTo(alike, outcome, seq);
    else if (out.rows.includes(seq)) aside.push(seq);
  }
  for (const { word, ...one } of alike.values()) {
    const settled = yield* run(SETTLE_ROWS, { batch, now, ...one });
    if (settled > 0) counts[word] = (counts[word] ?? 0) + settled;
  }
  yield* setAside(out, held, 'held', 'restricted');
  yield* setAside(out, deferred, 'waiting', null);
  if (tried) yield* isWell(out);
  if ((counts.delivered ?? 0) === 0) yield* hasRefused(lane.target, counts.refused ?? 0);
  else yield* hasTaken(lane.target, out.health);
  const moved = out.rows.length === 0 || Object.keys(counts).length > 0 || held.length > 0;
  return {
    counts: { ...counts, ...(held.length > 0 && { held: held.length }), ...(deferred.length > 0 && { deferred: deferred.length }) },
    dueAt: moved ? now : now + NO_PROGRESS_MS,
    outcome: 'done',
  };
}

/** Takes deliveries out of the batch, into one of their own, that leads back to it: what they were part of so far is not forgotten. */
function* setAside(
  { lane, batch, now, tried }: Out,
  rows: readonly number[],
  state: 'held' | 'waiting',
  reason: 'restricted' | null,
): Script<void> {
  if (rows.length === 0) return;
  yield* makeBatch(lane.seq, rows, now, { parent: batch, without: tried ? 1 : 0 });
  yield* run(PUT_ASIDE, { rows, state, reason, untried: tried ? 1 : 0 });
}

function* retry(out: Out, { at, tooOld, openUntil, afterFailures = 0 }: Extract<Verdict, { kind: 'retry' }>): Script<Settled> {
  const { lane, batch, now, tried, rows } = out;
  if (tooOld === true) yield* run(SETTLE_BATCH, { batch, reason: 'too-old', now });
  const failures = tried ? yield* hasFailed(lane.target) : afterFailures;
  if (openUntil !== undefined && failures >= afterFailures && (yield* openCircuit(lane.target, Date.parse(openUntil), now))) {
    yield* startTrouble(lane.target, 'failing', now);
  }
  return { counts: { [tooOld === true ? 'tooOld' : 'retried']: rows.length }, dueAt: Date.parse(at), outcome: 'failed' };
}

/**
 * The target is there, and says that it is what is in the message. One that is alone only as the others were cancelled meanwhile need not
 * be the culprit: it goes again by itself.
 */
function* split(out: Out): Script<Settled> {
  const { lane, batch, rows, size, now } = out;
  yield* isWell(out);
  if (size < 2) {
    const refused = yield* run(SETTLE_BATCH, { batch, reason: 'refused', now });
    yield* hasRefused(lane.target, refused);
    return { counts: { refused }, dueAt: now, outcome: 'refused' };
  }
  const half = Math.ceil(rows.length / 2);
  yield* putBack(batch);
  for (const part of [rows.slice(0, half), rows.slice(half)]) {
    if (part.length > 0) yield* makeBatch(lane.seq, part, now, { parent: batch, without: 0 });
  }
  return { counts: { split: rows.length }, dueAt: now, outcome: 'refused' };
}

function* hold({ lane, rows, now }: Out, reason: HoldReason): Script<Settled> {
  if (yield* holdTarget(lane.target, reason, now)) yield* startTrouble(lane.target, 'held', now, reason);
  return { counts: { retried: rows.length }, dueAt: now, outcome: 'failed' };
}

function* isWell({ lane: { target }, health, now }: Out): Script<void> {
  if (yield* hasAnswered(target, health, now)) yield* endTrouble(target, 'failing', now);
}

function lossesText(losses: readonly DeliveryLoss[] | undefined): string | null {
  return losses === undefined || losses.length === 0 ? null : JSON.stringify(losses);
}

function wordOf(outcome: ItemOutcome): string {
  if (outcome.kind !== 'dead') return outcome.kind;
  return { refused: 'refused', 'too-old': 'tooOld', 'not-expressible': 'notExpressible' }[outcome.reason];
}

function addTo(alike: Map<string, Alike>, outcome: ItemOutcome, seq: number): void {
  const reason = 'reason' in outcome ? outcome.reason : null;
  const losses = 'losses' in outcome ? lossesText(outcome.losses) : null;
  const key = `${outcome.kind} ${reason} ${losses}`;
  const known = alike.get(key);
  if (known !== undefined) known.rows.push(seq);
  else alike.set(key, { state: outcome.kind, word: wordOf(outcome), reason, losses, rows: [seq] });
}
