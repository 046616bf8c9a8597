import { isDummyKey } from '../../model/roster/roster.js';
import { schoolYearAt } from '../../model/school-year.js';
import { SchoolKeys } from '../../store/school-keys.js';
import type { Office } from '../office.js';
import { unfit, unknown } from '../refusal.js';
import { knownSchool } from './known-school.js';

/**
 * The id in the roster of a member of staff, by key in the school administration or by ECK iD. Throws `Refusal` when the newest roster up to
 * now has nobody of that name. What was given is in no message.
 */
export async function findTeacher({ store, keyring, at }: Office, school: string, named: string): Promise<string> {
  knownSchool(await store.directory(), school);
  const name = named.trim();
  if (isDummyKey(name)) throw unfit('a key that begins with # is of somebody else in the next roster: give a lasting key, or the ECK iD');
  const runs = schoolYearAt(new Date(at));
  const newest = (await store.rosters(school)).find(({ schoolYear }) => schoolYear <= runs);
  if (newest === undefined) throw unknown(`there is no roster of school ${school}: import one, or let it be synchronised`);
  const schoolKey = await new SchoolKeys(store, await keyring()).of(school);
  for (const id of [schoolKey.alias('leerkracht', name), schoolKey.alias('leerkracht-eckid', name)]) {
    if ((await store.rosterRow(school, newest.schoolYear, 'teacher', id)) !== undefined) return id;
  }
  throw unknown(`the roster of school ${school} for ${newest.schoolYear} has no member of staff with this key or ECK iD`);
}
