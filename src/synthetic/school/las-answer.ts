import { EVERYBODY, membersOf } from '../../model/roster/roster-members.js';
import type { Asked, Question } from '../../model/roster/roster-questions.js';
import { encodeParts } from '../../uwlr/encode.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import { schoolContent } from './school-content.js';
import type { SchoolSet } from './school-set.js';
import type { SyntheticAdministration } from './synthetic-school.js';

export interface LasAnswerOptions {
  readonly question: Question;
  readonly asked: Asked;
  readonly version: UwlrVersion;
  readonly set: SchoolSet;
  readonly school: SyntheticAdministration;
  /** aanmaakdatum, an `xs:dateTime`. */
  readonly madeAt: string;
}

/** What a school answers to a question, in pieces of about 16 KB; undefined when there is nothing to give. */
export function lasAnswer({ question, asked, version, set, school, madeAt }: LasAnswerOptions): Generator<string> | undefined {
  const members = asked.groepen === undefined ? EVERYBODY : membersOf(asked.groepen, school.roster.groups);
  const content = schoolContent(school, { version, set, madeAt, parts: question.parts, members });
  if (content === undefined) return undefined;
  return encodeParts(question.answer, version, { [question.container]: content } as never);
}
