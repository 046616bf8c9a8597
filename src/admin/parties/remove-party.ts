import type { Office } from '../office.js';
import { knownParty } from './known-party.js';

/**
 * Removes a party that was added by mistake. One that anything needs stays: agreements, keys, messages, results and what was disclosed to it
 * refer to it, and the register names it. Throws `Refusal` when there is none, and `StoreError('conflict')` that says what needs it.
 */
export async function removeParty({ store, at }: Pick<Office, 'store' | 'at'>, klantcode: string): Promise<void> {
  knownParty(await store.directory(), klantcode);
  await store.removeParty(klantcode, at);
}
