import { supplied } from '../../core/supplied.js';
import type { Loss } from '../result.js';
import { identificationOf } from '../school-id.js';
import type { EduVSchool } from './edu-v-message.js';
import { NO_PLACE } from './entries-of.js';

export interface SchoolReference {
  readonly school: EduVSchool;
  readonly losses: readonly Loss[];
}

/**
 * A school as Edu-V names it: by BRIN, or by the key that it goes by, and by its OnderwijsaanbiederId when that is known. A BRIN alone
 * does not say which location. Throws `RangeError` when it is not an id that `schoolId` gives.
 */
export function schoolReference(id: string, organisations: Readonly<Record<string, string>>): SchoolReference {
  const identification = identificationOf(id);
  if (identification === undefined) throw new RangeError('not the id of a school');
  const { brincode, dependancecode, schoolkey = '' } = identification;
  const master = Object.hasOwn(organisations, id) ? organisations[id] : undefined;
  const own: EduVSchool['organisationIds'][number] =
    brincode === undefined
      ? { organisationId: schoolkey, organisationIdType: 'AS_ID' }
      : { organisationId: brincode, organisationIdType: 'OIE_CODE' };
  const isVague = dependancecode !== undefined && master === undefined;
  return {
    school: { ...supplied({ organisationMasterIdentifier: master }), organisationIds: [own] },
    losses: isVague ? [{ path: 'school/dependancecode', reason: NO_PLACE }] : [],
  };
}
