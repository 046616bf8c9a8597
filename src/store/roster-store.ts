import type { Membership } from '../model/roster/roster.js';
import type { UwlrVersion } from '../uwlr/finding.js';
import type { ExchangeRecord } from './exchange-record.js';
import type { Page, Stretch } from './page-of.js';

/** What a roster is made of. */
export type RosterKind = 'group' | 'learner' | 'teacher';

/** One group, learner or teacher of a school year. What it says is sealed under the school's key. */
export interface RosterRow {
  readonly kind: RosterKind;
  readonly id: string;
  /** Keyed digest (hex) of the canonical document: tells whether it changed without opening it. */
  readonly content: string;
  /** The canonical Group, Learner or Teacher as JSON, sealed. */
  readonly document: Uint8Array;
  /** ISO instant from which this school year's roster holds it. */
  readonly since: string;
  /** ISO instant at which it was gone from the source. Absent: it is still there. */
  readonly until?: string;
}

/** Some current objects of one kind, sealed: a row, or a pack, whose document is a list of documents. */
export interface SealedObjects extends Pick<RosterRow, 'kind' | 'document'> {
  /** How many there are in it; absent: it is a row. */
  readonly size?: number;
}

export interface RosterPack extends SealedObjects {
  readonly size: number;
}

/** All current objects of a roster in packs, in the order of its rows. */
export interface RosterPacks {
  readonly head: RosterHead;
  readonly rows: readonly RosterPack[];
}

/** The roster of one school and school year, as a whole. */
export interface RosterHead {
  readonly school: string;
  readonly schoolYear: string;
  /** From 1; goes up with every change of content. */
  readonly revision: number;
  /** ISO instant of the last change of content. */
  readonly changedAt: string;
  /** ISO instant of the last time that the source was heard, changed or not. */
  readonly receivedAt: string;
  /** peildatum and aanmaakdatum as the source gave them. */
  readonly referenceDate?: string;
  readonly createdAt?: string;
  /** schoolkey and instellingsnummer likewise. */
  readonly schoolkey?: string;
  readonly schoolNumber?: string;
  /** Klantcode of the LAS; absent for a file. */
  readonly party?: string;
  /** UWLR version of the source. */
  readonly version: UwlrVersion;
}

/** Head and current rows (those without `until`) as of one moment. Order of rows: as they were given. */
export interface RosterSnapshot {
  readonly head: RosterHead;
  readonly rows: readonly RosterRow[];
}

/** Another name of a learner: a pseudonym made from a key or an ECK iD that the learner had. */
export interface LearnerAlias {
  readonly alias: string;
  readonly learner: string;
}

/** What is needed to see what changed: as `RosterSnapshot`, without the documents. */
export interface RosterContents {
  readonly head: RosterHead;
  readonly rows: readonly Pick<RosterRow, 'kind' | 'id' | 'content'>[];
}

/** What is held, and the digest of what a source said when the roster was last made what it is: see `RosterChange.source`. */
export interface RosterSource {
  readonly head: RosterHead;
  readonly source?: string;
}

/** How a roster changes. Applied in one transaction together with the exchange record, or not at all. */
export interface RosterChange {
  readonly head: Omit<RosterHead, 'revision' | 'changedAt'>;
  /** Revision that the change was worked out against; 0 when there was none. Another one by now: `conflict`. */
  readonly base: number;
  /** As `Delivery.erasures`; another one by now: `conflict`. */
  readonly erasures?: number;
  /** New or changed objects; `position` is their place in the source. Objects that left before and are back are here too. */
  readonly upserts: readonly (Pick<RosterRow, 'kind' | 'id' | 'content' | 'document'> & { readonly position: number })[];
  /** A keyed digest of what the source said. Nothing changes when the same is said again, as long as the store holds it with the roster. */
  readonly source?: string;
  /** `RosterStore.learnerAliasMark` of before `aliases` were worked out; another one by now: `source` is not kept, so that the next sync looks again. */
  readonly aliasMark?: string;
  /** Objects that are gone: they get an `until`, and so do their memberships. */
  readonly left: readonly { readonly kind: RosterKind; readonly id: string }[];
  readonly joined: readonly { readonly group: string; readonly memberKind: 'learner' | 'teacher'; readonly member: string }[];
  readonly parted: readonly { readonly group: string; readonly memberKind: 'learner' | 'teacher'; readonly member: string }[];
  /** Aliases that are new, or that now belong to another learner. */
  readonly aliases: readonly LearnerAlias[];
  /** ISO instant of the change: `since` and `until` of what changes. */
  readonly at: string;
  readonly exchange?: ExchangeRecord;
}

/**
 * `matched`: how many learners that were known from results only are now known to be learners of the roster. A change without
 * upserts, left, joined, parted and aliases leaves revision and changedAt as they were.
 */
export type RosterCommitted =
  | { readonly kind: 'stored'; readonly revision: number; readonly changed: boolean; readonly matched: number }
  | { readonly kind: 'conflict' };

/** A learner whose results fit no learner of the roster yet. */
export interface UnmatchedLearner {
  readonly learner: string;
  readonly results: number;
}

/** The part of the store that keeps pupil data. */
export interface RosterStore {
  /** Every school year of a school, newest first. */
  rosters(school: string): Promise<readonly RosterHead[]>;
  roster(school: string, schoolYear: string): Promise<RosterSnapshot | undefined>;
  rosterContents(school: string, schoolYear: string): Promise<RosterContents | undefined>;
  rosterSource(school: string, schoolYear: string): Promise<RosterSource | undefined>;
  /** What `keepRosterPacks` kept of the revision that the roster has now. Undefined: nothing. */
  rosterPacks(school: string, schoolYear: string): Promise<RosterPacks | undefined>;
  /** Keeps all current objects in packs, unless there are any or the roster changed since: they are gone with the next change. A copy, so no audit entry. */
  keepRosterPacks(packs: RosterPacks): Promise<void>;
  /** One current object. */
  rosterRow(school: string, schoolYear: string, kind: RosterKind, id: string): Promise<RosterRow | undefined>;
  /** Current objects of a kind in the order of their ids, at most `limit`, with the head, all as of one moment. */
  rosterPageById(query: RosterQuery): Promise<RosterPage>;
  /** Ids of all current objects of a kind, in no order, with the head, all as of one moment. */
  rosterIds(query: RosterIdsQuery): Promise<RosterIds>;
  /** Those of these objects that are current, in no order. Ask for a page at a time. */
  rosterRows(school: string, schoolYear: string, kind: RosterKind, ids: readonly string[]): Promise<readonly RosterRow[]>;
  /** How many current objects there are of each kind. */
  rosterCounts(school: string, schoolYear: string): Promise<RosterCounts>;
  /** All of a school year, those that ended too, as of one moment. */
  memberships(school: string, schoolYear: string): Promise<readonly Membership[]>;
  /** Who was in a group with this teacher, in every school year: each stretch of time in a group where the teacher was or is. */
  teacherTies(school: string, teacher: string): Promise<readonly TeacherTie[]>;
  /** Every alias of the school's learners. */
  learnerAliases(school: string): Promise<ReadonlyMap<string, string>>;
  /** Another text once any of those aliases is another, or is of somebody else: see `RosterChange.aliasMark`. */
  learnerAliasMark(school: string): Promise<string>;
  /** Which of these aliases are of learners of the roster: alias -> learner. */
  knownLearners(school: string, aliases: readonly string[]): Promise<ReadonlyMap<string, string>>;
  commitRoster(change: RosterChange): Promise<RosterCommitted>;
  /** Learners known from results only, with the number of their current results. */
  unmatchedLearners(query: { readonly school: string; readonly cursor?: string; readonly limit: number }): Promise<Page<UnmatchedLearner>>;
  /** Places of the same learners, lowest first. */
  unmatchedPlaces(school: string, stretch: Stretch): Promise<readonly number[]>;
  /** The learners at these places, as far as they are still unmatched. */
  unmatchedAt(school: string, places: readonly number[]): Promise<ReadonlyMap<number, UnmatchedLearner>>;
  /**
   * Removes for good what left before `before` (ISO instant) and rosters of school years that are over (before `beforeYear`, as
   * `2025-2026`) and that no source gave since `before`, with memberships, and aliases of learners who are in no year any more. Gives the numbers of rows.
   */
  purgeRosters(options: { readonly school?: string; readonly before: string; readonly beforeYear: string }): Promise<RosterCounts>;
}

/** A membership of a group that a teacher was ever in, those of the teacher among them. */
export interface TeacherTie extends Membership {
  readonly schoolYear: string;
  /** ISO instant since when the gateway has the roster of that school year. */
  readonly rosterSince: string;
}

export interface RosterIdsQuery {
  readonly school: string;
  readonly schoolYear: string;
  readonly kind: RosterKind;
  /** Only members of this group (id). */
  readonly group?: string;
}

/** As `RosterPage`. */
export interface RosterIds {
  readonly head: RosterHead | undefined;
  readonly ids: readonly string[];
}

export interface RosterQuery extends RosterIdsQuery {
  /** Only what has a greater id than this one, whoever that is or was. */
  readonly after?: string;
  readonly limit: number;
}

/** `head` is undefined when there is no roster of that school year. */
export interface RosterPage {
  readonly head: RosterHead | undefined;
  readonly rows: readonly RosterRow[];
}

export interface RosterCounts {
  readonly groups: number;
  readonly learners: number;
  readonly teachers: number;
}
