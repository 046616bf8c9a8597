import { supplied } from '../../core/supplied.js';
import type { Directory } from '../../directory/directory.js';
import { type SchoolIdentification, schoolId } from '../../model/school-id.js';
import { conflict, unfit, unknown } from '../refusal.js';
import { knownSchool } from '../schools/known-school.js';

/**
 * The school that a file is of: the one that it names, or for a file that names none the one that was given. Throws `Refusal`
 * when there is neither, when they are not the same, and for a school that is not known.
 */
export function schoolOfFile(directory: Directory, identification: SchoolIdentification, given: string | undefined): string {
  const named = idsOf(identification);
  const [first] = named;
  if (given !== undefined) {
    if (first !== undefined && !named.includes(given)) throw conflict(`the file belongs to another school than ${given}`);
    knownSchool(directory, given);
    return given;
  }
  if (first === undefined) throw unfit('the file does not name its school: give --school');
  const known = named.find((id) => directory.schools.has(id));
  if (known === undefined) throw unknown('the school that the file names is not known: add it with uwlr school add');
  return known;
}

/** BRIN and location, the agreed key, or both. A number of a school in Flanders is none that schools go by here. */
function idsOf({ brincode, dependancecode, schoolkey }: SchoolIdentification): string[] {
  const byBrin = { brincode: brincode ?? '', ...supplied({ dependancecode }) };
  return [
    ...((brincode ?? '') === '' ? [] : [schoolId(byBrin)]),
    ...((schoolkey ?? '').trim() === '' ? [] : [schoolId({ schoolkey: schoolkey as string })]),
  ];
}
