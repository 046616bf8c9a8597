import type { SignalIntake, SignalRow } from '../../../src/store/goals/signal-store.js';
import { digestOf, exchange, learner, PARTY, SCHOOL } from './records.js';

const RAISED_AT = '2026-11-02T09:00:00.000Z';

/** An invented signal. The digest follows from the rest. */
export function signalRow(id: string, more: Partial<SignalRow> = {}): SignalRow {
  const document = JSON.stringify({
    party: PARTY,
    supplierGoal: { id: 'KL-1' },
    kind: more.kind ?? 'STUCK',
    raisedAt: more.raisedAt ?? RAISED_AT,
    ...(more.validUntil === undefined ? {} : { validUntil: more.validUntil }),
    limits: 'Zegt niets over rekenen met geld',
  });
  const row = {
    id,
    learner: 'alias-1',
    supplierGoal: 'KL-1',
    kind: 'STUCK',
    raisedAt: RAISED_AT,
    basis: [],
    digest: '',
    document,
    ...more,
  } as const;
  return { ...row, digest: digestOf(JSON.stringify(row)) };
}

let messages = 0;

/** What one vendor says in one message, with the learners of its signals. */
export function signalIntake(
  signals: readonly SignalRow[],
  more: Partial<Omit<SignalIntake, 'exchange'>> & { readonly party?: string; readonly school?: string } = {},
): SignalIntake {
  messages += 1;
  const { party = PARTY, school = SCHOOL, ...rest } = more;
  return {
    exchange: { ...exchange(`s${messages}`, { operation: 'signals.write', outcome: 'accepted' }), school, party },
    learners: [...new Set(signals.map((row) => row.learner))].map((alias) => learner(alias)),
    erasures: 0,
    signals,
    withdrawals: [],
    targets: [],
    ...rest,
  };
}
