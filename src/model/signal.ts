import type { SupplierGoal } from './goal-link.js';

/** What a vendor may call to the attention of a teacher: these three, and nothing else. */
export const SIGNAL_KINDS = ['NEW_PROGRESS', 'STUCK', 'FAST'] as const;
export type SignalKind = (typeof SIGNAL_KINDS)[number];

export type SignalStatus = 'raised' | 'superseded' | 'withdrawn';

/** Whether the level that the learner aims at was taken into account. */
export const TARGET_LEVELS = ['considered', 'notConsidered', 'unknown'] as const;

/** Whether the vendor took the level that the learner aims at into account, with the vendor's own name for the level. */
export interface TargetLevel {
  readonly considered: (typeof TARGET_LEVELS)[number];
  readonly label?: string;
}

/**
 * A signal of one vendor about one learner and one goal of that vendor. The vendor decides when it raises one; the gateway never makes,
 * combines or weighs them.
 */
export interface Signal {
  /** UUIDv5 of school, party and what stands for the vendor's key. */
  readonly id: string;
  readonly revision?: number;
  readonly party: string;
  /** Pseudonym within the school. */
  readonly learner: string;
  readonly supplierGoal: SupplierGoal;
  readonly kind: SignalKind;
  /** ISO instants. */
  readonly raisedAt: string;
  readonly validUntil?: string;
  /** Ids of the results that it rests on, and what the vendor says of them. Absent: the vendor supplied no basis. */
  readonly basis?: { readonly results: readonly string[]; readonly itemCount?: string; readonly from?: string; readonly until?: string };
  readonly targetLevel?: TargetLevel;
  /** What the signal does not say, in the vendor's words. */
  readonly limits?: string;
  readonly explanationUrl?: string;
  readonly status: SignalStatus;
  /** Id of the signal that takes its place. */
  readonly supersededBy?: string;
}
