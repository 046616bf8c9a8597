import type {
  Agreement,
  ClientKey,
  Credential,
  Directory,
  Party,
  PartyCertificates,
  PartyChange,
  PrivacyStatement,
  School,
  Target,
  Token,
} from '../directory/directory.js';
import type { ActivityRow } from '../goals/tagger.js';
import type { Assessment, Result } from '../model/result.js';
import type { AliasVault } from './alias-vault.js';
import type { AuditStore } from './audit.js';
import type { CountStore } from './count-store.js';
import type { DutyStore } from './duty-store.js';
import type { ExchangeRecord, Outcome, StripRecord } from './exchange-record.js';
import type { GoalStore } from './goals/goal-store.js';
import type { CarriedBatch } from './goals/signal-store.js';
import type { LastUse, UseKind } from './last-use.js';
import type { LearnerRow } from './learner-row.js';
import type { Noticed } from './noticed.js';
import type { OutboxStore } from './outbox-store.js';
import type { Page, Stretch } from './page-of.js';
import type { RetentionStore } from './retention-store.js';
import type { Disclosure, RightsStore } from './rights-store.js';
import type { RosterStore } from './roster-store.js';
import type { SecretStore } from './secret-store.js';
import type { StoreError, StoreTrouble } from './store-error.js';

export type { ExchangeRecord, LearnerRow, Outcome, Page, Stretch, StripRecord };

interface RowOfResult {
  /** Without revision and supersedes. Its learner is among those of the slice, or was stored before. */
  readonly result: Result;
  readonly assessment: string;
  /** What it is of, with the goals of that. Results of one activity share it by identity. Absent: a re-tag finds out. */
  readonly activity?: ActivityRow;
}

interface KeyedResult extends RowOfResult {
  /** The source's key. Without the white space around it, it is what the id of the result is made of. */
  readonly key: string;
  readonly sealedKey?: never;
}

/** A key that would reveal the learner's id or a national number is sealed. */
interface SealedResult extends RowOfResult {
  readonly sealedKey: Uint8Array;
  /** What stands for the key in the id of the result. */
  readonly identity: string;
  readonly key?: never;
}

/** A result ready to store. */
export type ResultRow = KeyedResult | SealedResult;

export interface AssessmentRow {
  readonly id: string;
  readonly code: string;
  readonly version?: string;
  /** The canonical Assessment as JSON, without revision. Equal text = nothing new. */
  readonly document: string;
}

/** A part of a message: at most some hundreds of rows, so that no step takes long. */
export interface Slice {
  readonly learners: readonly LearnerRow[];
  readonly results: readonly ResultRow[];
}

/** An accepted message, about to be stored. `slices` is read lazily; `strips` is asked for after the last slice. */
export interface Delivery {
  readonly exchange: ExchangeRecord & {
    readonly school: string;
    readonly party: string;
    readonly digest: string;
    readonly createdAtNs: bigint;
  };
  readonly acceptStale: boolean;
  /** True: its createdAt may be that of the last accepted message, which is then noticed. */
  readonly acceptSameMoment?: boolean;
  /** True: its bytes do not say when it was made. The same ones again say something where others came in between. */
  readonly unordered?: boolean;
  /** True: it is no message of the party. Its moment counts for nothing in the order of those. */
  readonly aside?: boolean;
  /** Keyed hash of the idempotency key that the sender gave. Absent: it gave none. */
  readonly requestKey?: string;
  /** `mark` of `ErasedNames` that the slices were made under: who was erased is not in them. Absent: it does not matter. */
  readonly erasures?: number;
  /**
   * `version` of the `Directory` by which its sender may send it, under the agreement and key that `exchange` names. Absent: nobody has to be
   * allowed.
   */
  readonly directory?: number;
  readonly assessments: readonly AssessmentRow[];
  readonly slices: Iterable<Slice>;
  /** What the vendor signals with its results. Absent: nothing. */
  readonly signals?: CarriedBatch;
  /** Ids of the targets that the results go on to, see `OutboxStore`. Absent: none. */
  readonly targets?: readonly string[];
  readonly strips: () => readonly StripRecord[];
}

/** What a request under an idempotency key came to. */
export interface AnsweredRequest {
  /** Of its bytes, as in its exchange record. */
  readonly digest: string;
  /** Id of its exchange. */
  readonly exchange: string;
  /** Results that were stored, and how many of them were there before. */
  readonly results: number;
  readonly revised: number;
  /** Nothing was stored: this exchange had stored the same bytes before, under another key or none. */
  readonly repeats?: string;
}

/**
 * What became of a delivery. `repeated`: the same bytes of this party for this school were accepted before, and, when they are unordered,
 * what they brought is still as they say; only an exchange record is written. `stale`: the createdAt is not later than that of the last accepted message; nothing is written.
 * `answered`: the same bytes came under the same idempotency key before, and get that answer again; only an exchange record is written.
 * `key-reused`: other bytes came under that key; nothing is written.
 * `outdated`: somebody was erased since the slices were made; nothing is written, and they have to be made again.
 * `directory-changed`: the directory is not of that version any more, and something changed that the right to send this message rests on,
 * or where its results go; nothing is written, whatever the message is, and whether its sender may still send it has to be found out by the
 * directory as it is now.
 */
export type Committed =
  | { readonly kind: 'stored'; readonly results: number; readonly revised: number; readonly noticed?: Noticed }
  | { readonly kind: 'repeated'; readonly repeats: string }
  | { readonly kind: 'answered'; readonly answer: AnsweredRequest }
  | { readonly kind: 'key-reused' }
  | { readonly kind: 'stale' }
  | { readonly kind: 'outdated' }
  | { readonly kind: 'directory-changed' };

export interface ResultQuery {
  readonly school: string;
  /** An alias, or the id of a learner of the roster. */
  readonly learner?: string;
  /** Ids of learners of the roster, at least one: only theirs. */
  readonly learners?: readonly string[];
  readonly party?: string;
  /** ISO instant: only what was stored at or after it, by the order of this school alone. */
  readonly since?: string;
  readonly cursor?: string;
  readonly limit: number;
}

export interface AssessmentQuery {
  readonly school: string;
  readonly party?: string;
  readonly cursor?: string;
  readonly limit: number;
}

export interface ExchangeQuery {
  /** ISO instant: only what came or went at or after it. */
  readonly since?: string;
  /** Absent: of every school, which is no list to follow: see `Page`. */
  readonly school?: string;
  readonly party?: string;
  readonly outcome?: Outcome;
  readonly cursor?: string;
  readonly limit: number;
}

/** Of a party: results that took the place of a result of another pupil or test, as their keys were the same. */
export interface ReusedKeys {
  readonly party: string;
  readonly otherPupil: number;
  readonly otherTest: number;
  readonly messages: number;
  /** When the last of these messages came. */
  readonly last: string;
}

/** How many messages of a kind were accepted. */
export interface ExchangeActivity {
  readonly operation: string;
  /** Klantcode; absent for a file. */
  readonly party?: string;
  /** Id of the agreement that they went under; absent where that was not written down. */
  readonly agreement?: string;
  readonly count: number;
  /** ISO instant. */
  readonly last: string;
}

/** A stored result: the canonical Result with revision, when it was stored, and the id of its learner in the roster once that is known. */
export type StoredResult = Result & { readonly revision: number; readonly storedAt: string; readonly rosterLearner?: string };
export type StoredAssessment = Assessment & { readonly revision: number; readonly storedAt: string };
export type StoredExchange = Omit<ExchangeRecord, 'strips' | 'fields'> & { readonly strips: readonly StripRecord[] };

/** One thing that `uwlr doctor` looked at. */
export interface Diagnosis {
  readonly check: string;
  readonly ok: boolean;
  readonly detail: string;
}

/**
 * Where the gateway keeps what it acknowledged. Two implementations: `sqlite/` (default) and `postgres/`;
 * one test suite (`test/store/suite.ts`) runs over each.
 *
 * Every promise that resolves after a write means: durable. Errors: `StoreError` with a code, see `store-error.ts`.
 */
export interface Store extends RosterStore, RetentionStore, AliasVault, AuditStore, SecretStore, DutyStore {
  /** The same store for somebody else to write with, as `AuditEntry.actor` says it. Not to be closed. */
  as(actor: string): Store;
  readonly rights: RightsStore;
  readonly outbox: OutboxStore;
  readonly goals: GoalStore;
  /** Absent: one process serves from this store, and counts by itself. */
  readonly counts?: CountStore;
  /**
   * The current directory. Cheap: a snapshot that is kept until it changes, also by another process or node, which is looked after once in a
   * turn of the event loop. Throws `StoreError('secret')`: see `useSecret`.
   */
  directory(): Promise<Directory>;
  /**
   * The directory as far as this process knows, at once; undefined: it has to be asked for. On SQLite it is the current one, and undefined when
   * so much changed that it is taken over in pieces. Where others change it far away this may lag behind a little: so it is for those whose
   * version is compared when they store, see `Delivery.directory`. Whoever gives something out asks for the current one.
   */
  directoryNow(): Directory | undefined;
  addSchool(school: School): Promise<void>;
  addParty(party: Party): Promise<void>;
  /** Other settings for a party, from the next message on. Throws `StoreError('unknown')`. */
  changeParty(klantcode: string, change: PartyChange): Promise<void>;
  /**
   * A party that nothing needs, with keys that do not hold at `at` (ISO instant) any more. Throws `StoreError('conflict')` that says what
   * needs it, and `StoreError('unknown')`.
   */
  removeParty(klantcode: string, at: string): Promise<void>;
  renameSchool(id: string, name: string): Promise<void>;
  /**
   * All of them and the key, or nothing. Throws `StoreError('conflict')` when a school and party would have two agreements for one exchange
   * at the same moment: see `clashOf`.
   */
  addAgreements(agreements: readonly Agreement[], credential: Credential | undefined): Promise<void>;
  /**
   * From `fresh.from` on `fresh` holds, and the agreement with this id no longer; one that had yet to begin never does. `at`: now, as an
   * ISO instant. Throws `StoreError('conflict')` when that one is over by then, and as `addAgreements`; `StoreError('unknown')`.
   */
  replaceAgreement(id: string, fresh: Agreement, at: string): Promise<void>;
  endAgreement(id: string, at: string): Promise<void>;
  /** One key of a party; its others go on. Takes effect with the next message, as everything in the directory does. */
  revokeCredential(id: string, at: string): Promise<void>;
  /** Adds keys, and lets those of `old` (ids) end at `until`, unless they end sooner: all of it or nothing. */
  replaceCredentials(fresh: readonly Credential[], old: readonly string[], until: string): Promise<void>;
  addToken(token: Token): Promise<void>;
  revokeToken(id: string, at: string): Promise<void>;
  addClientKey(key: ClientKey): Promise<void>;
  revokeClientKey(id: string, at: string): Promise<void>;
  addTarget(target: Target): Promise<void>;
  /** Other settings, sealed, for a target that goes on. Throws `StoreError('unknown')`. */
  setTarget(id: string, settings: Uint8Array): Promise<void>;
  /** From `at` nothing goes there any more; what is waiting never does. */
  endTarget(id: string, at: string): Promise<void>;
  /**
   * True the first time that it is asked with this digest (SHA-256 in hex), false from then on until `until`. Both are ISO instants; `at`
   * is now. Holds for every process on this store, and after a crash.
   */
  useAssertion(digest: string, until: string, at: string): Promise<boolean>;
  /** That keys and tokens were used; of each one the latest counts. Not in the audit. */
  keepLastUses(uses: readonly LastUse[]): Promise<void>;
  /** When each was last used, to the hour, by id; absent: never, or before this was kept. */
  lastUses(kind: UseKind): Promise<ReadonlyMap<string, string>>;
  /** From `at` (ISO instant) nothing moves for this school; undefined: it does again. */
  pauseSchool(id: string, at: string | undefined): Promise<void>;
  /** From `at` nothing of this school is removed; undefined: it may be again. */
  holdSchool(id: string, at: string | undefined): Promise<void>;
  /** What a school says about its processing; undefined: nothing. Throws `StoreError('unknown')`. */
  setSchoolStatement(id: string, statement: PrivacyStatement | undefined): Promise<void>;
  /** Which client certificates a party may come with; undefined: none is asked for. */
  setCertificates(klantcode: string, certificates: PartyCertificates | undefined): Promise<void>;
  /** The wrapped key of a school; stores `fresh` when the school has none yet. */
  schoolKey(school: string, fresh: Uint8Array): Promise<Uint8Array>;

  /**
   * Stores an accepted message in one transaction; concurrent ones share a commit. Within it the version of the directory is compared, and
   * when that changed, whether the message is concerned: so what is revoked is refused with the next message, whichever node takes that in.
   */
  commit(delivery: Delivery): Promise<Committed>;
  /** The request of this party for this school that was answered under an idempotency key, given as a keyed hash. */
  answeredRequest(school: string, party: string, key: string): Promise<AnsweredRequest | undefined>;
  /** Stores the record of a message without results, with to whom it brought data of pupils. */
  record(exchange: ExchangeRecord, disclosure?: Disclosure): Promise<void>;

  /** The learner alias that goes with an ECK iD in this school, for messages without `leerlingid`. */
  aliasesByEckId(school: string, eckIds: readonly string[]): Promise<ReadonlyMap<string, string>>;

  /** Current revisions, oldest stored first. */
  results(query: ResultQuery): Promise<Page<StoredResult>>;
  /** Places of current revisions, lowest first. */
  resultPlaces(query: Omit<ResultQuery, 'cursor' | 'limit'>, stretch: Stretch): Promise<readonly number[]>;
  /** What is stored at these places, also where it is no longer current. */
  resultsAt(school: string, places: readonly number[]): Promise<ReadonlyMap<number, StoredResult>>;
  /** Every revision of one result, oldest first. */
  revisions(school: string, id: string): Promise<readonly StoredResult[]>;
  /** Id of the exchange that brought each of them, in that order. */
  revisionExchanges(school: string, id: string): Promise<readonly string[]>;
  assessments(query: AssessmentQuery): Promise<Page<StoredAssessment>>;
  /** Current revisions of the assessments with these ids, as far as they are there, in no order. */
  assessmentsOf(school: string, ids: readonly string[]): Promise<readonly StoredAssessment[]>;
  /** Newest first, see `Page`. */
  exchanges(query: ExchangeQuery): Promise<Page<StoredExchange>>;
  exchange(id: string): Promise<StoredExchange | undefined>;
  /** The messages of a school that were accepted, as far as their records are kept. */
  exchangeActivity(school: string): Promise<readonly ExchangeActivity[]>;
  /** Of messages that were stored at `since` (ISO instant) or later, by party; as far as their records are still there. */
  reusedKeys(since: string): Promise<readonly ReusedKeys[]>;

  diagnose(): Promise<readonly Diagnosis[]>;
  /** Why nothing can be stored; undefined when it can. Cheap, however many ask: what was found out just now counts. */
  readiness(): Promise<StoreTrouble | undefined>;
  /** The one listener is told when that begins, changes, or is over. */
  onTrouble(listener: (trouble: StoreTrouble | undefined, error?: StoreError) => void): void;
  /** From now on nobody waits for another process that keeps the store locked. */
  hurry(): void;
  /** Waits for what is being written, then closes. */
  close(): Promise<void>;
}
