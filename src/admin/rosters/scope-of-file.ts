import type { SchoolIdentification } from '../../model/school-id.js';
import type { Profile } from '../../privacy/fields/profile.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import type { PupilProfile } from '../../uwlr/grammar/grammar.js';
import type { Office } from '../office.js';
import { fieldsToKeep } from './fields-to-keep.js';
import { schoolOfFile } from './school-of-file.js';

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
