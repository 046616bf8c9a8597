import { addAnnotation } from '../../../admin/teaching/add-annotation.js';
import { holdsNow } from '../../../admin/teaching/annotation-state.js';
import { type ShownGoal, shownGoal } from '../../../admin/teaching/shown-goal.js';
import { supplied } from '../../../core/supplied.js';
import type { ReceiverNames } from '../../../exchange/sight/receiver-names.js';
import type { Annotation, AnnotationKind } from '../../../goals/annotation.js';
import type { GoalIndex } from '../../../goals/goal-index.js';
import { schoolYearAt } from '../../../model/school-year.js';
import { toTheMinute } from '../../../model/to-the-minute.js';
import type { SchoolKey } from '../../../privacy/keys/seal.js';
import type { RosterKind } from '../../../store/roster-store.js';
import type { Stretch } from '../../../store/store.js';
import { StoreError } from '../../../store/store-error.js';
import { invalidParameter } from '../../http/as-problem.js';
import type { ActingCall, Answer, Call } from '../../http/endpoint.js';
import { Problem } from '../../http/problem.js';
import { shuffledPage } from '../../reads/shuffled-page.js';
import { pageAnswer } from '../page-answer.js';

/** A note of a teacher as a client sees it: everybody by the names that this client knows. */
export interface ShownAnnotation {
  readonly id: string;
  readonly author: string;
  readonly learner?: string;
  readonly group?: string;
  readonly goal: ShownGoal;
  readonly kind: AnnotationKind;
  readonly from?: string;
  readonly until?: string;
  readonly note?: string;
  /** To the minute. */
  readonly createdAt: string;
  readonly endedAt?: string;
  readonly holds: boolean;
}

interface Showing {
  readonly index: GoalIndex;
  readonly names: ReceiverNames;
  readonly schoolKey: SchoolKey;
  readonly school: string;
  readonly now: Date;
}

export function shownAnnotations(annotations: readonly Annotation[], showing: Showing): readonly ShownAnnotation[] {
  const { index, names, schoolKey, school, now } = showing;
  const ids = names.tellResults(annotations.map(({ id }) => id));
  return annotations.map((annotation, at) => {
    const { author, learner, group, goal, kind, from, until, note, createdAt, endedAt } = annotation;
    return {
      id: ids[at] as string,
      author: names.tell('teacher', author),
      ...(learner === undefined ? {} : { learner: names.tell('learner', learner) }),
      ...(group === undefined ? {} : { group: names.tell('group', group) }),
      goal: shownGoal(index, goal, { school }),
      kind,
      ...supplied({ from, until }),
      ...(note === undefined ? {} : { note: schoolKey.open(note) }),
      createdAt: toTheMinute(createdAt),
      ...(endedAt === undefined ? {} : { endedAt: toTheMinute(endedAt) }),
      holds: holdsNow(annotation, now),
    };
  });
}

type ListCall = Pick<Call<Record<string, never>>, 'reads' | 'school' | 'names' | 'schoolKey' | 'now'> & {
  readonly query: {
    readonly learner?: string;
    readonly group?: string;
    readonly goal?: string;
    readonly set?: string;
    readonly kind?: AnnotationKind;
    readonly state: 'current' | 'all';
    readonly cursor?: string;
    readonly limit: number;
  };
};

/** A page of notes. */
export async function listAnnotations(call: ListCall): Promise<Answer> {
  const { reads, school, query, now } = call;
  const names = await call.names();
  const index = await reads.goalIndex();
  const goal = query.goal === undefined ? undefined : goalOf(index, query.goal, { school, ...setOf(query) });
  const [learner, group] = await Promise.all([idOf(names, 'learner', query.learner), idOf(names, 'group', query.group)]);
  if (learner === null || group === null || goal === null) return pageAnswer({ items: [] });
  const wanted = {
    school,
    ...supplied({ learner, group, goal, kind: query.kind }),
    ...(query.state === 'current' ? { open: true } : {}),
  };
  const list = {
    places: (stretch: Stretch) => reads.annotationPlaces(wanted, stretch),
    rowsAt: (places: readonly number[]) => reads.annotationsAt(school, places),
    rank: (place: number) => names.rank(place),
  };
  const { items, ...page } = await shuffledPage(list, query);
  const held = query.state === 'current' ? items.filter((one) => holdsNow(one, now)) : items;
  if (held.length === 0) return pageAnswer({ items: [], ...page });
  const showing = { index, names, schoolKey: await call.schoolKey(), school, now };
  return pageAnswer({ items: shownAnnotations(held, showing), ...page });
}

type AddCall = Pick<ActingCall<Record<string, never>>, 'actions' | 'people' | 'school' | 'names' | 'schoolKey' | 'now' | 'teacher'> & {
  readonly query: {
    readonly author?: string;
    readonly learner?: string;
    readonly group?: string;
    readonly goal: string;
    readonly set?: string;
    readonly kind: AnnotationKind;
    readonly from?: string;
    readonly until?: string;
    readonly note?: string;
  };
};

/** Each time is one more pupil who is erased in the moment between looking up and storing. */
const ATTEMPTS = 10;

/** Keeps a note, and gives it. Undefined: the token sees no such teacher, learner or group. */
export async function noteSomething(call: AddCall): Promise<Answer | undefined> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const done = await noteOnce(call);
    if (done !== 'outdated') return done;
  }
  throw new StoreError('busy', 'annotations: pupils are being erased all the time');
}

async function noteOnce(call: AddCall): Promise<Answer | undefined | 'outdated'> {
  const { actions, school, query, now } = call;
  const { learner, group, author, goal, set, kind, from, until, note } = query;
  if ((learner === undefined) === (group === undefined)) throw invalidParameter('learner', 'or `group` must be given, and not both');
  const names = await call.names();
  const erasures = await actions.erasureMark(school);
  const by = await authorOf(call, names, author);
  const about =
    learner === undefined
      ? { group: await present(call, names, 'group', group) }
      : { learner: await present(call, names, 'learner', learner) };
  const [subject] = Object.values(about);
  if (by === undefined || subject === undefined) return undefined;
  const schoolKey = await call.schoolKey();
  const added = await addAnnotation(
    { annotations: actions.goals.annotations, sets: actions.goals.sets },
    schoolKey,
    {
      ...{ school, author: by, goal, kind, erasures },
      about: learner === undefined ? { group: subject } : { learner: subject },
      ...supplied({ set, from, until, note }),
    },
    now.toISOString(),
  );
  if (added.kind === 'unknown-goal') throw invalidParameter('goal', 'must be a goal of a loaded goal set');
  if (added.kind === 'no-note') throw invalidParameter('note', 'must be given with the kind `note`');
  if (added.kind === 'no-period') throw invalidParameter('until', 'must not be before `from`');
  if (added.kind === 'outdated') return 'outdated';
  if (added.kind === 'too-many') throw new Problem('too-many-annotations');
  const showing = { index: await actions.goals.sets.goalIndex(), names, schoolKey, school, now };
  const [body] = shownAnnotations([added.annotation], showing);
  await names.keep();
  return body && { body };
}

type EndCall = Pick<ActingCall<Record<string, never>>, 'actions' | 'people' | 'school' | 'names' | 'schoolKey' | 'now' | 'teacher' | 'id'>;

/** Ends a note; one that was ended stays so. Undefined: the token sees no such note. Throws `other-author`. */
export async function endNote(call: EndCall): Promise<Answer | undefined> {
  const { actions, people, school, id, teacher, now } = call;
  const names = await call.names();
  for (const candidate of names.resultsCalled(id)) {
    const annotation = await people.annotation(school, candidate);
    if (annotation === undefined) continue;
    if (teacher !== undefined && teacher !== annotation.author) throw new Problem('other-author');
    const at = now.toISOString();
    const ended = annotation.endedAt === undefined && (await actions.goals.annotations.endAnnotation(school, candidate, at));
    const showing = { index: await actions.goals.sets.goalIndex(), names, schoolKey: await call.schoolKey(), school, now };
    const [body] = shownAnnotations([ended ? { ...annotation, endedAt: at } : annotation], showing);
    await names.keep();
    return body && { body };
  }
  return undefined;
}

/** Who notes it: the teacher of the token, or whom a token of nobody in particular names. */
async function authorOf(call: AddCall, names: ReceiverNames, named: string | undefined): Promise<string | undefined> {
  const { teacher } = call;
  if (teacher === undefined && named === undefined) throw invalidParameter('author', 'must be given: the token is of no teacher');
  if (named === undefined) return teacher;
  const author = await present(call, names, 'teacher', named);
  return teacher === undefined || teacher === author ? author : undefined;
}

/** The id of somebody who is in the roster now, as far as the token sees. */
async function present(
  { people, school, now }: Pick<AddCall, 'people' | 'school' | 'now'>,
  names: ReceiverNames,
  kind: RosterKind,
  alias: string | undefined,
): Promise<string | undefined> {
  const id = alias === undefined ? undefined : await names.find(kind, alias);
  if (id === undefined) return undefined;
  return (await people.rosterRow(school, schoolYearAt(now), kind, id)) === undefined ? undefined : id;
}

/** Null: nobody whom the client knows. */
async function idOf(names: ReceiverNames, kind: RosterKind, alias: string | undefined): Promise<string | undefined | null> {
  return alias === undefined ? undefined : ((await names.find(kind, alias)) ?? null);
}

/** Null: no goal of a loaded set. */
function goalOf(index: GoalIndex, written: string, hints: { readonly school: string; readonly set?: string }): string | null {
  return index.resolve(written, hints)?.goal ?? null;
}

function setOf({ set }: { readonly set?: string }): { readonly set?: string } {
  return supplied({ set });
}
