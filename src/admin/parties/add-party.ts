import { supplied } from '../../core/supplied.js';
import { partyOf } from '../../directory/authorise.js';
import type { Connection, Party } from '../../directory/directory.js';
import { StoreError } from '../../store/store-error.js';
import type { Office } from '../office.js';
import { conflict, unfit } from '../refusal.js';

/** A party that somebody adds. */
export interface NewParty extends Omit<Party, 'klantnaam' | 'connection' | 'certificates' | 'createdAt'> {
  /** Needed for an `ea`. For a `las`: what we present there, unless the connection says so; then it is its own name. */
  readonly klantnaam?: string;
  /** For a `las`. */
  readonly connection?: Connection;
}

/** Adds a vendor or an administration. Throws `Refusal`. */
export async function addParty({ store, keyring, at }: Office, { connection, ...given }: NewParty): Promise<Party> {
  const party: Party =
    given.role === 'las'
      ? await administration(given, connection ?? {}, keyring, at)
      : { ...given, klantnaam: needed(given.klantnaam, 'a vendor needs --klantnaam: the name that it gives in the header'), createdAt: at };
  // The same klantcode in another way of writing would be another party with the same name.
  const same = partyOf(await store.directory(), party.klantcode);
  if (same !== undefined) throw conflict(`party ${same.klantcode} already exists`);
  await store.addParty(party).catch((error: unknown) => {
    throw error instanceof StoreError && error.code === 'duplicate' ? conflict(`party ${party.klantcode} already exists`) : error;
  });
  return party;
}

async function administration(
  { klantnaam, name = klantnaam, ...given }: Omit<NewParty, 'connection'>,
  connection: Connection,
  keyring: Office['keyring'],
  at: string,
): Promise<Party> {
  const presented = needed(
    connection.klantnaam ?? klantnaam,
    'a las needs --as-klantnaam: the name that it issued to you, which the gateway presents there',
  );
  // Without --as-klantnaam, --klantnaam is what the las issued to us: nobody's own name.
  const own = connection.klantnaam === undefined && name === klantnaam ? undefined : name;
  return {
    ...given,
    klantnaam: klantnaam ?? presented,
    ...supplied({ name: own }),
    connection: (await keyring()).sealSecret(JSON.stringify({ ...connection, klantnaam: presented } satisfies Connection)),
    createdAt: at,
  };
}

function needed(text: string | undefined, complaint: string): string {
  if (text === undefined) throw unfit(complaint);
  return text;
}
