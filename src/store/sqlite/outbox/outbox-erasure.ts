import type { Database, Statement } from 'better-sqlite3';
import type { TargetKind } from '../../../directory/directory.js';
import type { ErasureRequest, Receipt } from '../../rights-store.js';
import { DeliveryLaneTable } from './delivery-lane-table.js';
import { type SentResult, SentResults } from './sent-results.js';
import { TargetTroubleTable } from './target-trouble-table.js';

/** Kinds of targets that have a way to say that a result is withdrawn; files only as NDJSON, which whoever erases knows. */
const CAN_SAY_IT: ReadonlySet<string> = new Set<TargetKind>(['webhook', 'files']);

type ReceiptTargets = NonNullable<Receipt['targets']>;

/**
 * What becomes of deliveries of results that are erased: what waits never goes, and who has one is told that it is withdrawn. Synchronous;
 * runs inside the transaction that removes the results, before.
 */
export class OutboxErasure {
  private readonly sent: SentResults;
  private readonly lanes: DeliveryLaneTable;
  private readonly troubles: TargetTroubleTable;
  private readonly cancel: Statement<unknown[], string>;
  private readonly queue: Statement<unknown[]>;
  private readonly queueTask: Statement<unknown[]>;

  constructor(db: Database) {
    this.sent = new SentResults(db);
    this.lanes = new DeliveryLaneTable(db);
    this.troubles = new TargetTroubleTable(db);
    // Dead ones too: nobody can send them again. Those that are out may have arrived, and then are delivered all the same.
    this.cancel = db
      .prepare<unknown[], string>(`
        UPDATE outbox SET state = 'cancelled', reason = 'erased', settled_at = @now
        WHERE kind <> 'withdrawal' AND state IN ('waiting', 'leased', 'retrying', 'held', 'dead') AND result IN (
          SELECT seq FROM results WHERE learner IN (SELECT value FROM json_each(@learners))
          UNION ALL SELECT -seq FROM signals WHERE learner IN (SELECT value FROM json_each(@learners)))
        RETURNING (SELECT target FROM delivery_lanes WHERE seq = lane)`)
      .pluck();
    this.queue = db.prepare(`
      INSERT INTO outbox (lane, kind, result, withdrawn, state, queued_at) VALUES (@lane, 'withdrawal', @seq, @sealed, 'waiting', @now)`);
    this.queueTask = db.prepare(`
      INSERT INTO outbox (lane, kind, result, state, reason, queued_at, settled_at)
      VALUES (@lane, 'withdrawal', @seq, 'dead', 'not-expressible', @now, @now)`);
  }

  /**
   * `learners`: numbers of learners of results, as JSON. Gives the targets that had results; undefined when what the request has sealed is
   * not what there is to withdraw.
   */
  erase(learners: string, { at, withdrawals, agreed, mute = [] }: ErasureRequest): ReceiptTargets | undefined {
    const sealed = new Map(withdrawals.map((one) => [`${one.result} ${one.revision}`, one.sealed]));
    const sent = this.sent.of(learners);
    if (!sent.every(({ result, revision }) => sealed.has(`${result} ${revision}`))) return undefined;
    const now = Date.parse(at);
    for (const target of new Set(this.cancel.all({ learners, now }))) this.troubles.endIfNoneIsStuck(target, now);
    for (const one of sent) {
      const how = howToTell(one, agreed, mute);
      if (how === 'hand' && one.ended === 0) {
        this.queueTask.run({ lane: one.lane, seq: one.seq, now });
        this.troubles.start(one.target, 'refused', now);
      } else if (how === 'message') {
        this.lanes.wake(one.lane, now);
        this.queue.run({ lane: one.lane, seq: one.seq, sealed: sealed.get(`${one.result} ${one.revision}`), now });
      }
    }
    return receiptTargets(sent, agreed, mute);
  }
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
