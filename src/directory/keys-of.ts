import { inForce } from './authorise.js';
import type { Credential, Directory } from './directory.js';

/** The keys of a party that hold at an ISO instant; of one school, or of all. */
export function keysOf({ credentials }: Pick<Directory, 'credentials'>, party: string, at: string, school?: string): readonly Credential[] {
  const among = school === undefined ? credentials.by('party', party) : credentials.by('school', school);
  return among.filter((one) => one.party === party && inForce(one, at));
}
