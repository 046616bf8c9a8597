import type { Signal, SignalStatus } from '../../../../model/signal.js';
import type { StoredSignal } from '../../../goals/signal-store.js';

export interface SignalDocumentRow {
  readonly seq: number;
  readonly id: string;
  readonly revision: number;
  readonly status: SignalStatus;
  readonly document: string;
  readonly alias: string;
  readonly roster_learner: string | null;
  readonly stored_at: number;
  readonly exchange: string;
  readonly muted: number;
}

/** SQL: the school does not want to see signal `s`. */
export const MUTED = 'EXISTS (SELECT 1 FROM signal_mutes m WHERE m.school = s.school AND m.party = s.party AND m.kind = s.kind)';

/** SQL: what `storedSignal` reads of signal `s`, and where it stands. */
export const SIGNAL_COLUMNS = `
  s.seq, s.id, s.revision, s.status, s.document, l.alias, l.roster_learner, e.id AS exchange, e.stored_at,
  CASE WHEN ${MUTED} THEN 1 ELSE 0 END AS muted`;
export const SIGNAL_JOINS = 'JOIN learners l ON l.seq = s.learner JOIN exchanges e ON e.seq = s.exchange';

export function storedSignal({ id, revision, status, document, alias, roster_learner, stored_at, muted }: SignalDocumentRow): StoredSignal {
  return {
    id,
    revision,
    ...(JSON.parse(document) as Omit<Signal, 'id' | 'learner' | 'status' | 'revision'>),
    learner: alias,
    ...(roster_learner === null ? {} : { rosterLearner: roster_learner }),
    status,
    storedAt: new Date(stored_at).toISOString(),
    muted: muted === 1,
  };
}
