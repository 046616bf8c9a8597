import { inForce } from '../../exchange/authorise.js';
import type { Credential, Directory } from '../../store/directory.js';

/** The keys of a party that hold at an ISO instant; of one school, or of all. */
export function keysOf({ credentials }: Directory, party: string, at: string, school?: string): readonly Credential[] {
  return credentials.filter((credential) => {
    return credential.party === party && inForce(credential, at) && (school === undefined || credential.schools.includes(school));
  });
}
