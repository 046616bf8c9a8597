import { supplied } from '../../core/supplied.js';
import type { Credential } from '../../directory/directory.js';
import type { Store } from '../../store/store.js';

/** An autorisatiesleutel as people see it: nothing of the key itself. */
export interface ListedKey extends Omit<Credential, 'hash' | 'sealed'> {
  /** True: the gateway presents it to the party. */
  readonly presented: boolean;
  /** ISO instant: the hour in which the party last showed it. */
  readonly lastUsedAt?: string;
}

/** The keys of a party, or those that cover a school, which is then the only one that is named; of all without either. */
export async function listKeys(
  store: Pick<Store, 'directory' | 'lastUses'>,
  { party, school }: { readonly party?: string | undefined; readonly school?: string | undefined },
): Promise<readonly ListedKey[]> {
  const { credentials } = await store.directory();
  const uses = await store.lastUses('key');
  const ofParty = party === undefined ? credentials.all() : credentials.by('party', party);
  const found = school === undefined ? ofParty : ofParty.filter(({ schools }) => schools.includes(school));
  return found.map((key) => listed(key, uses.get(key.id), school));
}

function listed({ id, party, schools, from, until, revokedAt, sealed }: Credential, used: string | undefined, school?: string): ListedKey {
  return {
    id,
    party,
    schools: school === undefined ? schools : [school],
    from,
    ...supplied({ until, revokedAt }),
    presented: sealed !== undefined,
    ...supplied({ lastUsedAt: used }),
  };
}
