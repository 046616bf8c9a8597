import { identifyRoster } from '../../dist/exchange/roster/identify-roster.js';
import { planRoster } from '../../dist/exchange/roster/plan-roster.js';
import { Keyring } from '../../dist/privacy/keys/keyring.js';
import { loadSecret } from '../../dist/secret/secret-file.js';
import { openStore } from '../../dist/store/open.js';
import { SchoolKeys } from '../../dist/store/school-keys.js';

/** Makes this `IncomingRoster` the roster of a school, as a sync would. Only for a gateway that does not run. */
export async function fillRoster(directory, school, incoming) {
  const store = await openStore({ dataDirectory: directory });
  try {
    const schoolKey = await new SchoolKeys(store, Keyring.fromSecret(loadSecret({ data: directory }))).of(school);
    const at = new Date().toISOString();
    const { roster, aliases } = identifyRoster(incoming, { schoolKey, aliases: await store.learnerAliases(school), stamp: at });
    const { change } = planRoster(roster, undefined, { schoolKey, school, version: '2.2', at, aliases, memberships: [] });
    const { kind } = await store.commitRoster(change);
    if (kind !== 'stored') throw new Error('the roster was not stored');
  } finally {
    await store.close();
  }
}
