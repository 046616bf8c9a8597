import { type InMaking, supplied } from '../../core/supplied.js';
import {
  type Group,
  type GroupKind,
  type IncomingGroup,
  type IncomingLearner,
  type IncomingRoster,
  type IncomingTeacher,
  isDummyKey,
  type Learner,
  type Roster,
  type Teacher,
} from '../../model/roster/roster.js';
import type { AliasKind, SchoolKey } from '../../privacy/keys/seal.js';
import type { LearnerAlias } from '../../store/roster-store.js';
import { dummyValue, keyOf, type RosterNames, rosterNames } from './identify-roster-keys.js';
import { identifyLearners } from './identify-roster-learners.js';

export interface IdentifyOptions {
  readonly schoolKey: SchoolKey;
  /** Every alias of the school's learners so far, with the id of the learner. */
  readonly aliases: ReadonlyMap<string, string>;
  /** What no other message of the school has: the ids that come from its dummy keys last as long as the message. */
  readonly stamp: string;
}

export interface IdentifiedRoster {
  readonly roster: Roster;
  /** Aliases that are new, or that belonged to another learner until now. */
  readonly aliases: readonly LearnerAlias[];
}

/**
 * Tells who is who: gives everything in a roster an id, and turns references into ids (UWLR, keys: spec a.4 and h). The same
 * input gives the same output. The roster was checked before: a reference to a group that is not in it, a person without key and
 * ECK iD, and two groups or two teachers with one key throw `RangeError`. Its text says where, never what.
 */
export function identifyRoster(incoming: IncomingRoster, options: IdentifyOptions): IdentifiedRoster {
  const { groups, idOf } = identifyGroups(incoming.groups, options);
  const { ids, aliases } = identifyLearners(incoming.learners.map(namesAs('learner')), options);
  const teacherIds = identifyTeachers(incoming.teachers.map(namesAs('teacher')), options);
  return {
    roster: {
      origin: incoming.origin,
      groups,
      learners: incoming.learners.map((learner, at) => withId(learner, ids[at] as string, idOf)),
      teachers: incoming.teachers.map((teacher, at) => teacherWithId(teacher, teacherIds[at] as string, idOf)),
    },
    aliases,
  };
}

function namesAs(kind: string): (person: IncomingLearner | IncomingTeacher, at: number) => RosterNames {
  return (person, at) => rosterNames(person, `${kind} ${at + 1}`);
}

function withId(learner: IncomingLearner, id: string, idOf: GroupIdOf): Learner {
  const { key, group, combinedGroups } = learner;
  const combined = combinedGroups.length === 0 ? combinedGroups : combinedGroups.map((one) => idOf('combined', one));
  const known: InMaking<Learner> = { ...learner, id, combinedGroups: combined };
  if (group !== undefined) known.group = idOf('base', group);
  const trimmed = keyOf(key);
  if (trimmed !== undefined) known.key = trimmed;
  else if (key !== undefined) delete known.key;
  return known;
}

function teacherWithId({ key, groups, ...rest }: IncomingTeacher, id: string, idOf: GroupIdOf): Teacher {
  const trimmed = keyOf(key);
  return {
    ...rest,
    id,
    ...supplied({ key: trimmed }),
    groups: groups.map((reference) => ({ group: idOf(reference.kind, reference.key), roles: reference.roles })),
  };
}

/** The id of the group with this key. Throws `RangeError` when the roster has none. */
type GroupIdOf = (kind: GroupKind, key: string) => string;

const ALIAS_KIND: Readonly<Record<GroupKind, AliasKind>> = { base: 'groep', combined: 'samengestelde_groep' };

/** A base group and a combined group with one key are two groups. Two of one kind throw `RangeError`. */
function identifyGroups(
  incoming: readonly IncomingGroup[],
  { schoolKey, stamp }: { readonly schoolKey: SchoolKey; readonly stamp: string },
): { readonly groups: readonly Group[]; readonly idOf: GroupIdOf } {
  const ids: Readonly<Record<GroupKind, Map<string, string>>> = { base: new Map(), combined: new Map() };
  const groups = incoming.map((group, at) => {
    const key = keyOf(group.key);
    if (key === undefined) throw new RangeError(`group ${at + 1} has no key`);
    const known = ids[group.kind];
    if (known.has(key)) throw new RangeError(`group ${at + 1} has the key of another group`);
    const id = schoolKey.alias(ALIAS_KIND[group.kind], isDummyKey(key) ? dummyValue(key, stamp) : key);
    known.set(key, id);
    return { ...group, id, key };
  });
  return { groups, idOf };

  function idOf(kind: GroupKind, key: string): string {
    const id = ids[kind].get(key.trim());
    if (id === undefined) throw new RangeError(`a reference to a ${kind} group that is not in the roster`);
    return id;
  }
}

/**
 * The ids of teachers: by key, else by ECK iD, else by a dummy key, which lasts for this message only. Nothing is kept about a
 * teacher over time, so no aliases. Two teachers with one id throw `RangeError`.
 */
function identifyTeachers(
  teachers: readonly RosterNames[],
  { schoolKey, stamp }: { readonly schoolKey: SchoolKey; readonly stamp: string },
): readonly string[] {
  const given = new Set<string>();
  return teachers.map((names, at) => {
    const id = teacherId(names, schoolKey, stamp);
    if (given.has(id)) throw new RangeError(`teacher ${at + 1} has the key or ECK iD of another teacher`);
    given.add(id);
    return id;
  });
}

function teacherId({ key, dummyKey = '', eckId }: RosterNames, schoolKey: SchoolKey, stamp: string): string {
  if (key !== undefined) return schoolKey.alias('leerkracht', key);
  if (eckId !== undefined) return schoolKey.alias('leerkracht-eckid', eckId);
  return schoolKey.alias('leerkracht', dummyValue(dummyKey, stamp));
}
