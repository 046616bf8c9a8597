import type { Profile } from '../../privacy/fields/profile.js';
import type { Store } from '../../store/store.js';
import type { PupilProfile } from '../../uwlr/grammar/grammar.js';
import { note } from '../terminal/print.js';
import { fieldsToKeep } from './fields-to-keep.js';
import type { FileContent } from './roster-file.js';
import { schoolOfFile } from './school-of-file.js';

/** What the command line says about a file. */
export interface FileScope {
  readonly school?: string;
  readonly profile?: PupilProfile;
  readonly party?: string;
}

/** The school that a file is of, and what may be kept of it. Errors: `CommandError`. */
export async function scopeOfFile(
  store: Store,
  { school: named, message: { version } }: FileContent,
  { school: given, profile: asked, party }: FileScope,
): Promise<{ readonly school: string; readonly profile: Profile }> {
  const directory = await store.directory();
  const school = schoolOfFile(directory, named, given);
  const { fields, remark } = fieldsToKeep(directory, { school, profile: asked, party, version, at: new Date().toISOString() });
  if (remark !== undefined) note(remark);
  return { school, profile: fields };
}
