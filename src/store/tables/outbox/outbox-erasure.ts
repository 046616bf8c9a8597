import type { TargetKind } from '../../../directory/directory.js';
import type { ErasureRequest, Receipt } from '../../rights-store.js';
import { query } from '../../sql/query.js';
import { all, run, type Script } from '../../sql/script.js';
import { holdLanes, wakeLane } from './delivery-lanes.js';
import { type SentResult, sentResults } from './sent-results.js';
import { endIfNoneIsStuck, startTrouble } from './target-troubles.js';

/** Kinds of targets that have a way to say that a result is withdrawn; files only as NDJSON, which whoever erases knows. */
const CAN_SAY_IT: ReadonlySet<string> = new Set<TargetKind>(['webhook', 'files']);

type ReceiptTargets = NonNullable<Receipt['targets']>;

interface Withdrawal {
  readonly lane: number;
  /** As `SentResult.seq`. */
  readonly seq: number;
  readonly now: number;
}

// Dead ones too: nobody can send them again. Those that are out may have arrived, and then are delivered all the same.
const CANCEL = query<{ readonly target: string }, { readonly learners: readonly number[]; readonly now: number }>(
  ({ inList }) => `
    UPDATE outbox SET state = 'cancelled', reason = 'erased', settled_at = @now
    WHERE kind <> 'withdrawal' AND state IN ('waiting', 'leased', 'retrying', 'held', 'dead') AND result IN (
      SELECT seq FROM results WHERE learner ${inList('number', 'learners')}
      UNION ALL SELECT -seq FROM signals WHERE learner ${inList('number', 'learners')})
    RETURNING (SELECT l.target FROM delivery_lanes l WHERE l.seq = lane) AS target`,
);
const QUEUE = query<never, Withdrawal & { readonly sealed: Uint8Array | null }>(
  () => `
    INSERT INTO outbox (lane, kind, result, withdrawn, state, queued_at) VALUES (@lane, 'withdrawal', @seq, @sealed, 'waiting', @now)`,
);
const QUEUE_TASK = query<never, Withdrawal>(
  () => `
    INSERT INTO outbox (lane, kind, result, state, reason, queued_at, settled_at)
    VALUES (@lane, 'withdrawal', @seq, 'dead', 'not-expressible', @now, @now)`,
);

/**
 * What becomes of deliveries of results that are erased: what waits never goes, and who has one is told that it is withdrawn. Comes before the
 * results are removed, in the same transaction. `learners`: numbers of learners of results. Gives the targets that had results; undefined when
 * what the request has sealed is not what there is to withdraw.
 */
export function* eraseDeliveries(
  learners: readonly number[],
  { school, at, withdrawals, agreed, mute = [] }: ErasureRequest,
): Script<ReceiptTargets | undefined> {
  yield* holdLanes(school);
  const sealed = new Map(withdrawals.map((one) => [`${one.result} ${one.revision}`, one.sealed]));
  const sent = yield* sentResults(learners);
  if (!sent.every(({ result, revision }) => sealed.has(`${result} ${revision}`))) return undefined;
  const now = Date.parse(at);
  const cancelled = yield* all(CANCEL, { learners, now });
  for (const target of new Set(cancelled.map((one) => one.target))) yield* endIfNoneIsStuck(target, now);
  for (const one of sent) {
    const how = howToTell(one, agreed, mute);
    if (how === 'hand' && one.ended === 0) {
      yield* run(QUEUE_TASK, { lane: one.lane, seq: one.seq, now });
      yield* startTrouble(one.target, 'refused', now);
    } else if (how === 'message') {
      yield* wakeLane(one.lane, now);
      yield* run(QUEUE, { lane: one.lane, seq: one.seq, sealed: sealed.get(`${one.result} ${one.revision}`) ?? null, now });
    }
  }
  return receiptTargets(sent, agreed, mute);
}

/** UWLR has no message that takes a result back, and one of Edu-V would have to name what is gone: the pupil, the test, the day. */
function howToTell(
  { target, target_kind, target_party, ended }: SentResult,
  agreed: readonly string[],
  mute: readonly string[],
): ReceiptTargets[number]['how'] {
  const canSayIt = CAN_SAY_IT.has(target_kind) && !mute.includes(target);
  return !canSayIt || ended === 1 || !agreed.includes(target_party) ? 'hand' : 'message';
}

function receiptTargets(sent: readonly SentResult[], agreed: readonly string[], mute: readonly string[]): ReceiptTargets {
  const byTarget = new Map<string, ReceiptTargets[number]>();
  for (const one of sent) {
    const { target, target_party: party } = one;
    byTarget.set(target, { target, party, results: (byTarget.get(target)?.results ?? 0) + 1, how: howToTell(one, agreed, mute) });
  }
  return [...byTarget.values()];
}
