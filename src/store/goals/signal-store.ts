import type { Signal, SignalKind, SignalStatus } from '../../model/signal.js';
import type { ExchangeRecord } from '../exchange-record.js';
import type { LearnerRow } from '../learner-row.js';
import type { Page, Stretch } from '../page-of.js';

/** A kind of signals of a vendor that a school does not want to see: they are stored and counted all the same. */
export interface SignalMute {
  readonly party: string;
  readonly kind: SignalKind;
  /** ISO instant. */
  readonly mutedAt: string;
}

/** A signal ready to store. */
export interface SignalRow {
  readonly id: string;
  /** Alias of the learner. */
  readonly learner: string;
  /** The vendor's own id of the goal. */
  readonly supplierGoal: string;
  readonly kind: SignalKind;
  /** ISO instants. */
  readonly raisedAt: string;
  readonly validUntil?: string;
  /** Ids of the results that it rests on. */
  readonly basis: readonly string[];
  /** Id of the signal whose place it takes. */
  readonly supersedes?: string;
  /** Of what the vendor said: the same digest again is nothing new. */
  readonly digest: string;
  /** The Signal as JSON, without id, revision, learner and status. */
  readonly document: string;
}

/** What a vendor says about signals in one message. */
export interface SignalBatch {
  readonly signals: readonly SignalRow[];
  /** Ids of signals that the vendor takes back. */
  readonly withdrawals: readonly string[];
  /** Ids of the targets that hear of it, see `OutboxStore`. */
  readonly targets: readonly string[];
}

/** Signals with, for each learner, what the store may not know yet. */
export interface CarriedBatch extends SignalBatch {
  readonly learners: readonly LearnerRow[];
}

/** Signals that come by themselves. */
export interface SignalIntake extends CarriedBatch {
  readonly exchange: ExchangeRecord & { readonly school: string; readonly party: string };
  /** As `Delivery.erasures`. */
  readonly erasures: number;
  /** As `Delivery.directory`. */
  readonly directory?: number;
}

export interface SignalCounts {
  /** Signals that are new. */
  readonly raised: number;
  /** Signals that were there, and say something else now. */
  readonly revised: number;
  readonly superseded: number;
  readonly withdrawn: number;
  /** Said before, to the letter: nothing was stored. */
  readonly repeated: number;
}

/** `outdated`, `directory-changed`: as in `Committed`; nothing is written. */
export type SignalsTaken =
  | ({ readonly kind: 'stored' } & SignalCounts)
  | { readonly kind: 'outdated' }
  | { readonly kind: 'directory-changed' };

/** The learner that something stored is about: an alias, and the learner of the roster once that is known. */
export interface LearnerOf {
  readonly learner: string;
  readonly rosterLearner?: string;
}

/** How a signal stands: its newest revision, and the digests of all of them. */
export interface SignalStanding extends LearnerOf {
  readonly status: SignalStatus;
  readonly digests: readonly string[];
}

/** A stored revision of a signal. */
export type StoredSignal = Signal & {
  readonly revision: number;
  /** ISO instant. */
  readonly storedAt: string;
  readonly rosterLearner?: string;
  /** True: the school does not want to see signals of this kind and vendor. */
  readonly muted: boolean;
};

export interface SignalQuery {
  readonly school: string;
  /** Aliases, or ids of learners of the roster. Absent: of everybody. */
  readonly learners?: readonly string[];
  readonly party?: string;
  readonly kind?: SignalKind;
  /** ISO instant: only those that hold then: raised, and not over. Absent: also superseded, withdrawn and past ones. */
  readonly at?: string;
  /** ISO instant: only what was stored at or after it, which each row says itself. */
  readonly since?: string;
  /** True: muted ones too. */
  readonly muted?: boolean;
}

/** How many signals of a vendor and kind a school has. */
export interface SignalTally {
  readonly party: string;
  readonly kind: SignalKind;
  readonly signals: number;
  /** ISO instant; absent: they are shown. */
  readonly mutedAt?: string;
}

export interface SignalStore {
  signalMutes(school: string): Promise<readonly SignalMute[]>;
  /** `at`: ISO instant; undefined: they are shown again. False: it was so already. */
  muteSignals(school: string, party: string, kind: SignalKind, at: string | undefined): Promise<boolean>;
  /** Stores signals of one vendor and its exchange record, all of it or nothing. */
  takeSignals(intake: SignalIntake): Promise<SignalsTaken>;
  /** Those of these signals that there are, by id. */
  signalStandings(school: string, ids: readonly string[]): Promise<ReadonlyMap<string, SignalStanding>>;
  /** Whose the results with these ids are, as far as those are there, by id. */
  learnersOfResults(school: string, ids: readonly string[]): Promise<ReadonlyMap<string, LearnerOf>>;
  /** Who of these aliases is known, by results or by the roster. */
  knownToSignals(school: string, aliases: readonly string[]): Promise<ReadonlyMap<string, LearnerOf>>;
  /** Places of newest revisions, lowest first. */
  signalPlaces(query: SignalQuery, stretch: Stretch): Promise<readonly number[]>;
  /** What is stored at these places, also where it is no longer the newest. */
  signalsAt(school: string, places: readonly number[]): Promise<ReadonlyMap<number, StoredSignal>>;
  /** Newest revisions, in the order in which they were stored. Throws `StoreError('unknown')` for a cursor that is not of this list. */
  signals(query: SignalQuery & { readonly cursor?: string; readonly limit: number }): Promise<Page<StoredSignal>>;
  /** Every revision of one signal, oldest first. */
  signalRevisions(school: string, id: string): Promise<readonly StoredSignal[]>;
  /** Of every vendor and kind that the school has signals of, or has muted. */
  signalTallies(school: string): Promise<readonly SignalTally[]>;
}
