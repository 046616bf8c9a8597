import { supplied } from '../../core/supplied.js';
import type { Directory } from '../../directory/directory.js';
import { type SchoolIdentification, schoolId } from '../../model/school-id.js';
import type { Profile } from '../../privacy/fields/profile.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import type { PupilProfile } from '../../uwlr/grammar/grammar.js';
import type { Office } from '../office.js';
import { conflict, unfit, unknown } from '../refusal.js';
import { knownSchool } from '../schools/known-school.js';
import { fieldsToKeep } from './fields-to-keep.js';

/** A file with pupil data, as it was read. */
export interface RosterInFile {
  /** How it names its school. */
  readonly school: SchoolIdentification;
  readonly message: { readonly version: UwlrVersion };
}

/** What is asked about a file. */
export interface FileScope {
  readonly school?: string;
  readonly profile?: PupilProfile;
  readonly party?: string;
}

/** The school that a file is of, what may be kept of it, and what the operator should know about that. Throws `Refusal`. */
export async function scopeOfFile(
  { store, at }: Pick<Office, 'store' | 'at'>,
  { school: named, message: { version } }: RosterInFile,
  { school: given, profile: asked, party }: FileScope,
): Promise<{ readonly school: string; readonly profile: Profile; readonly remark: string | undefined }> {
  const directory = await store.directory();
  const school = schoolOfFile(directory, named, given);
  const { fields, remark } = fieldsToKeep(directory, { school, profile: asked, party, version, at });
  return { school, profile: fields, remark };
}

/**
 * The school that a file is of: the one that it names, or for a file that names none the one that was given. Throws `Refusal`
 * when there is neither, when they are not the same, and for a school that is not known.
 */
function schoolOfFile(directory: Directory, identification: SchoolIdentification, given: string | undefined): string {
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
