import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../goals/canonical-json.js';
import type { Goal, GoalRelation, GoalSet, LedgerLine, ReadGoalSet } from '../../../goals/goal-set.js';
import { uriKey } from '../../../goals/goal-uri.js';
import type { ImportedGoalSet, StoredGoalSet, WholeGoalSet } from '../../goals/goal-set-store.js';
import { query } from '../../sql/query.js';
import { all, audit, first, run, runMany, type Script } from '../../sql/script.js';
import { StoreError } from '../../store-error.js';
import { auditEntry } from '../audit/audit-entry.js';
import { askRetagOfAll } from './ask-retag.js';
import { raiseGoalVersion } from './goal-versions.js';

/** `school` of an import is '' for a set that everybody may use. */
export type GoalSetWrite =
  | { readonly kind: 'school-sets'; readonly school: string; readonly sets: readonly number[] }
  | { readonly kind: 'import'; readonly school: string; readonly read: ReadGoalSet; readonly at: number };

export interface SetRow {
  readonly seq: number;
  readonly school: string;
  readonly imported_at: number;
  readonly document: string;
}

interface Document {
  readonly document: string;
}

interface OfSet {
  readonly seq: number;
}

const SETS = query<SetRow>(() => 'SELECT seq, school, imported_at, document FROM goal_sets ORDER BY id, seq');
const SET = query<SetRow & { readonly ledger: string }, OfSet>(
  () => 'SELECT seq, school, imported_at, document, ledger FROM goal_sets WHERE seq = @seq',
);
const GOALS = query<Document, OfSet>(() => 'SELECT document FROM goals WHERE goal_set = @seq ORDER BY position');
const RELATIONS = query<Omit<GoalRelation, 'assertedBy'> & { readonly asserted_by: string }, OfSet>(
  () => 'SELECT source, target, type, asserted_by FROM goal_relations WHERE goal_set = @seq ORDER BY position',
);
const GOAL = query<Document, OfSet & { readonly uri: string }>(() => 'SELECT document FROM goals WHERE goal_set = @seq AND uri = @uri');
const CHOSEN = query<{ readonly goal_set: number }, { readonly school: string }>(
  () => 'SELECT goal_set FROM school_goal_sets WHERE school = @school ORDER BY position',
);
const FORGET_CHOSEN = query<never, { readonly school: string }>(() => 'DELETE FROM school_goal_sets WHERE school = @school');
const CHOOSE = query<never, { readonly school: string; readonly set: number; readonly position: number }>(
  () => 'INSERT INTO school_goal_sets (school, goal_set, position) VALUES (@school, @set, @position)',
);
const VERSION = query<
  { readonly seq: number; readonly digest: string },
  { readonly school: string; readonly id: string; readonly version: string }
>(() => 'SELECT seq, digest FROM goal_sets WHERE school = @school AND id = @id AND version = @version');
const EVERY = query<Pick<SetRow, 'school' | 'document'>>(() => 'SELECT school, document FROM goal_sets');
const NEXT = query<OfSet>(() => 'SELECT coalesce(max(seq), 0) + 1 AS seq FROM goal_sets');
const INSERT_SET = query<
  never,
  OfSet & {
    readonly school: string;
    readonly id: string;
    readonly version: string;
    readonly digest: string;
    readonly at: number;
    readonly document: string;
    readonly ledger: string;
  }
>(
  () => `
    INSERT INTO goal_sets (seq, school, id, version, digest, imported_at, document, ledger)
    VALUES (@seq, @school, @id, @version, @digest, @at, @document, @ledger)`,
);
const INSERT_GOAL = query<
  never,
  OfSet & { readonly uri: string; readonly position: number; readonly code: string | null; readonly document: string }
>(() => 'INSERT INTO goals (goal_set, uri, position, code, document) VALUES (@seq, @uri, @position, @code, @document)');
const INSERT_RELATION = query<never, OfSet & GoalRelation & { readonly position: number }>(
  () => `
    INSERT INTO goal_relations (goal_set, position, source, target, type, asserted_by)
    VALUES (@seq, @position, @source, @target, @type, @assertedBy)`,
);

/** All of them, in order of id and of import. */
export function* goalSets(): Script<readonly StoredGoalSet[]> {
  return (yield* all(SETS, undefined)).map(storedSet);
}

/** Everything in one version of a set. */
export function* wholeGoalSet(seq: number): Script<WholeGoalSet | undefined> {
  const row = yield* first(SET, { seq });
  if (row === undefined) return undefined;
  const goals = (yield* all(GOALS, { seq })).map(({ document }) => JSON.parse(document) as Goal);
  const relations = (yield* all(RELATIONS, { seq })).map(({ asserted_by, ...relation }) => ({ ...relation, assertedBy: asserted_by }));
  return { set: storedSet(row), goals, relations, ledger: JSON.parse(row.ledger) as LedgerLine[] };
}

export function* goalOf(seq: number, uri: string): Script<Goal | undefined> {
  const row = yield* first(GOAL, { seq, uri });
  return row && (JSON.parse(row.document) as Goal);
}

/** The sets that a school works with, the one that is shown first at the head. */
export function* chosenSets(school: string): Script<readonly number[]> {
  return (yield* all(CHOSEN, { school })).map(({ goal_set }) => goal_set);
}

export function* writeGoalSets(write: GoalSetWrite, actor: string): Script<ImportedGoalSet | undefined> {
  return write.kind === 'import' ? yield* importSet(write, actor) : yield* choose(write, actor);
}

function* choose({ school, sets }: Extract<GoalSetWrite, { kind: 'school-sets' }>, actor: string): Script<undefined> {
  yield* run(FORGET_CHOSEN, { school });
  yield* runMany(
    CHOOSE,
    sets.map((set, position) => ({ school, set, position })),
  );
  yield* raiseGoalVersion('sets');
  yield* audit(auditEntry(actor, 'goals.choose', { school, counts: { sets: sets.length } }));
}

function* importSet({ school, read, at }: Extract<GoalSetWrite, { kind: 'import' }>, actor: string): Script<ImportedGoalSet> {
  const { set, goals, relations, ledger } = read;
  const { id, version } = set;
  const digest = digestOf(read);
  const there = yield* first(VERSION, { school, id, version });
  if (there !== undefined) {
    if (there.digest === digest) return { seq: there.seq, added: false };
    throw new StoreError('conflict', `goal set ${id}@${version} is stored with another content, and a version never changes`);
  }
  yield* refuseSharedUri(school, set);
  const { seq } = (yield* first(NEXT, undefined))!;
  yield* run(INSERT_SET, { seq, school, id, version, digest, at, document: JSON.stringify(set), ledger: JSON.stringify(ledger) });
  yield* runMany(
    INSERT_GOAL,
    goals.map((one, position) => ({ seq, uri: one.uri, position, code: one.code ?? null, document: JSON.stringify(one) })),
  );
  yield* runMany(
    INSERT_RELATION,
    relations.map(({ source, target, type, assertedBy }, position) => ({ seq, position, source, target, type, assertedBy })),
  );
  yield* raiseGoalVersion('sets');
  yield* askRetagOfAll('goals.import', at, school === '' ? {} : { school });
  const counts = { goals: goals.length, relations: relations.length };
  yield* audit(auditEntry(actor, 'goals.import', { subject: id, ...(school === '' ? {} : { school }), counts }));
  return { seq, added: true };
}

/** A code is read together with the URI of its set: two sets with one URI would leave all codes of both without a goal. */
function* refuseSharedUri(school: string, { uri }: GoalSet): Script<void> {
  for (const { school: of, document } of yield* all(EVERY, undefined)) {
    const other = JSON.parse(document) as GoalSet;
    const meet = of === '' || school === '' || of === school;
    if (meet && uriKey(other.uri) === uriKey(uri))
      throw new StoreError(
        'duplicate',
        `the URI of this goal set is that of ${of === '' || of === school ? `${other.id}@${other.version}` : 'a set of a school'}`,
      );
  }
}

/** Of all that a version holds. The ledger is not part of it: the same set may come from another format. */
function digestOf({ set, goals, relations }: ReadGoalSet): string {
  return createHash('sha256').update(canonicalJson({ set, goals, relations })).digest('base64url');
}

export function storedSet({ seq, school, imported_at, document }: SetRow): StoredGoalSet {
  const set = JSON.parse(document) as GoalSet;
  return { ...set, seq, ...(school === '' ? {} : { school }), importedAt: new Date(imported_at).toISOString() };
}
