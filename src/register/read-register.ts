import type { School } from '../directory/directory.js';
import type { Terms } from '../privacy/data-class.js';
import { termsOf } from '../retention/terms.js';
import type { RightsStore } from '../store/rights-store.js';
import type { Store } from '../store/store.js';
import { type ProcessingRegister, processingRegister } from './processing-register.js';

type RegisterStore = Pick<Store, 'directory' | 'exchangeActivity' | 'retentionTerms' | 'rosters'> & {
  readonly rights: Pick<RightsStore, 'disclosureActivity'>;
};

/** The register of a school out of the store, as of now. `terms`: those of the gateway, which the school can only make shorter. */
export async function readRegister(store: RegisterStore, school: School, terms: Terms, now: Date): Promise<ProcessingRegister> {
  const files = (await store.rosters(school.id)).filter(({ party }) => party === undefined);
  return processingRegister(await store.directory(), school, {
    at: now.toISOString(),
    lastFile: files
      .map(({ receivedAt }) => receivedAt)
      .sort()
      .at(-1),
    terms: termsOf(school.id, terms, await store.retentionTerms()),
    activity: { exchanges: await store.exchangeActivity(school.id), disclosures: await store.rights.disclosureActivity(school.id) },
  });
}
