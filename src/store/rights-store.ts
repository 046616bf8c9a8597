import type { Annotation } from '../goals/annotation.js';
import type { Result } from '../model/result.js';
import type { StoredSignal } from './goals/signal-store.js';
import type { ErasedKind, Receipt } from './receipt.js';
import type { MarkedNotice, RightsMark } from './rights-mark.js';
import type { RosterHead, RosterRow } from './roster-store.js';

/** Everything in a school that is one learner. All of it pseudonyms. */
export interface Person {
  /** The id in rosters, the same in every school year. Absent: known from results only. */
  readonly learner?: string;
  /** Every other name, sorted: made from keys and ECK iDs that the learner has or had. */
  readonly names: readonly string[];
}

/** Every pseudonym of a person, the id in rosters first. */
export function allNames({ learner, names }: Person): readonly string[] {
  return [...new Set([...(learner === undefined ? [] : [learner]), ...names])];
}

/** `ambiguous`: the name is of more than one learner; another name has to tell which one is meant. */
export type PersonFound =
  | { readonly kind: 'found'; readonly person: Person }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'ambiguous' };

/**
 * Whether what was to go left the gateway. `unknown`: it was being sent when the gateway stopped. `not-recorded`: a delivery of a version
 * that put every attempt on record, and not what came of it.
 */
export type DepartureKnown = 'left' | 'unknown' | 'not-recorded';

/** That data of pupils went to a receiver. Written before the first byte of it goes out. */
export interface Disclosure {
  readonly school: string;
  /** Id of the exchange record, or of the request. */
  readonly exchange: string;
  /** ISO instant. */
  readonly at: string;
  /** Klantcode of a party, or who made a file: `cli:<os user>`. */
  readonly receiver: string;
  readonly operation: string;
  /** Id of the agreement under which it went. */
  readonly agreement?: string;
  /** Names of what was given of each. */
  readonly fields: readonly string[];
  /** The roster that it came from. `at`: its `changedAt`. */
  readonly roster?: { readonly schoolYear: string; readonly revision: number; readonly at: string };
  /** Ids or names of whose data it were. Absent: everybody's who was in that roster. */
  readonly learners?: readonly string[];
  /** `mark` of `ErasedNames` from before the data were read. Another one by now: `StoreError('busy')`, as who was erased may be in it. */
  readonly erasures?: number;
  /** True: it is a delivery, which may not leave. What became of it is written down by `OutboxStore.settle`. */
  readonly awaited?: true;
}

/** A disclosure as it is read back. */
export interface KeptDisclosure extends Omit<Disclosure, 'learners' | 'erasures' | 'awaited'> {
  readonly departure: DepartureKnown;
}

/** How often data of pupils went to a receiver in one way. A message that was sent again counts once. */
export interface DisclosureActivity {
  readonly receiver: string;
  readonly operation: string;
  readonly agreement?: string;
  readonly departure: DepartureKnown;
  readonly count: number;
  /** ISO instant. */
  readonly last: string;
}

export type { ErasedKind, Receipt };

export type StoredReceipt = Receipt & { readonly liftedAt?: string };

/** What is kept in the clear of a result, an assessment, a signal or an activity. */
export interface KeptText {
  readonly seq: number;
  readonly id: string;
  readonly revision: number;
  /** JSON. */
  readonly document: string;
  /** Of a result: the source's key, as it is or sealed under the school's key. */
  readonly key?: string;
  readonly sealedKey?: Uint8Array;
}

/** Where a stretch of kept texts begins: behind this one. Absent: from the first. */
export interface KeptTextQuery {
  readonly school: string;
  readonly of: 'results' | 'assessments' | 'signals' | 'activities';
  readonly after?: Pick<KeptText, 'seq' | 'id' | 'revision'>;
  readonly limit: number;
}

/**
 * What takes the place of a kept text. `forgetKey`: the key of the result goes. `code` and `version`: of an assessment, as its document has
 * them. `onlyUnused`: it stays as it is when a result of somebody else is of it. An activity goes, with its links: what is of it is tagged anew.
 */
export type Rewritten =
  | { readonly of: 'results'; readonly seq: number; readonly document: string; readonly forgetKey: boolean }
  | {
      readonly of: 'assessments';
      readonly seq: number;
      readonly document: string;
      readonly code: string;
      readonly version?: string;
      readonly onlyUnused?: boolean;
    }
  | { readonly of: 'signals'; readonly seq: number; readonly document: string; readonly supplierGoal: string }
  | { readonly of: 'activities'; readonly seq: number; readonly onlyUnused?: boolean };

export interface ErasureRequest {
  /** Fresh; becomes the id of the receipt. */
  readonly id: string;
  readonly school: string;
  readonly at: string;
  /** As `findPerson` gave it. */
  readonly person: Person;
  /** Key of 32 bytes for the hashes of the receipt. */
  readonly hashKey: Uint8Array;
  /** Keyed digests (hex) of the names under which the pupil may not come back. */
  readonly digests: readonly string[];
  /** Every alias that a receiver may have been given, and the same sealed for the notice to those who were. */
  readonly receiverAliases: readonly { readonly receiver: string; readonly alias: string; readonly sealedAlias: Uint8Array }[];
  /** As `aliasReceivers` gave them; other ones by now: `changed`. */
  readonly aliasReceivers: readonly { readonly receiver: string; readonly generation: number }[];
  /** For each of `sentResults`, a `Withdrawn` as JSON, sealed under the school's key; other results by now: `changed`. */
  readonly withdrawals: readonly { readonly result: string; readonly revision: number; readonly sealed: Uint8Array }[];
  /** Klantcodes of those who have an agreement with the school for results now: to nobody else goes a message. */
  readonly agreed: readonly string[];
  /** Ids of targets that have no way to say it, though others of their kind have. Absent: none. */
  readonly mute?: readonly string[];
  /** Results of others and assessments in which the pupil is named, without that. Assessments that no result is left of go. Absent: none. */
  readonly rewritten?: readonly Rewritten[];
  /** ISO instant up to which receivers can ask for the notices. */
  readonly noticesUntil: string;
  /**
   * It was erased before, and came back with an older copy of the database: what is kept is the receipt of then, and no mark is made. May
   * be asked more than once under one id.
   */
  readonly again?: { readonly receipt: Receipt; readonly notices: readonly MarkedNotice[] };
  /** True: nothing is changed, the receipt says what would be. */
  readonly dryRun: boolean;
}

/** A result that went to a target. */
export interface SentRevision {
  readonly result: string;
  readonly revision: number;
  /** Klantcode of the vendor that it is of. */
  readonly party: string;
}

/** `changed`: the person is known by other names by now; find it again. `held`: nothing of the school may be removed (legal hold). */
export type Erased = { readonly kind: 'erased'; readonly receipt: Receipt } | { readonly kind: 'changed' } | { readonly kind: 'held' };

/** Who may not come back. An erasure, and one that is lifted, gives the school another `mark`: what was worked out under an earlier one is out of date. */
export interface ErasedNames {
  readonly mark: number;
  readonly digests: ReadonlySet<string>;
}

export interface ErasureNotice {
  readonly seq: number;
  readonly receipt: string;
  readonly at: string;
  readonly until: string;
  readonly sealedAlias: Uint8Array;
}

/** An object of a roster, whether it is still there or not, with the head of its school year. */
export interface KeptRow extends RosterRow {
  readonly head: RosterHead;
}

/** A revision of a result with what only the store knows of it. */
export interface KeptResult {
  readonly result: Result & { readonly revision: number; readonly storedAt: string; readonly rosterLearner?: string };
  /** Id of the exchange that it came by. */
  readonly exchange: string;
  readonly key?: string;
  readonly sealedKey?: Uint8Array;
}

/** A revision of a signal with what only the store knows of it. */
export interface KeptSignal {
  readonly signal: StoredSignal;
  /** Id of the exchange that it came by. */
  readonly exchange: string;
}

/** Everything that is kept of a person. */
export interface PersonData {
  /** Newest school year first. */
  readonly rosterRows: readonly KeptRow[];
  /** Groups by school year, from the first. */
  readonly memberships: readonly {
    readonly schoolYear: string;
    readonly group: string;
    readonly since: string;
    readonly until?: string;
    /** The group's document, sealed; absent when it is gone. */
    readonly document?: Uint8Array;
  }[];
  /** The learner's keys in the administration and ECK iDs, as results told them. */
  readonly learners: readonly { readonly alias: string; readonly eckId?: string; readonly sealedId?: Uint8Array }[];
  /** Every revision, oldest first. */
  readonly results: readonly KeptResult[];
  /** Every revision, oldest first; muted ones too. */
  readonly signals: readonly KeptSignal[];
  /** About the learner, not about a group; oldest first. */
  readonly annotations: readonly Annotation[];
  /** Oldest first. */
  readonly disclosures: readonly KeptDisclosure[];
  readonly restrictedSince?: string;
}

/** The part of the store that serves the rights of pupils (AVG 15 to 18). */
export interface RightsStore {
  /** `rosterId`: as `names`, but the id of a learner in the roster will do too. */
  findPerson(school: string, named: { readonly rosterId?: string; readonly names: readonly string[] }): Promise<PersonFound>;
  everythingOf(school: string, person: Person): Promise<PersonData>;

  /** All that is kept in the clear, in an order that stays. Fewer than `limit`: those are the last. */
  keptTexts(query: KeptTextQuery): Promise<readonly KeptText[]>;

  /** Remembers to whom data went, in one write, and gives a number for each. Throws `StoreError('busy')`, see `Disclosure.erasures`. */
  disclose(disclosures: readonly Disclosure[]): Promise<readonly number[]>;
  /** What went of a school, as far as it is still on record. */
  disclosureActivity(school: string): Promise<readonly DisclosureActivity[]>;

  /** Current revisions of results and signals of the person that a target has, or may have, in whatever revision. Each once. */
  sentResults(school: string, person: Person): Promise<readonly SentRevision[]>;
  /**
   * One transaction. Rosters that the person was in get a new revision. What waits to go to a target never goes, and who has results is
   * told that they are withdrawn.
   */
  erase(request: ErasureRequest): Promise<Erased>;
  /** Takes what was erased out of the write-ahead log too. False: somebody else is reading it; it goes when they are done. */
  scrub(): Promise<boolean>;
  /** Newest first. */
  erasures(school: string): Promise<readonly StoredReceipt[]>;
  /** From now on the pupil may come again. False: there is no such receipt in this school, or it was lifted before. */
  liftErasure(school: string, id: string, at: string): Promise<boolean>;
  erasedNames(school: string): Promise<ErasedNames>;
  /**
   * As they were when they were last read, for what is going to be stored under their mark and decides nothing else: where they are old,
   * `Store.commit` says `outdated`, and the next ones are fresh.
   */
  erasedNamesAtHand(school: string): ErasedNames;
  /** Only the mark of `erasedNames`: without the names, which may be many. */
  erasureMark(school: string): Promise<number>;
  /** What a receiver is to be told at `at`, oldest first. */
  erasureNotices(query: {
    readonly school: string;
    readonly receiver: string;
    readonly at: string;
    readonly after?: number;
    readonly limit: number;
  }): Promise<readonly ErasureNotice[]>;

  /**
   * Rosters that the person is in get a new revision. False: it was so already. `sealedNames`: `allNames` as JSON, sealed under the school's
   * key, for the mark; without it none is made.
   */
  restrict(school: string, person: Person, at: string, on: boolean, sealedNames?: Uint8Array): Promise<boolean>;
  /** Ids and names of the learners whose data must not go out. */
  restricted(school: string): Promise<ReadonlySet<string>>;

  /** Ids and names of all learners of a school, of rosters and results. */
  everyName(school: string): Promise<readonly string[]>;
  /** What is in the file of marks, oldest first. Throws `StoreError('failed')` when it is damaged, or cannot be read. */
  marks(): Promise<readonly RightsMark[]>;
  /** The erasures of this store as marks, oldest first. */
  ownMarks(): Promise<readonly RightsMark[]>;
  /** Adds marks to the file. Resolves when they are on disk. */
  addMarks(marks: readonly RightsMark[]): Promise<void>;
}
