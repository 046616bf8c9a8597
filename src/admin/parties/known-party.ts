import type { Directory, Party } from '../../directory/directory.js';
import { unknown } from '../refusal.js';

/** The party with this klantcode. Throws `Refusal` when there is none, or when one of these schools is not there. */
export function knownParty(
  { schools, parties }: Pick<Directory, 'schools' | 'parties'>,
  klantcode: string,
  ids: readonly string[] = [],
): Party {
  const missing = ids.filter((id) => !schools.has(id));
  if (missing.length > 0) throw unknown(`there is no school ${missing.join(', ')}: add it with uwlr school add`);
  const known = parties.get(klantcode);
  if (known === undefined) throw unknown(`there is no party ${klantcode}: add it with uwlr party add`);
  return known;
}
