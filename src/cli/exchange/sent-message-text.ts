import { supplied } from '../../core/supplied.js';
import type { AttemptOutcome, SentMessage } from '../../store/outbox-store.js';
import { printTable } from '../terminal/print.js';

/** A message to a target as people see it beside the exchanges. */
export interface ShownSent {
  /** Id of the batch: the same at every attempt. */
  readonly id: string;
  readonly direction: 'out';
  readonly operation: 'delivery';
  readonly target: string;
  readonly party: string;
  readonly school: string;
  /** ISO instants. Without `endedAt` it is under way, or its gateway stopped. */
  readonly sentAt: string;
  readonly endedAt?: string;
  readonly outcome?: AttemptOutcome;
  /** HTTP status of the answer. */
  readonly status?: number;
  readonly faultCode?: string;
  /** From 1. */
  readonly attempt: number;
  /** How many deliveries were in it. */
  readonly deliveries: number;
}

export function shownSent({
  batch,
  target,
  party,
  school,
  startedAt,
  endedAt,
  outcome,
  status,
  code,
  number,
  size,
}: SentMessage): ShownSent {
  return {
    id: batch,
    direction: 'out',
    operation: 'delivery',
    target,
    party,
    school,
    sentAt: startedAt,
    ...supplied({ endedAt, outcome, status, faultCode: code }),
    attempt: number,
    deliveries: size,
  };
}

/** Prints the attempts at one message, newest first. */
export function printSentMessages(attempts: readonly ShownSent[]): void {
  const rows = attempts.map(({ attempt, sentAt, target, school, outcome = 'under way', status, faultCode, deliveries }) => [
    String(attempt),
    sentAt,
    target,
    school,
    outcome,
    [status, faultCode].filter((part) => part !== undefined).join(' '),
    String(deliveries),
  ]);
  printTable(['ATTEMPT', 'SENT', 'TARGET', 'SCHOOL', 'OUTCOME', 'ANSWER', 'DELIVERIES'], rows, 'No attempts.');
}
