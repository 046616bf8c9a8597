import type { Roster } from '../../model/roster.js';
import { EVERYBODY, membersOf } from '../../model/roster-members.js';
import type { Asked, Part, Question } from '../../model/roster-questions.js';
import { RosterWriter } from '../../model/roster-to-uwlr.js';
import { wholeProfile } from '../../model/sayable-fields.js';
import { encodeParts } from '../../uwlr/encode.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import type { PupilProfile } from '../../uwlr/grammar/grammar.js';

export interface LasAnswerOptions {
  readonly question: Question;
  readonly asked: Asked;
  readonly version: UwlrVersion;
  readonly profile: PupilProfile;
  /** Id of the school. */
  readonly school: string;
  readonly roster: Roster;
  /** aanmaakdatum, an `xs:dateTime`. */
  readonly madeAt: string;
}

/** What a school answers to a question, in pieces of about 16 KB; undefined when there is nothing to give. */
export function lasAnswer(options: LasAnswerOptions): Generator<string> | undefined {
  const { question, asked, version, profile, school, roster, madeAt } = options;
  const writer = new RosterWriter({
    version,
    fields: wholeProfile(profile),
    groups: new Map(roster.groups.map((group) => [group.id, group])),
  });
  const members = asked.groepen === undefined ? EVERYBODY : membersOf(asked.groepen, roster.groups);
  const has = (part: Part) => question.parts.includes(part);
  const learners = has('learners') ? roster.learners.filter((learner) => members.hasLearner(learner)) : [];
  const teachers = has('teachers') ? roster.teachers.filter((teacher) => members.hasTeacher(teacher)) : [];
  const groups = has('groups') ? writer.groups(roster.groups) : undefined;
  if (learners.length === 0 && (has('learners') || (teachers.length === 0 && groups === undefined))) return undefined;
  const content = {
    school: writer.school(roster.origin, school, madeAt, version),
    ...groups,
    ...(learners.length === 0 ? {} : { leerlingen: { leerling: learners.map((learner) => writer.learner(learner)) } }),
    ...(teachers.length === 0 ? {} : { leerkrachten: { leerkracht: teachers.map((teacher) => writer.teacher(teacher)) } }),
  };
  if (writer.problems.length > 0) throw new RangeError(`the school does not fit the profile: ${writer.problems[0]?.path}`);
  return encodeParts(question.answer, version, { [question.container]: content } as never);
}
