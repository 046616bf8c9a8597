import type { Directory, School } from '../../directory/directory.js';
import { unknown } from '../refusal.js';

/** The school with this id. Throws `Refusal` when it was never added. */
export function knownSchool({ schools }: Pick<Directory, 'schools'>, id: string): School {
  const known = schools.get(id);
  if (known === undefined) throw unknown(`there is no school ${id}: add it with uwlr school add`);
  return known;
}
