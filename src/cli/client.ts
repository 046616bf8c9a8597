import { type Command, Option } from 'commander';
import type { NewClient } from '../admin/credentials/add-client-keys.js';
import { listClientKeys } from '../admin/credentials/list-client-keys.js';
import { supplied } from '../core/supplied.js';
import { SCOPES } from '../directory/access/scopes.js';
import { StoreError } from '../store/store-error.js';
import { doing } from './client/doing.js';
import { tokenState } from './client/token-state.js';
import { withExistingStore } from './open/open-store.js';
import type { Session } from './open/session.js';
import { withOffice } from './open/with-office.js';
import { moment, school, text, words } from './terminal/arguments.js';
import { negativeAnswer } from './terminal/command-error.js';
import { jsonOption } from './terminal/json-option.js';
import { note, print, printJson, printTable } from './terminal/print.js';
import { textOfFile } from './terminal/text-of-file.js';

interface ClientOptions extends NewClient {
  readonly secret?: true;
  readonly json?: true;
}

export function registerClient(program: Command, session: Session): void {
  const client = program.command('client').description('clients that get tokens at /oauth2/token, and their credentials');
  client
    .command('add')
    .description('give a client a secret, printed once, or register its public key; --school and --scope also make an agreement')
    .addOption(new Option('--client <name>', 'who it is: its klantcode').argParser(text(128)).makeOptionMandatory())
    .addOption(new Option('--secret', 'make a secret (unless --jwk is given)').conflicts('jwk'))
    .option('--jwk <file>', 'public key or keys: a JSON Web Key or key set; - for standard input')
    .addOption(new Option('--school <school>', 'school whose data it may read, or deliver results of').argParser(school))
    .addOption(new Option('--scope <scopes>', `what it may do: ${SCOPES.join(', ')}`).argParser(words(SCOPES)))
    .addOption(new Option('--purpose <text>', 'what the data are for').argParser(text(500)))
    .addOption(new Option('--until <moment>', 'when key and agreement are over (never)').argParser(moment))
    .addOption(jsonOption())
    .action((options: ClientOptions) => add(session, options));
  client
    .command('keys')
    .description('list the keys of clients, without secrets')
    .addOption(new Option('--client <name>', 'only of this client').argParser(text(128)))
    .addOption(jsonOption())
    .action((options: { client?: string; json?: true }) => keys(session, options));
  client
    .command('revoke-key')
    .description('end a key now, together with its access tokens')
    .argument('<id>', 'as shown by client keys')
    .addOption(jsonOption())
    .action((id: string, options: { json?: true }) => revoke(session, id, options));
}

async function add(session: Session, options: ClientOptions): Promise<void> {
  const { addClientKeys, checkNewClient } = await import('../admin/credentials/add-client-keys.js');
  const { jwk, ...given } = options;
  checkNewClient(given, new Date().toISOString());
  const client = jwk === undefined ? given : { ...given, jwk: await textOfFile(jwk) };
  const { agreement, ...added } = await withOffice(session.config(), (office) => addClientKeys(office, client));
  if (agreement !== undefined)
    note(`Made agreement ${agreement}: it lets ${options.client} ${doing(options.scope)} school ${options.school}.`);
  if (options.json) {
    printJson({ ...added, ...supplied({ agreement }) });
    return;
  }
  for (const id of added.keys) print(`Key ${id} of ${added.client}`);
  if (added.secret === undefined) return;
  print(`client_secret: ${added.secret}`);
  note('Hand it to the client in a safe way. It is not stored here and cannot be shown again.');
}

async function keys(session: Session, { client, json }: { client?: string; json?: true }): Promise<void> {
  const items = await withExistingStore(session.config(), (store) => listClientKeys(store, client === undefined ? undefined : [client]));
  if (json) {
    printJson({ items });
    return;
  }
  const now = new Date().toISOString();
  const rows = items.map((key) => [key.id, key.client, key.kind, key.kid ?? '', key.from, tokenState(key, now), key.lastUsedAt ?? '']);
  printTable(['ID', 'CLIENT', 'KIND', 'KID', 'ADDED', 'STATE', 'LAST USED'], rows, 'No keys yet.');
}

async function revoke(session: Session, id: string, { json }: { json?: true }): Promise<void> {
  const revokedAt = new Date().toISOString();
  await withExistingStore(session.config(), (store) => store.revokeClientKey(id, revokedAt)).catch((error: unknown) => {
    throw error instanceof StoreError && error.code === 'unknown' ? negativeAnswer('there is no key with this id') : error;
  });
  if (json) printJson({ id, revokedAt });
  else print(`Revoked key ${id}.`);
}
