import type { Result } from '../model/result.js';
import type { StoredSignal } from './goals/signal-store.js';
import type { Page } from './page-of.js';

/**
 * What became of a delivery: one revision of a result, or its withdrawal, for one target. `leased`: on its way now. `retrying`: it was
 * tried, and what came of it is no answer. `held`: it, its target or its school waits for somebody. `dead`: the target refused it, or
 * its time was over. The last three, and `delivered`, do not change by themselves; but what is dead is `cancelled` once another try or a newer
 * revision was delivered. `task`: the receiver has a result of a pupil who was erased, and cannot be told by a message, so somebody asks it;
 * nothing changes that but `finishErasureTask`.
 */
export const DELIVERY_STATES = ['waiting', 'leased', 'retrying', 'held', 'delivered', 'dead', 'task', 'cancelled'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/**
 * Why a delivery is held, dead or cancelled.
 * - held: `paused` (by somebody), `target-held` (see `HoldReason`), `restricted` (AVG 18), `school-paused`.
 * - dead: `refused` (by the target, for what is in it), `too-old`, `not-expressible` (the target has no way to say it).
 * - cancelled: `by-hand`, `superseded` (a newer revision goes instead), `muted` (by the school, see `SignalMute`), `erased`, `no-agreement`, `target-ended`, `asked` (somebody
 *   asked the receiver to erase it); or that for which it was dead.
 */
export type DeliveryReason =
  | 'paused'
  | 'target-held'
  | 'restricted'
  | 'school-paused'
  | 'refused'
  | 'too-old'
  | 'not-expressible'
  | 'by-hand'
  | 'superseded'
  | 'erased'
  | 'no-agreement'
  | 'target-ended'
  | 'asked'
  | 'muted';

/** Why a target as a whole waits for somebody. `all-refused`: so many in a row that it cannot be the results. */
export const HOLD_REASONS = ['authorisation', 'configuration', 'all-refused'] as const;
export type HoldReason = (typeof HOLD_REASONS)[number];

/** How an attempt ended. `interrupted`: the gateway stopped during it; nobody knows what came of it. */
export const ATTEMPT_OUTCOMES = [
  'answered',
  'connection',
  'timeout',
  'busy',
  'server',
  'content',
  'authorisation',
  'configuration',
  'interrupted',
] as const;
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];

/** Something that the target cannot be told of a delivery. Never the value. */
export interface DeliveryLoss {
  /** Path in the canonical result, or in the message: without indices. */
  readonly path: string;
  readonly reason: string;
}

/** The deliveries that go to a target in one message. It stays together over attempts, unless the target refuses it: then it is halved. */
export interface TakenBatch {
  /** UUID: the idempotency key, the same at every attempt. */
  readonly id: string;
  readonly target: string;
  readonly school: string;
  /** Goes up each time that somebody takes the lane: who has an older one settles nothing any more. */
  readonly lease: number;
  /** From 1. */
  readonly attempt: number;
  readonly size: number;
  /** Later, by a millisecond at least, than in every message to this target for this school before: for `aanmaakdatum`. ISO instant. */
  readonly createdAt: string;
  /** Klantcode of the vendor whose result keys go as they are; those of others are told apart. See `keyFor`. */
  readonly keysOf: string;
  /** ISO instant: when the oldest delivery of it was queued. */
  readonly queuedAt: string;
  /** Failures of the target in a row, up to now. */
  readonly failures: number;
  /** Deliveries that the target refused in a row, up to now. */
  readonly refusals: number;
}

/** What a delivery tells: a revision of a result, that its goals changed, that a result is gone, or what happened to a signal. */
export const DELIVERY_KINDS = ['result', 'result.tagged', 'withdrawal', 'signal.raised', 'signal.superseded', 'signal.withdrawn'] as const;
export type DeliveryKind = (typeof DELIVERY_KINDS)[number];

export function isSignalKind(kind: DeliveryKind): kind is Extract<DeliveryKind, `signal.${string}`> {
  return kind.startsWith('signal.');
}

/** A delivery of a batch with its content. */
export interface OutgoingItem {
  /** Id of the delivery. */
  readonly delivery: string;
  readonly kind: DeliveryKind;
  /** Of a withdrawal: a `Withdrawn` as JSON, sealed under the school's key, as the store has it. Absent: nobody may be told any more. */
  readonly sealedWithdrawn?: Uint8Array;
  /** The same, opened by whoever prepares a shipment. */
  readonly withdrawn?: Withdrawn;
  /** Absent: it is not there any more, or it is a withdrawal. */
  readonly content?: OutgoingContent;
  /** Of an event of a signal. Absent: it is not there any more. */
  readonly signal?: OutgoingSignal;
}

export interface OutgoingSignal {
  readonly signal: StoredSignal;
  /** As that of `OutgoingContent`. */
  readonly sealedId?: Uint8Array;
  /** False: another revision took its place. */
  readonly current: boolean;
}

export interface OutgoingContent {
  readonly result: Result & { readonly revision: number; readonly storedAt: string; readonly rosterLearner?: string };
  /** Id of the test that it is of, as its message defined that. */
  readonly assessment: string;
  /** The key that the source gave it, unless that is sealed under the school's key. */
  readonly key?: string;
  readonly sealedKey?: Uint8Array;
  /** `leerlingid` as a result named it, sealed under the school's key; absent when no result did. */
  readonly sealedId?: Uint8Array;
  /**
   * The learner (`Learner` of `src/model/roster/roster.ts` as JSON) in the newest roster that has them, sealed under the school's key. What the
   * administration says itself: its `key` and `eckId` come before those of results.
   */
  readonly rosterDocument?: Uint8Array;
  /** False: another revision took its place. */
  readonly current: boolean;
}

/** What is kept of a result that a receiver has to be told is gone. No value of it. */
export interface Withdrawn {
  /** Id of the result. */
  readonly result: string;
  readonly revision: number;
  /** Klantcode of the vendor that it was of. */
  readonly party: string;
  /** ISO instant. */
  readonly at: string;
  readonly why: 'erased' | 'withdrawn';
}

/** What became of one delivery of a batch that was answered. `deferred`: it did not fit in the message, and goes in a next one. */
export type ItemOutcome =
  | { readonly kind: 'delivered'; readonly losses?: readonly DeliveryLoss[] }
  | {
      readonly kind: 'dead';
      readonly reason: Extract<DeliveryReason, 'refused' | 'too-old' | 'not-expressible'>;
      readonly losses?: readonly DeliveryLoss[];
    }
  | {
      readonly kind: 'cancelled';
      readonly reason: Extract<DeliveryReason, 'superseded' | 'muted' | 'erased' | 'no-agreement' | 'target-ended' | 'not-expressible'>;
      readonly losses?: readonly DeliveryLoss[];
    }
  | { readonly kind: 'held'; readonly reason: Extract<DeliveryReason, 'restricted'> }
  | { readonly kind: 'deferred' };

export interface AttemptRecord {
  readonly outcome: Exclude<AttemptOutcome, 'interrupted'>;
  /** HTTP status, when there was one. */
  readonly status?: number;
  /** Of a SOAP fault, when it is one that the standard knows; or the code of an error of ours. */
  readonly code?: string;
  /** In our own words; nothing of the answer. */
  readonly words?: string;
}

/**
 * What comes next for a batch. `answered`: per delivery. `retry`: all of it again at `at`, or never. `split`: in halves, each a batch of its
 * own; of one delivery: dead, `refused`. `hold`: the target as a whole waits, and the batch with it.
 */
export type Verdict =
  | { readonly kind: 'answered'; readonly items: ReadonlyMap<string, ItemOutcome> }
  | {
      readonly kind: 'retry';
      readonly at: string;
      /** True: it was tried for long enough. None of it goes any more; `at` is when the next of its lane may. */
      readonly tooOld?: boolean;
      /** Circuit breaker: no attempt at the target before. */
      readonly openUntil?: string;
      /** Only when it failed so often in a row, with this: somebody may have been answered since the batch was taken. */
      readonly afterFailures?: number;
    }
  | { readonly kind: 'split' }
  | { readonly kind: 'hold'; readonly reason: HoldReason };

export interface Settlement {
  readonly batch: string;
  readonly lease: number;
  /** ISO instant. */
  readonly at: string;
  /** Absent: nothing was sent, as none of it could go. */
  readonly attempt?: AttemptRecord;
  readonly verdict: Verdict;
  /**
   * What became of the disclosure that was put on record before. `learners`: whose data left, as it names them; nobody's, and it was none.
   * Absent: there was none, or nobody knows what left.
   */
  readonly departure?: { readonly disclosure: number; readonly learners: readonly string[] };
}

export interface TakeRequest {
  readonly target: string;
  /** Who takes: one per process. */
  readonly owner: string;
  /** ISO instants. From `until` on others may take the lane. */
  readonly at: string;
  readonly until: string;
  /** Deliveries in a new batch, at most. */
  readonly limit: number;
  /** Schools that this process has in work for this target: not those. */
  readonly busy: readonly string[];
}

/** Which deliveries. What is given has to fit. */
export interface DeliveryFilter {
  readonly target?: string;
  readonly school?: string;
  /** Id of the exchange that brought the result. */
  readonly exchange?: string;
  readonly states?: readonly DeliveryState[];
  readonly reason?: DeliveryReason;
  /** Id of a result. */
  readonly result?: string;
  /** ISO instants: queued from `since` on, before `until`. */
  readonly since?: string;
  readonly until?: string;
  /** Id of one delivery. */
  readonly delivery?: string;
}

export interface DeliveryView {
  readonly id: string;
  readonly target: string;
  readonly school: string;
  readonly kind: DeliveryKind;
  readonly state: DeliveryState;
  readonly reason?: DeliveryReason;
  /** Absent when the result is gone. */
  readonly result?: string;
  readonly revision?: number;
  /** Id of the exchange that brought it; absent when its record is gone. */
  readonly exchange?: string;
  readonly queuedAt: string;
  readonly settledAt?: string;
  /** Time of the next attempt, if known. */
  readonly dueAt?: string;
  readonly attempts: number;
  /** Id of the delivery that this one does again. */
  readonly redrives?: string;
  readonly losses: readonly DeliveryLoss[];
}

export interface DeliveryAttempt extends Omit<AttemptRecord, 'outcome'> {
  readonly outcome?: AttemptOutcome;
  readonly batch: string;
  readonly number: number;
  readonly size: number;
  readonly startedAt: string;
  /** Absent: under way. */
  readonly endedAt?: string;
}

/** A message that the gateway sent to a target: one attempt at a batch. */
export interface SentMessage extends DeliveryAttempt {
  readonly target: string;
  /** Klantcode of the party that the target is of. */
  readonly party: string;
  readonly school: string;
}

/** Which messages. What is given has to fit. */
export interface SentQuery {
  readonly school?: string;
  readonly party?: string;
  /** ISO instant: begun then or later. */
  readonly since?: string;
  /** Id of one batch. */
  readonly batch?: string;
  readonly cursor?: string;
  readonly limit: number;
}

export interface DeliveryDetail extends DeliveryView {
  /** Every attempt of every batch that it was in, oldest first. */
  readonly attemptList: readonly DeliveryAttempt[];
  /** Ids of deliveries that did it again. */
  readonly redrivenBy: readonly string[];
}

/** How it stands with one target. */
export interface TargetStatus {
  readonly target: string;
  /** By state; those that are held because target or school is are counted there. */
  readonly counts: Readonly<Record<DeliveryState, number>>;
  /** ISO instants. */
  readonly oldestWaiting?: string;
  readonly lastDelivered?: string;
  readonly failures: number;
  readonly openUntil?: string;
  readonly held?: { readonly reason: HoldReason; readonly since: string };
  /** Undefined `school`: all of the target. `everywhere`: it was not this target that was paused, but every one. */
  readonly pauses: readonly { readonly school?: string; readonly everywhere?: boolean; readonly since: string }[];
}

/** A pause: of a target, of a school, of a school at a target, or of everything. */
export interface PauseScope {
  readonly target?: string;
  readonly school?: string;
}

/**
 * `cancel`: what is not settled yet, or dead, never goes. `redrive`: a new delivery for each that is dead or cancelled, or with `force`
 * delivered. `hold` and `release`: single deliveries, for somebody.
 */
export type DeliveryChange = 'cancel' | 'redrive' | 'hold' | 'release';

export interface Changed {
  readonly changed: number;
  /** How many the filter fits that stay as they are, by why. */
  readonly skipped: Readonly<
    Partial<Record<'on-its-way' | 'already-so' | 'delivered' | 'superseded' | 'gone' | 'waiting-already' | 'not-settled' | 'task', number>>
  >;
  /** By target. */
  readonly byTarget: Readonly<Record<string, number>>;
}

export const TROUBLE_KINDS = ['failing', 'held', 'refused'] as const;
export type TroubleKind = (typeof TROUBLE_KINDS)[number];

/** A time in which something was wrong with a target. One alert when it starts, one when it ends. */
export interface Alert {
  /** Id of the trouble. */
  readonly id: string;
  readonly target: string;
  readonly kind: TroubleKind;
  readonly phase: 'started' | 'ended';
  readonly since: string;
  readonly endedAt?: string;
  readonly reason?: HoldReason;
  /** When somebody was last told of trouble of this kind with this target: of its start or its end. */
  readonly lastTold?: string;
  /** How many are waiting, and how many are dead, now. */
  readonly waiting: number;
  readonly dead: number;
  /** How many erasures somebody has to ask for. */
  readonly tasks: number;
  /** Schools of which some are, by id: at most `MOST_SCHOOLS_NAMED` and one. */
  readonly schools: readonly string[];
}

/** With more of them than this it is the target, and which schools they are helps nobody. */
export const MOST_SCHOOLS_NAMED = 5;

/** What kept a target from being tried. */
export interface ResumedTarget {
  /** It was held. */
  readonly released: boolean;
  /** Something waited for its next attempt. */
  readonly retried: boolean;
}

/**
 * The outbox: deliveries are written in the transaction that stores what they are of (`Delivery.targets`). Per target and school they
 * form a lane, which is worked in order by whoever holds its lease, whatever becomes of other lanes. Every promise that resolves after a
 * write means: durable.
 */
export interface OutboxStore {
  /**
   * The listener is told when there may be something to do: after commits, never within, that queued something or let something go. It
   * may be told for nothing. Commits of other nodes are heard of where the store can tell (PostgreSQL); on SQLite those of this process are,
   * and what a command queues is not. So whoever listens looks by itself as well, now and then. Gives what ends it.
   */
  onWork(listener: () => void): () => void;
  /** Targets with something to do, and when, soonest first; not those that are paused, held or ended. A look only: no write. */
  dueTargets(at: string): Promise<readonly { readonly target: string; readonly dueAt: string }[]>;
  /**
   * Takes a lane of a target that is due and free, and of it the batch in front, or a new one. Undefined: there is none, or the circuit
   * is open, or it is half-open and somebody is trying. The attempt is written down before this resolves. What `at` makes of a lease
   * or a moment that lies further ahead than it can have been meant to: the clock was set back, and it counts as over.
   */
  take(request: TakeRequest): Promise<TakenBatch | undefined>;
  /** What is in a batch, in order. */
  batchItems(batch: string): Promise<readonly OutgoingItem[]>;
  /** False: the lease was lost. */
  renewLease(batch: string, lease: number, until: string): Promise<boolean>;
  /** Writes down what came of a batch, and frees its lane. False: the lease was lost, and nothing is changed. */
  settle(settlement: Settlement): Promise<boolean>;

  /** Newest first, see `Page`. What goes to a target is no list to follow either: `take` gives it, lane by lane. */
  deliveries(query: DeliveryFilter & { readonly cursor?: string; readonly limit: number }): Promise<Page<DeliveryView>>;
  delivery(id: string): Promise<DeliveryDetail | undefined>;
  /** Every attempt at every batch, newest first by when it began, see `Page`. */
  sentMessages(query: SentQuery): Promise<Page<SentMessage>>;
  /** Every target that there is, by id; with `school`, only what is of that school. */
  deliveryStatus(at: string, school?: string): Promise<readonly TargetStatus[]>;
  /**
   * Somebody asked the receiver to erase what it has: the task is done, one at a time. `by`: who says so. Undefined: there is no such task, or
   * it was done before. Otherwise where it was.
   */
  finishErasureTask(id: string, by: string, at: string): Promise<{ readonly target: string; readonly school: string } | undefined>;
  /** One transaction. `dryRun`: says what would be done. */
  changeDeliveries(
    change: DeliveryChange,
    filter: DeliveryFilter,
    how: { readonly at: string; readonly force?: boolean; readonly dryRun?: boolean },
  ): Promise<Changed>;
  /** From `at` on nothing goes; undefined: it does again. False: it was so already. Throws `StoreError('unknown')`. */
  pauseDeliveries(scope: PauseScope, at: string | undefined): Promise<boolean>;
  /** A target that is held, or waits after failures, is tried at once. Throws `StoreError('unknown')`. */
  resumeTarget(target: string, at: string): Promise<ResumedTarget>;
  /** Queues results that are stored, and current, and were never queued for this target. Gives how many. */
  queueStored(request: {
    readonly target: string;
    readonly school: string;
    readonly notOf: string;
    readonly since?: string;
    readonly at: string;
    readonly dryRun?: boolean;
  }): Promise<number>;

  /**
   * Alerts that nobody was told of yet, oldest first: that trouble started which goes on, or that it ended whose start was told. What
   * ended before its start was told is no news. The same one is given again until `alertSent`.
   */
  alerts(at: string): Promise<readonly Alert[]>;
  alertSent(alert: Pick<Alert, 'id' | 'phase'>, at: string): Promise<void>;
}
