import { supplied } from '../../core/supplied.js';
import { agreementsBetween, inForce, keysOf } from '../../directory/authorise.js';
import type { Agreement } from '../../directory/directory.js';
import type { Office } from '../office.js';
import { knownParty } from './known-party.js';
import { type ShownParty, shownParty } from './shown-party.js';

/** A party with what hangs from it now. */
export interface PartyDetail extends ShownParty {
  /** In force now, or later on. */
  readonly agreements: readonly Agreement[];
  /** Keys that hold now. */
  readonly keys: readonly { readonly id: string; readonly schools: readonly string[]; readonly until?: string }[];
  /** Ids of the targets that results go on to. */
  readonly targets: readonly string[];
}

/** Throws `Refusal` when there is no such party. */
export async function showParty({ store, keyring, at }: Office, klantcode: string): Promise<PartyDetail> {
  const directory = await store.directory();
  const party = knownParty(directory, klantcode);
  return {
    ...shownParty(party, party.connection === undefined ? undefined : await keyring()),
    agreements: agreementsBetween(directory, { party: klantcode }).filter((one) => inForce(one, at < one.from ? one.from : at)),
    keys: keysOf(directory, klantcode, at).map(({ id, schools, until }) => ({ id, schools, ...supplied({ until }) })),
    targets: [...directory.targets.values()].filter((one) => one.party === klantcode && one.endedAt === undefined).map(({ id }) => id),
  };
}
