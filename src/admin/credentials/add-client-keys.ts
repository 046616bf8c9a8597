import { randomUUID } from 'node:crypto';
import { supplied } from '../../core/supplied.js';
import type { Scope } from '../../directory/access/scopes.js';
import type { ClientKey } from '../../directory/directory.js';
import type { Office } from '../office.js';
import { unfit } from '../refusal.js';
import { addClient, agreeOnReading } from './agree-on-reading.js';
import { clientJwks } from './client-jwk.js';
import { freshKey } from './fresh-key.js';

export interface NewClient {
  readonly client: string;
  /** A JSON Web Key or a set of them, as text. Without one a secret is made. */
  readonly jwk?: string;
  /** With scopes: the client and this school get an agreement about them. */
  readonly school?: string;
  readonly scope?: readonly Scope[];
  readonly purpose?: string;
  /** ISO instant. */
  readonly until?: string;
}

export interface AddedClient {
  readonly client: string;
  /** Ids of the keys that it got. */
  readonly keys: readonly string[];
  /** Only when it was made here. */
  readonly secret?: string;
  /** Id of the agreement that was made. */
  readonly agreement?: string;
}

/** Makes a client a party when it is none, and gives it a key; with a school and scopes also the agreement. Throws `Refusal`. */
export async function addClientKeys({ store, keyring, at }: Office, given: NewClient): Promise<AddedClient> {
  const { client, school, scope, purpose, until, jwk } = given;
  checkNewClient(given, at);
  const jwks = jwk === undefined ? undefined : (await clientJwks(jwk)).map((key) => JSON.stringify(key));
  const secret = jwks === undefined ? freshKey() : undefined;
  const term = supplied({ until });
  const ring = await keyring();
  const reading = { client, ...supplied({ purpose }), ...term };
  const made =
    school === undefined || scope === undefined ? undefined : await agreeOnReading(store, { ...reading, school, scopes: scope }, at);
  await addClient(store, client, at);
  const values = jwks ?? [ring.hashClientSecret(secret as string)];
  const kind: ClientKey['kind'] = jwks === undefined ? 'secret' : 'jwk';
  const keys = values.map((value): ClientKey => ({ id: randomUUID(), party: client, kind, value, from: at, ...term }));
  for (const key of keys) await store.addClientKey(key);
  return {
    client,
    keys: keys.map(({ id }) => id),
    ...supplied({ secret }),
    ...(made === undefined ? {} : { agreement: made.id }),
  };
}

/** What can be said without the store. Throws `Refusal`. */
export function checkNewClient({ school, scope, purpose, until }: NewClient, at: string): void {
  if (until !== undefined && until <= at) throw unfit('--until must be later than now');
  if ((school === undefined) !== (scope === undefined)) throw unfit('--school and --scope go together');
  if (purpose !== undefined && school === undefined) throw unfit('--purpose goes with --school and --scope');
}
