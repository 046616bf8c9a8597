import { randomUUID } from 'node:crypto';
import { freshKey } from '../../admin/credentials/fresh-key.js';
import type { Scope } from '../../api/access/scopes.js';
import { clientJwks, UnfitKey } from '../../api/oauth/client-jwk.js';
import type { Config } from '../../config/config.js';
import type { ClientKey } from '../../directory/directory.js';
import { openKeyring } from '../open/open-keyring.js';
import { withExistingStore } from '../open/open-store.js';
import { wrongUsage } from '../terminal/command-error.js';
import { textOfFile } from '../terminal/text-of-file.js';
import { addClient, agreeOnReading } from './agree-on-reading.js';

/** What the command line gives. */
export interface ClientOptions {
  readonly client: string;
  readonly secret?: true;
  readonly jwk?: string;
  readonly school?: string;
  readonly scope?: readonly Scope[];
  readonly purpose?: string;
  readonly until?: string;
  readonly json?: true;
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

/** Makes a client a party when it is none, and gives it a key; with a school and scopes also the agreement. Errors: `CommandError`. */
export async function addClientKeys(config: Config, options: ClientOptions): Promise<AddedClient> {
  const { client, school, scope, purpose, until, jwk } = options;
  const now = new Date().toISOString();
  if (until !== undefined && until <= now) throw wrongUsage('--until must be later than now');
  if ((school === undefined) !== (scope === undefined)) throw wrongUsage('--school and --scope go together');
  if (purpose !== undefined && school === undefined) throw wrongUsage('--purpose goes with --school and --scope');
  const jwks = jwk === undefined ? undefined : await readJwks(jwk);
  const secret = jwks === undefined ? freshKey() : undefined;
  const term = until === undefined ? {} : { until };
  return withExistingStore(config, async (store) => {
    const keyring = await openKeyring(config, store);
    const reading = { client, ...(purpose === undefined ? {} : { purpose }), ...term };
    const made =
      school === undefined || scope === undefined ? undefined : await agreeOnReading(store, { ...reading, school, scopes: scope }, now);
    await addClient(store, client, now);
    const values = jwks ?? [keyring.hashClientSecret(secret as string)];
    const kind: ClientKey['kind'] = jwks === undefined ? 'secret' : 'jwk';
    const keys = values.map((value): ClientKey => ({ id: randomUUID(), party: client, kind, value, from: now, ...term }));
    for (const key of keys) await store.addClientKey(key);
    return {
      client,
      keys: keys.map(({ id }) => id),
      ...(secret === undefined ? {} : { secret }),
      ...(made === undefined ? {} : { agreement: made.id }),
    };
  });
}

async function readJwks(file: string): Promise<readonly string[]> {
  try {
    return (await clientJwks(await textOfFile(file))).map((key) => JSON.stringify(key));
  } catch (error) {
    throw error instanceof UnfitKey ? wrongUsage(`the key ${error.message}`) : error;
  }
}
