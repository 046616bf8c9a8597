import type { TargetKind } from '../directory/directory.js';
import type { ItemOutcome, TakenBatch, Verdict } from '../store/outbox-store.js';
import { backoffMs } from './backoff.js';
import type { Sent } from './shipment.js';

export interface PolicyTerms {
  readonly kind: TargetKind;
  readonly batch: Pick<TakenBatch, 'size' | 'attempt' | 'queuedAt' | 'failures' | 'refusals'>;
  /** Of the target's settings. */
  readonly maxAgeHours?: number | undefined;
  readonly now: Date;
  /** Gives 0 up to 1. */
  readonly random: () => number;
}

const MAX_AGE_HOURS = 72;

/** So many failures in a row, of whatever school, and only one attempt at a time goes to the target. */
const CIRCUIT_OPENS_AT = 5;

/** So many in a row are refused without one that is not: it is not the results. */
const REFUSALS_HOLD_AT = 25;

/** What is old and was waiting for other reasons than failures gets its attempts all the same. */
const ATTEMPTS_BEFORE_TOO_OLD = 20;

/** A batch that a server breaks on so often, while it answers to others, is taken apart; alone it counts as refused. */
const SERVER_ERRORS_OF_BATCH = 8;
const SERVER_ERRORS_ALONE = 20;

/** What comes next for a batch, by what came of its attempt. */
export function verdictOf(sent: Sent, terms: PolicyTerms): Verdict {
  if (sent.kind === 'answered') return answered(sent.items, terms);
  switch (sent.attempt.outcome) {
    case 'authorisation':
    case 'configuration':
      return { kind: 'hold', reason: sent.attempt.outcome };
    case 'content':
      return refused(terms);
    case 'server':
      return breaksOnIt(terms) ? refused(terms) : again(sent.retryAfter, terms);
    case 'busy':
      return again(sent.retryAfter, terms, sent.retryAfter !== undefined);
    case 'connection':
    case 'timeout':
      return again(sent.retryAfter, terms);
  }
}

function answered(items: ReadonlyMap<string, ItemOutcome>, { batch }: PolicyTerms): Verdict {
  const outcomes = [...items.values()];
  // Nothing of it fits: without this it would go round for ever.
  if (outcomes.every(({ kind }) => kind === 'deferred')) return { kind: 'split' };
  const refusals = outcomes.filter((item) => item.kind === 'dead' && item.reason === 'refused').length;
  const none = !outcomes.some(({ kind }) => kind === 'delivered');
  // Somebody may have resumed the target since it said so: held for the same ones again, it would never go on.
  const isAgain = batch.attempt > 1 && batch.refusals === 0;
  if (!isAgain && none && refusals > 0 && batch.refusals + refusals >= REFUSALS_HOLD_AT) return { kind: 'hold', reason: 'all-refused' };
  return { kind: 'answered', items };
}

function refused({ batch }: PolicyTerms): Verdict {
  if (batch.size === 1 && batch.refusals + 1 >= REFUSALS_HOLD_AT) return { kind: 'hold', reason: 'all-refused' };
  return { kind: 'split' };
}

/** At a LAS only: there the keys of the results make it harmless to bring them again in another message. */
function breaksOnIt({ kind, batch: { size, attempt, failures } }: PolicyTerms): boolean {
  const answersOthers = failures + 1 < attempt;
  return kind === 'las' && answersOthers && attempt >= (size === 1 ? SERVER_ERRORS_ALONE : SERVER_ERRORS_OF_BATCH);
}

/** `allWait`: the receiver asked everybody for time, not only for this batch. */
function again(retryAfter: number | undefined, terms: PolicyTerms, allWait = false): Verdict {
  const { batch, now, random } = terms;
  const failures = batch.failures + 1;
  const opens = failures >= CIRCUIT_OPENS_AT;
  // With an open circuit it is the target that waits: its schools take turns in trying, and none falls behind.
  const at = new Date(now.getTime() + backoffMs(opens ? failures : batch.attempt, random, retryAfter)).toISOString();
  const open = allWait ? { openUntil: at } : opens ? { openUntil: at, afterFailures: failures } : {};
  return { kind: 'retry', at, ...(isTooOld(terms) ? { tooOld: true } : {}), ...open };
}

/**
 * Its time is over only when it was tried in earnest: what waited for days as the target was paused or held, or its circuit open, is not
 * given up at the first failure.
 */
function isTooOld({ batch, maxAgeHours = MAX_AGE_HOURS, now }: PolicyTerms): boolean {
  const old = now.getTime() - Date.parse(batch.queuedAt) >= maxAgeHours * 3_600_000;
  return old && (batch.failures + 1 >= CIRCUIT_OPENS_AT || batch.attempt >= ATTEMPTS_BEFORE_TOO_OLD);
}
