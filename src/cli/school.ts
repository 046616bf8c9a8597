import { type Command, Option } from 'commander';
import { identificationOf, schoolId } from '../model/school-id.js';
import type { School } from '../store/directory.js';
import { StoreError } from '../store/store-error.js';
import { text } from './arguments.js';
import { answerIsNo, wrongUsage } from './command-error.js';
import { jsonOption } from './json-option.js';
import { openKeyring, openSchoolKey } from './open-keyring.js';
import { withExistingStore, withStore } from './open-store.js';
import { print, printJson, printTable } from './print.js';
import { remoteGateway } from './remote/remote-gateway.js';
import { addRemoteOptions, type RemoteOptions } from './remote/remote-options.js';
import { registerKeys } from './school/keys.js';
import { registerPause } from './school/pause.js';
import { registerRegister } from './school/register.js';
import { registerSchoolSet } from './school/set.js';
import type { Session } from './session.js';

interface AddOptions {
  readonly brin?: string;
  readonly dependance?: string;
  readonly schoolkey?: string;
  readonly name: string;
  readonly json?: true;
}

interface ListOptions extends RemoteOptions {
  readonly json?: true;
}

export function registerSchool(program: Command, session: Session): void {
  const school = program.command('school').description('schools that results are received for');
  school
    .command('add')
    .description('add a school, by BRIN or by a key that was agreed on')
    .option('--brin <code>', 'BRIN: two digits and two capitals')
    .option('--dependance <code>', 'location: two digits')
    .addOption(new Option('--schoolkey <key>', 'agreed key of a school without BRIN').argParser(text(256)).conflicts('brin'))
    .addOption(new Option('--name <name>', 'name of the school').argParser(text(128)).makeOptionMandatory())
    .addOption(jsonOption())
    .action((options: AddOptions) => add(session, options));
  addRemoteOptions(school.command('list').description('list the schools'))
    .addOption(jsonOption())
    .action((options: ListOptions) => list(session, options));
  registerSchoolSet(school, session);
  registerPause(school, session);
  registerRegister(school, session);
  registerKeys(school, session);
}

async function add(session: Session, { name, json, ...identification }: AddOptions): Promise<void> {
  const school: School = { id: idOf(identification), name, createdAt: new Date().toISOString() };
  const config = session.config();
  await withStore(config, async (store) => {
    const keyring = await openKeyring(config, store);
    await store.addSchool(school).catch((error: unknown) => {
      throw error instanceof StoreError && error.code === 'duplicate' ? answerIsNo(`school ${school.id} is there already`) : error;
    });
    // From now on every command can tell that it was given another secret.
    await openSchoolKey(store, keyring, school.id);
  });
  if (json) printJson(school);
  else print(`Added school ${school.id}.`);
}

function idOf({ brin, dependance, schoolkey }: Omit<AddOptions, 'name' | 'json'>): string {
  if (schoolkey !== undefined) {
    if (dependance !== undefined) throw wrongUsage('--dependance goes with --brin only');
    return schoolId({ schoolkey });
  }
  if (brin === undefined) throw wrongUsage('give --brin or --schoolkey');
  const id = schoolId({ brincode: brin, ...(dependance === undefined ? {} : { dependancecode: dependance }) });
  const understood = identificationOf(id);
  if (understood?.brincode !== brin) throw wrongUsage('a BRIN is two digits and two capitals such as 99AB, a location two digits');
  return id;
}

async function schoolsHere(session: Session): Promise<readonly School[]> {
  const { schools } = await withExistingStore(session.config(), (store) => store.directory());
  return [...schools.values()];
}

function stateOf({ pausedAt, heldSince, keyDestroyedAt }: School): string {
  const states = [
    keyDestroyedAt === undefined ? [] : `key destroyed ${keyDestroyedAt}`,
    pausedAt === undefined ? [] : `paused since ${pausedAt}`,
    heldSince === undefined ? [] : `held since ${heldSince}`,
  ];
  return states.flat().join(', ') || 'open';
}

async function list(session: Session, { json, ...options }: ListOptions): Promise<void> {
  const remote = await remoteGateway(options);
  const items = remote === undefined ? await schoolsHere(session) : (await remote.get<{ items: School[] }>('/schools')).items;
  if (json) printJson({ items });
  else
    printTable(
      ['SCHOOL', 'NAME', 'ADDED', 'STATE'],
      items.map((school) => [school.id, school.name, school.createdAt, stateOf(school)]),
      'No schools yet.',
    );
}
