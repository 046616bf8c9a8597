import { supplied } from '../../core/supplied.js';
import type { IncomingLearner, IncomingRoster, IncomingTeacher, Learner, Roster, Teacher } from '../../model/roster/roster.js';
import type { SchoolKey } from '../../privacy/keys/seal.js';
import type { LearnerAlias } from '../../store/roster-store.js';
import { type GroupIdOf, identifyGroups } from './identify-roster-groups.js';
import { keyOf, type RosterNames, rosterNames } from './identify-roster-keys.js';
import { identifyLearners } from './identify-roster-learners.js';
import { identifyTeachers } from './identify-roster-teachers.js';

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
  const known: Mutable<Learner> = { ...learner, id, combinedGroups: combined };
  if (group !== undefined) known.group = idOf('base', group);
  const trimmed = keyOf(key);
  if (trimmed !== undefined) known.key = trimmed;
  else if (key !== undefined) delete known.key;
  return known;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function teacherWithId({ key, groups, ...rest }: IncomingTeacher, id: string, idOf: GroupIdOf): Teacher {
  const trimmed = keyOf(key);
  return {
    ...rest,
    id,
    ...supplied({ key: trimmed }),
    groups: groups.map((reference) => ({ group: idOf(reference.kind, reference.key), roles: reference.roles })),
  };
}
