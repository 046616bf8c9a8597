import type { Agreement, Directory } from '../../directory/directory.js';
import { unknown } from '../refusal.js';

/** The agreement with this id; with `school`, only one of that school. Throws `Refusal` when there is none. */
export function knownAgreement({ agreements }: Pick<Directory, 'agreements'>, id: string, school?: string): Agreement {
  const known = agreements.get(id);
  if (known === undefined || (school !== undefined && known.school !== school)) throw unknown('there is no agreement with this id');
  return known;
}
