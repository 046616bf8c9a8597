import { supplied } from '../../core/supplied.js';
import type { GoalIndex, IndexedGoal, IndexedRelation, IndexedSet, ResolvedGoal, Viewer } from '../../goals/goal-index.js';
import type { Goal, RelationType } from '../../goals/goal-set.js';
import type { GoalSetStore } from '../../store/goals/goal-set-store.js';

/** What an answer says of the set that a goal is of: its standing always goes with it. */
export type SetStanding = Pick<IndexedSet, 'id' | 'version' | 'uri' | 'title' | 'status' | 'legalStatus'> &
  Partial<Pick<IndexedSet, 'publisher' | 'sector' | 'subject' | 'lawFrom' | 'lawUntil' | 'published'>>;

/** A goal at the other end of a relation, as somebody asserts it. */
export interface RelatedGoal {
  readonly goal: string;
  readonly relation: RelationType;
  readonly assertedBy: string;
  /** Of the set that asserts it. */
  readonly set: string;
  readonly setVersion: string;
  /** Absent: the goal is in no loaded set. */
  readonly type?: string;
  readonly code?: string;
  readonly title?: string;
}

export interface NamedGoal {
  readonly goal: string;
  readonly type: string;
  readonly code?: string;
  readonly title: string;
  readonly set: string;
  readonly setVersion: string;
}

export interface GoalView {
  readonly goal: Omit<Goal, 'replaces'>;
  readonly set: SetStanding;
  /** How the text that was asked for led to it. */
  readonly via: ResolvedGoal['via'];
  readonly replacedFrom?: string;
  /** Other loaded sets, or versions, that have the goal. */
  readonly alsoIn: readonly SetStanding[];
  readonly parents: readonly RelatedGoal[];
  readonly children: readonly RelatedGoal[];
  readonly related: readonly RelatedGoal[];
  readonly successors: readonly RelatedGoal[];
  readonly predecessors: readonly RelatedGoal[];
  /** What it adds to over relations that somebody asserts: many to many, never to be added up. */
  readonly kerndoelen: readonly NamedGoal[];
}

export interface GoalQuestion extends Viewer {
  readonly written: string;
  /** URI of the set that the text is a term of. */
  readonly set?: string;
}

/** The goal that is meant by a text, with all that sets say about it. Undefined when no loaded set has one. */
export async function showGoal(
  sets: Pick<GoalSetStore, 'goalIndex' | 'goal'>,
  { written, set, ...viewer }: GoalQuestion,
): Promise<GoalView | undefined> {
  const index = await sets.goalIndex();
  const found = index.resolve(written, { ...viewer, ...supplied({ set }) });
  const whole = found && (await sets.goal(found.setSeq, found.goal));
  if (found === undefined || whole === undefined) return undefined;
  const { replaces: _, ...goal } = whole;
  const { goal: uri } = found;
  const from = index.relationsFrom(uri, viewer);
  const to = index.relationsTo(uri, viewer);
  const ends = (relations: readonly IndexedRelation[], end: 'source' | 'target', types: readonly RelationType[]): readonly RelatedGoal[] =>
    relations.filter(({ type }) => types.includes(type)).map((relation) => relatedGoal(index, relation, relation[end], viewer));
  return {
    goal,
    set: standingOf(index.set(found.setSeq)!),
    via: found.via,
    ...supplied({ replacedFrom: found.replacedFrom }),
    alsoIn: index
      .setsWith(uri, viewer)
      .filter(({ seq }) => seq !== found.setSeq)
      .map(standingOf),
    parents: ends(from, 'target', ABOVE),
    children: ends(to, 'source', ABOVE),
    related: [...ends(from, 'target', BESIDE), ...ends(to, 'source', BESIDE)],
    successors: ends(from, 'target', ['replacedBy']),
    predecessors: ends(to, 'source', ['replacedBy']),
    kerndoelen: index.kerndoelen(uri, viewer).map((kerndoel) => namedGoal(index, kerndoel)),
  };
}

const ABOVE: readonly RelationType[] = ['isChildOf', 'isPartOf', 'exemplifies', 'contributesTo'];
const BESIDE: readonly RelationType[] = ['isRelatedTo', 'exactMatchOf'];

export function standingOf(set: IndexedSet): SetStanding {
  const { id, version, uri, title, status, legalStatus, publisher, sector, subject, lawFrom, lawUntil, published } = set;
  const optional = Object.entries({ publisher, sector, subject, lawFrom, lawUntil, published }).filter(([, value]) => value !== undefined);
  return { id, version, uri, title, status, legalStatus, ...Object.fromEntries(optional) };
}

export function namedGoal(index: GoalIndex, { uri, type, code, title, set }: IndexedGoal): NamedGoal {
  const { id, version } = index.set(set)!;
  return { goal: uri, type, ...supplied({ code }), title, set: id, setVersion: version };
}

function relatedGoal(index: GoalIndex, relation: IndexedRelation, end: string, viewer: Viewer): RelatedGoal {
  const { id, version } = index.set(relation.set)!;
  const there = index.goal(end, viewer);
  return {
    goal: end,
    relation: relation.type,
    assertedBy: relation.assertedBy,
    set: id,
    setVersion: version,
    ...(there === undefined ? {} : { type: there.type, ...supplied({ code: there.code }), title: there.title }),
  };
}
