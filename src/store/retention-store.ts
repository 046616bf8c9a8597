import type { DataClass } from '../privacy/data-class.js';

/** How long a school wants a class of data kept. */
export interface SchoolTerm {
  readonly school: string;
  readonly class: DataClass;
  readonly days: number;
  /** ISO instant since when. */
  readonly setAt: string;
}

/**
 * What may go. Absent `school`: what is of no school that we know. `before` is an ISO instant.
 *
 * - `exchanges`: records stored before it. One that a result, an assessment or a later record refers to loses its findings, strips and
 *   digest, and stays for as long as that is so.
 * - `results`: those of a day before `day` (`2024-08-01`), each with all its revisions, and revisions of such a day that were
 *   superseded; assessments that no result is of and that came in before `before`; learners without results and signals whom no roster knows;
 *   activities that no result is of.
 * - `results-exercises`: the same of exercises, without assessments and learners.
 * - `signals`: those raised before it, each with all its revisions.
 * - `annotations`: those made before it, and those of learners whom no roster knows any more.
 * - `results-leavers`: those of pupils who left before it. Who is in the roster of `schoolYear`, or of a later one, has not left. Where no
 *   roster says when they left, the last of their results does: it is of before `day`.
 * - `roster-leavers`: as `RosterStore.purgeRosters`.
 * - `deliveries`: those that came to their end before it, with the attempts at them; that a result which is still here was delivered stays.
 *   What was withdrawn of who was erased is forgotten when it was not told before `noticesBefore`, and will not be.
 * - `disclosures`: of before it. `erasures`: receipts of before it, unless they still keep somebody from coming back.
 * - `audit`: entries of before it, of every school, as it is one chain. Nothing of it goes while any school is held.
 */
export type PurgeScope =
  | { readonly class: 'exchanges'; readonly school?: string; readonly before: string }
  | { readonly class: 'results'; readonly school: string; readonly before: string; readonly day: string }
  | { readonly class: 'results-exercises'; readonly school: string; readonly before: string; readonly day: string }
  | {
      readonly class: 'results-leavers';
      readonly school: string;
      readonly before: string;
      readonly day: string;
      readonly schoolYear: string;
    }
  | { readonly class: 'roster-leavers'; readonly school: string; readonly before: string; readonly beforeYear: string }
  | { readonly class: 'deliveries'; readonly school: string; readonly before: string; readonly noticesBefore: string }
  | { readonly class: 'signals'; readonly school: string; readonly before: string }
  | { readonly class: 'annotations'; readonly school: string; readonly before: string }
  | { readonly class: 'disclosures'; readonly school: string; readonly before: string }
  | { readonly class: 'erasures'; readonly school: string; readonly before: string }
  | { readonly class: 'audit'; readonly school?: never; readonly before: string };

/** What went of one class of one school. */
export interface PurgeLine {
  readonly class: DataClass;
  readonly school?: string;
  /** ISO instant: what is older went. */
  readonly before: string;
  /** Numbers of rows by what they are: `{ results: 12, revisions: 3 }`. Nothing that is 0. */
  readonly removed: Readonly<Record<string, number>>;
  /** Bytes of whole pages that this set free. */
  readonly bytes: number;
}

/** What a purge of a scope would take away, roughly, in rows of the class itself. */
export interface PurgeWeight {
  /** All that there are of the class and school; 0 when nothing is due. */
  readonly rows: number;
  readonly due: number;
  /** Of those, what was due at an earlier moment already, and here by then. */
  readonly overdue: number;
}

/**
 * `running`: under way, or its process ended in the middle. `asks-clock`: it did not believe its clock, and kept what was due, save what an
 * operator accepted. `asks-share`: done, but for classes of schools of which unusually much would have gone.
 */
export type PurgeOutcome = 'running' | 'done' | 'stopped' | 'failed' | 'asks-clock' | 'asks-share';

/** Outcomes of purges that believed their clock. */
export const BELIEVED: readonly PurgeOutcome[] = ['done', 'stopped', 'asks-share'];

export interface PurgeReport {
  readonly id: number;
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly outcome: PurgeOutcome;
  /** Schools of which nothing was removed because they are held. */
  readonly held: readonly string[];
  readonly lines: readonly PurgeLine[];
  /** Size of the database. */
  readonly bytesBefore: number;
  readonly bytesAfter?: number;
}

/** The duty of whoever purges, see `DutyStore`. */
export const PURGE = 'purge';

/** A purge that is under way: the only one on this data, in whatever process. */
export interface PurgeRun {
  readonly id: number;
  /** As in `DutyStore.alone`: another one may begin, and this one has to stop. */
  readonly lost: AbortSignal;
  /**
   * Removes what is in scope, some hundreds of rows at a time, between other writes. False: nothing more goes, as a school is held.
   * Ends early, with what went so far, once `stopping` says so.
   */
  purge(scope: PurgeScope, stopping: () => boolean): Promise<boolean>;
  /**
   * Gives free pages back to the file system. A file of before there was room for that is written anew, once, when much of it is free
   * and `quiet` says that nobody waits for the store.
   */
  shrink(quiet: () => boolean): Promise<void>;
  /** Ends it, and lets the next one begin. */
  finish(end: { readonly at: string; readonly outcome: PurgeOutcome; readonly held: readonly string[] }): Promise<PurgeReport>;
}

/** The part of the store that forgets. */
export interface RetentionStore {
  retentionTerms(): Promise<readonly SchoolTerm[]>;
  /** `days` undefined: the school has no term of its own any more. */
  setRetentionTerm(term: Omit<SchoolTerm, 'days'> & { readonly days: number | undefined }): Promise<void>;
  /** Takes the duty `PURGE` until `finish`. Undefined: another purge is under way. Whoever gets one must `finish` it. `at`: ISO instant. */
  startPurge(at: string): Promise<PurgeRun | undefined>;
  /** What a purge of these scopes of one school would remove as things are now. */
  forecastPurge(scopes: readonly PurgeScope[]): Promise<readonly PurgeLine[]>;
  /** A weight for each scope. `earlier`: the same scopes as they were at the moment `at`. */
  weighPurge(scopes: readonly PurgeScope[], earlier: readonly PurgeScope[], at: string): Promise<readonly PurgeWeight[]>;
  /**
   * The last moment up to `now` (ISO instants) that this store is known to have been at: of a purge that believed its clock, and as long as
   * there is none, of a message. `now` itself when all purges are of later: the clock was set back. Undefined when nothing is known.
   */
  knownMoment(now: string): Promise<string | undefined>;
  /** Newest first. */
  purgeReports(limit: number): Promise<readonly PurgeReport[]>;
}
