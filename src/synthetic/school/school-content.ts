import type { Fields } from '../../model/roster/roster-fitter.js';
import { EVERYBODY, type Members } from '../../model/roster/roster-members.js';
import type { Part } from '../../model/roster/roster-questions.js';
import { RosterWriter } from '../../model/roster/roster-to-uwlr.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import { fieldsOf, type SchoolSet } from './school-set.js';
import type { SyntheticAdministration } from './synthetic-school.js';

export interface SchoolContentOptions {
  readonly version: UwlrVersion;
  readonly set: SchoolSet;
  /** aanmaakdatum, an `xs:dateTime`. */
  readonly madeAt: string;
  /** As the message says it: the version unless given. */
  readonly xsdversie?: string;
  /** All unless given. */
  readonly parts?: readonly Part[];
  readonly members?: Members;
}

const ALL: readonly Part[] = ['groups', 'learners', 'teachers'];

/**
 * A school as the encoder takes it, of a message in which all of it has its place; undefined when there is nothing to give. Throws
 * `RangeError` when it has not what the set demands.
 */
export function schoolContent(school: SyntheticAdministration, options: SchoolContentOptions): Fields | undefined {
  const { version, set, madeAt, xsdversie = version, parts = ALL, members = EVERYBODY } = options;
  const { roster, id, locations, locationOf } = school;
  const writer = new RosterWriter({ version, fields: fieldsOf(set), groups: new Map(roster.groups.map((group) => [group.id, group])) });
  const has = (part: Part) => parts.includes(part);
  const learners = has('learners') ? roster.learners.filter((learner) => members.hasLearner(learner)) : [];
  const teachers = has('teachers') ? roster.teachers.filter((teacher) => members.hasTeacher(teacher)) : [];
  const groups = has('groups') ? writer.groups(roster.groups) : undefined;
  if (learners.length === 0 && (has('learners') || (teachers.length === 0 && groups === undefined))) return undefined;
  const located = set === 'edexml' && version !== '1.0' && locations.length > 0;
  const placeOf = (group = '') => ({ vestiging: { key: locationOf[group] ?? (locations[0]?.key as string) } });
  const content = {
    school: writer.school(roster.origin, id, madeAt, xsdversie),
    ...(located && has('groups') ? { vestigingen: { vestiging: locations.map(({ key, name }) => ({ key, naam: name })) } } : {}),
    ...groups,
    ...list(
      'leerlingen',
      'leerling',
      learners.map((learner) => ({ ...writer.learner(learner), ...(located ? placeOf(learner.group) : {}) })),
    ),
    ...list(
      'leerkrachten',
      'leerkracht',
      teachers.map((teacher) => writer.teacher(teacher)),
    ),
  };
  if (writer.problems.length > 0) throw new RangeError(`the school does not fit the profile: ${writer.problems[0]?.path}`);
  return content;
}

function list(holder: string, name: string, items: readonly Fields[]): Fields {
  return items.length === 0 ? {} : { [holder]: { [name]: items } };
}
