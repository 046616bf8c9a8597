import { supplied } from '../../core/supplied.js';
import type { ClientKey } from '../../directory/directory.js';
import type { Store } from '../../store/store.js';

/** What a client proves itself with, as people see it: of a secret nothing, of a public key only its name. */
export interface ListedClientKey extends Omit<ClientKey, 'party' | 'value'> {
  /** Klantcode. */
  readonly client: string;
  readonly kid?: string;
  /** ISO instant: the hour in which a token was last asked for with it. */
  readonly lastUsedAt?: string;
}

/** The keys of these clients (klantcodes), or of all. */
export async function listClientKeys(
  store: Pick<Store, 'directory' | 'lastUses'>,
  clients?: readonly string[],
): Promise<readonly ListedClientKey[]> {
  const { clientKeys } = await store.directory();
  const uses = await store.lastUses('client-key');
  const found = clients === undefined ? clientKeys.all() : clients.flatMap((client) => [...clientKeys.by('party', client)]);
  return found.map((key) => listed(key, uses.get(key.id)));
}

function listed({ party, value, ...key }: ClientKey, used: string | undefined): ListedClientKey {
  const { kid } = key.kind === 'jwk' ? (JSON.parse(value) as { readonly kid?: string }) : {};
  return {
    ...key,
    client: party,
    ...supplied({ kid, lastUsedAt: used }),
  };
}
