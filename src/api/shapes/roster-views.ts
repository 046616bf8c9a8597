import { openGroups, openLearners, openTeachers } from '../../exchange/roster/read-roster.js';
import type { ReceiverNames } from '../../exchange/sight/receiver-names.js';
import type { Group, Learner, Teacher } from '../../model/roster/roster.js';
import type { SchoolKey } from '../../privacy/keys/seal.js';
import type { RosterKind, RosterRow } from '../../store/roster-store.js';
import type { Selection } from './selection.js';

/** What is shown of one kind of object in a roster: without names, and with them. */
export interface RosterView<T> {
  readonly kind: RosterKind;
  open(rows: Iterable<RosterRow>, schoolKey: SchoolKey): Iterable<T>;
  /** The same with the ids that the receiver knows. */
  named(one: T, names: ReceiverNames): T;
  /** What goes out to anybody with the scope for reading: pseudonyms and codes. */
  readonly pseudonymous: Selection<T>;
  /** What goes out when identities are asked for. */
  readonly identified: Selection<T>;
}

const LEARNER = { id: true, yearGroup: true, group: true, combinedGroups: true } as const;

/** `numberEnding` is part of a national number: it is kept for UWLR, and for nothing else. */
export const LEARNERS: RosterView<Learner> = {
  kind: 'learner',
  open: openLearners,
  named: (learner, names) => ({
    ...learner,
    id: names.tell('learner', learner.id),
    ...(learner.group === undefined ? {} : { group: names.tell('group', learner.group) }),
    combinedGroups: learner.combinedGroups.map((group) => names.tell('group', group)).sort(),
  }),
  pseudonymous: LEARNER,
  identified: { ...LEARNER, key: true, eckId: true, name: true, birthDate: true, gender: true, startYearGroup3: true },
};

const GROUP = { id: true, kind: true, name: true, yearGroup: true } as const;

/** With the keys of groups, pupils could be found back in the school's own lists: they go with identities. */
export const GROUPS: RosterView<Group> = {
  kind: 'group',
  open: openGroups,
  named: (group, names) => ({ ...group, id: names.tell('group', group.id) }),
  pseudonymous: GROUP,
  identified: { ...GROUP, key: true },
};

/** A role in words is free text, and may name somebody: without identities only the codes are shown. */
export const TEACHERS: RosterView<Teacher> = {
  kind: 'teacher',
  open: openTeachers,
  named: (teacher, names) => ({
    ...teacher,
    id: names.tell('teacher', teacher.id),
    groups: teacher.groups.map((one) => ({ ...one, group: names.tell('group', one.group) })),
  }),
  pseudonymous: { id: true, groups: { group: true, roles: { code: true } } },
  identified: { id: true, groups: true, key: true, eckId: true, name: true, email: true },
};
