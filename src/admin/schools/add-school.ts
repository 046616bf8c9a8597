import { supplied } from '../../core/supplied.js';
import type { School } from '../../directory/directory.js';
import { identificationOf, schoolId } from '../../model/school-id.js';
import { StoreError } from '../../store/store-error.js';
import type { Office } from '../office.js';
import { conflict, unfit } from '../refusal.js';

/** How somebody names a school: by BRIN, or by a key that was agreed on. */
export interface GivenSchool {
  readonly brin?: string;
  /** Location: two digits. */
  readonly dependance?: string;
  readonly schoolkey?: string;
}

/** Adds a school. `openKey` makes its key, so that every command can tell from then on when it has another secret. Throws `Refusal`. */
export async function addSchool(
  { store, at }: Pick<Office, 'store' | 'at'>,
  given: GivenSchool & { readonly name: string },
  openKey: (school: string) => Promise<void>,
): Promise<School> {
  const school: School = { id: idOf(given), name: given.name, createdAt: at };
  await store.addSchool(school).catch((error: unknown) => {
    throw error instanceof StoreError && error.code === 'duplicate' ? conflict(`school ${school.id} already exists`) : error;
  });
  await openKey(school.id);
  return school;
}

function idOf({ brin, dependance, schoolkey }: GivenSchool): string {
  if (schoolkey !== undefined) {
    if (dependance !== undefined) throw unfit('--dependance goes with --brin only');
    return schoolId({ schoolkey });
  }
  if (brin === undefined) throw unfit('give --brin or --schoolkey');
  const id = schoolId({ brincode: brin, ...supplied({ dependancecode: dependance }) });
  const understood = identificationOf(id);
  if (understood?.brincode !== brin) throw unfit('a BRIN is two digits and two capitals such as 99AB, a location two digits');
  return id;
}
