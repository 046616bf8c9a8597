import type { Group, Learner, PersonName, Role, Roster, Teacher } from '../../model/roster/roster.js';
import type { RosterKind } from '../../store/roster-store.js';

/** Every property of a type, in the order in which they are written: one that is added to the model has to be added here. */
type Every<T> = { readonly [K in keyof Required<T>]: unknown };

/** One object of a roster as it is kept: equal objects give equal texts. */
export interface RosterDocument {
  readonly kind: RosterKind;
  readonly id: string;
  /** Place among those of its kind in the source, from 0. */
  readonly position: number;
  readonly json: string;
}

/** Groups, learners and teachers, in that order, each made only when it is asked for. */
export function* rosterDocuments({ groups, learners, teachers }: Roster): Generator<RosterDocument> {
  for (const [position, group] of groups.entries()) yield { kind: 'group', id: group.id, position, json: groupJson(group) };
  for (const [position, learner] of learners.entries()) yield { kind: 'learner', id: learner.id, position, json: learnerJson(learner) };
  for (const [position, teacher] of teachers.entries()) yield { kind: 'teacher', id: teacher.id, position, json: teacherJson(teacher) };
}

/** JSON with the properties in a fixed order; what is absent is left out. */
export function groupJson({ id, kind, key, name, yearGroup }: Group): string {
  return JSON.stringify({ id, kind, key, name, yearGroup } satisfies Every<Group>);
}

/** As `groupJson`. Lists keep the order of the source. */
export function learnerJson(learner: Learner): string {
  const { id, key, eckId, birthDate, gender, startYearGroup3, yearGroup, group, combinedGroups, numberEnding } = learner;
  const name = ordered(learner.name);
  const whole = { id, key, eckId, name, birthDate, gender, startYearGroup3, yearGroup, group, combinedGroups, numberEnding };
  return JSON.stringify(whole satisfies Every<Learner>);
}

/** As `learnerJson`. */
export function teacherJson({ id, key, eckId, name, email, groups }: Teacher): string {
  const inGroups = groups.map(({ group, roles }) => ({ group, roles: roles.map(orderedRole) }));
  return JSON.stringify({ id, key, eckId, name: ordered(name), email, groups: inGroups } satisfies Every<Teacher>);
}

function ordered({ family, prefix, initials, call }: PersonName): Every<PersonName> {
  return { family, prefix, initials, call };
}

function orderedRole({ code, description }: Role): Every<Role> {
  return { code, description };
}
