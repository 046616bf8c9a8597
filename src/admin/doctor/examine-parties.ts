import { nameOf, wantsName } from '../../directory/party-name.js';
import type { Diagnosis, Store } from '../../store/store.js';

/** Whether people read a name where the gateway shows a party. A missing one is reported, and is no failure. */
export async function examineParties(store: Pick<Store, 'directory'>): Promise<Diagnosis> {
  const { parties } = await store.directory();
  const unnamed = [...parties.values()].filter(wantsName);
  const detail =
    unnamed.length === 0
      ? `${parties.size} with a name`
      : unnamed.map((party) => `${party.klantcode} is shown as ${nameOf(party)}: uwlr party set ${party.klantcode} --name NAME`).join('; ');
  return { check: 'parties', ok: true, detail };
}
