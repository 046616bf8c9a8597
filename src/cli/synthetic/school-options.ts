import { type Command, InvalidArgumentError, Option } from 'commander';
import { identificationOf } from '../../model/school-id.js';
import { schoolYearAt } from '../../model/school-year.js';
import { isSyntheticSchool } from '../../synthetic/school/is-synthetic-school.js';
import { SCHOOL_SHAPES, type SchoolShape } from '../../synthetic/school/school-shape.js';
import type { SyntheticAdministration } from '../../synthetic/school/synthetic-school.js';
import { count, school, schoolYear, text } from '../terminal/arguments.js';

/** Which invented school. */
export interface SchoolOptions {
  readonly school?: string | undefined;
  readonly schoolYear?: string | undefined;
  readonly pupils?: number | undefined;
  readonly shape?: SchoolShape | undefined;
  readonly seed?: string | undefined;
}

export const MOST_PUPILS = 100_000;
const USUAL_PUPILS = 25;

/** The options of an invented school, of at most so many pupils. */
export function addSchoolOptions(command: Command, most = MOST_PUPILS): Command {
  return command
    .addOption(new Option('--pupils <number>', `how many pupils (${USUAL_PUPILS})`).argParser(count(most)))
    .addOption(new Option('--seed <seed>', 'another seed gives other people (1)').argParser(text(64)))
    .addOption(new Option('--shape <shape>', 'a primary or a secondary school (po)').choices(SCHOOL_SHAPES))
    .addOption(new Option('--school <school>', 'its id, which no real school can have (99XX)').argParser(syntheticSchoolId))
    .addOption(new Option('--school-year <year>', 'as in 2026-2027 (the current one)').argParser(schoolYear));
}

/** The id of a school that cannot exist, as a person writes it. */
export function syntheticSchoolId(given: string): string {
  const id = school(given);
  if (isSyntheticSchool(id)) return id;
  throw new InvalidArgumentError('Expected a school that cannot exist: 99AA to 99ZZ, or schoolkey:verzonnen-NAME.');
}

/** Whether a text is the id of a school, and no name of a file. */
export function isSchoolId(given: string): boolean {
  return identificationOf(given.trim()) !== undefined;
}

/** The school that the options describe: the same one each time. */
export async function inventedSchool(options: SchoolOptions): Promise<SyntheticAdministration> {
  const { syntheticSchool } = await import('../../synthetic/school/synthetic-school.js');
  const { school: brin = '99XX', schoolYear: year = schoolYearAt(new Date()), pupils = USUAL_PUPILS, shape = 'po', seed = '1' } = options;
  return syntheticSchool({ brin, schoolYear: year, learners: pupils, shape, seed });
}
