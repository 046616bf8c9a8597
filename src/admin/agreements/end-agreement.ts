import { keysOf } from '../../directory/authorise.js';
import type { Agreement, Credential } from '../../directory/directory.js';
import type { Office } from '../office.js';
import { knownAgreement } from './known-agreement.js';

export interface EndedAgreement {
  readonly agreement: Agreement;
  /** To end an agreement takes away the right and not the key: the keys that stay in force over its school. */
  readonly keys: readonly Credential[];
}

/** Ends an agreement now; one that was ended already stays ended since it was. Throws `Refusal` when there is none with this id. */
export async function endAgreement({ store, at }: Pick<Office, 'at'> & EndingStore, id: string, school?: string): Promise<EndedAgreement> {
  knownAgreement(await store.directory(), id, school);
  await store.endAgreement(id, at);
  const directory = await store.directory();
  const agreement = knownAgreement(directory, id);
  return { agreement, keys: keysOf(directory, agreement.party, at, agreement.school) };
}

interface EndingStore {
  readonly store: Pick<Office['store'], 'directory' | 'endAgreement'>;
}
