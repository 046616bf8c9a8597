import { type Command, Option } from 'commander';
import { type AddedKey, addKey, checkTerm } from '../admin/credentials/add-key.js';
import { type ListedKey, listKeys } from '../admin/credentials/list-keys.js';
import { type KeysToRotate, rotateKeys } from '../admin/credentials/rotate-keys.js';
import { supplied } from '../core/supplied.js';
import type { Credential } from '../directory/directory.js';
import { StoreError } from '../store/store-error.js';
import { type CheckKeyOptions, checkGivenKey, printCheckedKey } from './key/check-key.js';
import { givenKey, remarksOnKey } from './key/given-key.js';
import { withExistingStore } from './open/open-store.js';
import type { Session } from './open/session.js';
import { withOffice } from './open/with-office.js';
import { moment, period, schools, text } from './terminal/arguments.js';
import { negativeAnswer } from './terminal/command-error.js';
import { EXIT } from './terminal/exit-code.js';
import { jsonOption } from './terminal/json-option.js';
import { note, print, printJson, printTable } from './terminal/print.js';

interface Json {
  readonly json?: true;
}

interface AddKeyOptions {
  readonly party: string;
  readonly school: readonly string[];
  readonly from?: string;
  readonly until?: string;
  readonly keyFile?: string;
}

type RotateOptions = Omit<KeysToRotate, 'given'> & { readonly keyFile?: string };

const HANDED = 'Hand it to the other side in a safe way. It is not stored here and cannot be shown again.';

export function registerKey(program: Command, session: Session): void {
  const key = program.command('key').description('autorisatiesleutels: the keys with which parties authenticate');
  key
    .command('list')
    .description('list the keys, without their values')
    .addOption(new Option('--party <klantcode>', 'only of this party').argParser(text(64)))
    .addOption(jsonOption())
    .action((options: Json & { party?: string }) => list(session, options));
  key
    .command('add')
    .description('add a key for these schools to a party; a generated key is printed once')
    .addOption(new Option('--party <klantcode>', 'whose key it is').argParser(text(64)).makeOptionMandatory())
    .addOption(new Option('--school <schools>', 'schools, with commas between them').argParser(schools).makeOptionMandatory())
    .addOption(new Option('--from <moment>', 'when it begins (now)').argParser(moment))
    .addOption(new Option('--until <moment>', 'when it is over (never)').argParser(moment))
    .option('--key-file <file>', 'file with an agreed key, or one issued by a las; - for standard input')
    .addOption(jsonOption())
    .action((options: Json & AddKeyOptions) => add(session, options));
  key
    .command('rotate')
    .description('replace the keys of a party; the old ones remain valid during --overlap')
    .addOption(new Option('--party <klantcode>', 'whose keys').argParser(text(64)).makeOptionMandatory())
    .option('--id <id>', 'only this key, as shown by key list')
    .addOption(
      new Option('--overlap <period>', 'how long the old ones go on, as in 30d or 12h').argParser(period).default(period('30d'), '30d'),
    )
    .option('--key-file <file>', 'file with the key issued by the las; - for standard input')
    .addOption(jsonOption())
    .action((options: Json & RotateOptions) => rotate(session, options));
  key
    .command('check')
    .description('check whether klantcode, klantnaam and key match, and show what they give access to')
    .addOption(new Option('--klantcode <code>', 'as the header of a message has it').argParser(text(64)).makeOptionMandatory())
    .addOption(new Option('--klantnaam <name>', 'as the header of a message has it').argParser(text(256)).makeOptionMandatory())
    .addOption(new Option('--key-file <file>', 'file with the autorisatiesleutel; - for standard input').default('-', 'standard input'))
    .addOption(jsonOption())
    .action((options: Json & CheckKeyOptions) => check(session, options));
  key
    .command('revoke')
    .description('end a key now')
    .argument('<id>', 'as shown by key list')
    .addOption(jsonOption())
    .action((id: string, options: Json) => revoke(session, id, options));
}

/** A key as it may be shown: nothing of it that could be of use. */
function shown({ hash: _hash, sealed, ...rest }: Credential): object {
  return { ...rest, presented: sealed !== undefined };
}

async function list(session: Session, { party, json }: Json & { party?: string }): Promise<void> {
  const items = await withExistingStore(session.config(), (store) => listKeys(store, { party }));
  if (json) {
    printJson({ items });
    return;
  }
  const now = new Date().toISOString();
  const rows = items.map((credential) => [
    credential.id,
    credential.party,
    credential.schools.join(','),
    stateOf(credential, now),
    credential.lastUsedAt ?? '',
  ]);
  printTable(['ID', 'PARTY', 'SCHOOLS', 'STATE', 'LAST USED'], rows, 'No keys yet.');
}

function stateOf({ from, until, revokedAt }: ListedKey, now: string): string {
  if (revokedAt !== undefined) return `revoked ${revokedAt}`;
  if (now < from) return `from ${from}`;
  if (until === undefined) return 'in force';
  return now < until ? `until ${until}` : `over since ${until}`;
}

async function add(session: Session, options: Json & AddKeyOptions): Promise<void> {
  const { party, school: covered, from, until } = options;
  checkTerm(from ?? new Date().toISOString(), until);
  const given = await givenKey(options);
  const term = { ...supplied({ from, until }) };
  const added = await withOffice(session.config(), (office) => addKey(office, { party, schools: covered, ...term, given }));
  for (const remark of remarksOnKey(given, options)) note(remark);
  if (options.json) printJson(jsonOf(added));
  else printKey(added);
  if (!options.json && added.autorisatiesleutel !== undefined) note(HANDED);
}

async function check(session: Session, options: Json & CheckKeyOptions): Promise<void> {
  const checked = await checkGivenKey(session.config(), options);
  if (checked.verdict !== 'fits') session.exitCode = EXIT.no;
  if (options.json) printJson({ fits: checked.verdict === 'fits', ...checked });
  else printCheckedKey(checked);
}

async function rotate(session: Session, options: Json & RotateOptions): Promise<void> {
  const given = await givenKey(options);
  const { added, ending, until } = await withOffice(session.config(), (office) => rotateKeys(office, { ...options, given }));
  for (const remark of remarksOnKey(given, options)) note(remark);
  if (options.json) {
    printJson({ keys: added.map(jsonOf), ending: ending.map(({ id }) => id), until });
    return;
  }
  for (const one of added) printKey(one);
  for (const { id, until: own = until } of ending) {
    print(options.overlap === 0 ? `Key ${id} ends now.` : `Key ${id} is valid until ${[own, until].sort()[0]}.`);
  }
  if (added.some(({ autorisatiesleutel }) => autorisatiesleutel !== undefined)) note(HANDED);
}

function jsonOf({ credential, autorisatiesleutel }: AddedKey): object {
  return { ...shown(credential), ...supplied({ autorisatiesleutel }) };
}

function printKey({ credential: { id, party, schools: covered }, autorisatiesleutel }: AddedKey): void {
  print(`Key ${id}: ${party}, ${covered.length === 1 ? 'school' : 'schools'} ${covered.join(', ')}`);
  if (autorisatiesleutel !== undefined) print(`autorisatiesleutel: ${autorisatiesleutel}`);
}

async function revoke(session: Session, id: string, { json }: Json): Promise<void> {
  const revokedAt = new Date().toISOString();
  await withExistingStore(session.config(), (store) => store.revokeCredential(id, revokedAt)).catch((error: unknown) => {
    throw error instanceof StoreError && error.code === 'unknown' ? negativeAnswer('there is no key with this id') : error;
  });
  if (json) printJson({ id, revokedAt });
  else print(`Revoked key ${id}.`);
}
