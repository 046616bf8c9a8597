import { type Command, Option } from 'commander';
import { addSchool } from '../admin/schools/add-school.js';
import type { School } from '../directory/directory.js';
import { openSchoolKey } from '../secret/open-keyring.js';
import { withExistingStore } from './open/open-store.js';
import type { Session } from './open/session.js';
import { withNewOffice } from './open/with-office.js';
import { remoteGateway } from './remote/remote-gateway.js';
import { addRemoteOptions, type RemoteOptions } from './remote/remote-options.js';
import { registerKeys } from './school/keys.js';
import { registerPause } from './school/pause.js';
import { registerRegister } from './school/register.js';
import { stateOf } from './school/school-text.js';
import { registerSchoolSet } from './school/set.js';
import { registerSchoolShow } from './school/show.js';
import { text } from './terminal/arguments.js';
import { jsonOption } from './terminal/json-option.js';
import { print, printJson, printTable } from './terminal/print.js';

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
  const school = program.command('school').description('schools served by the gateway');
  school
    .command('add')
    .description('add a school, by BRIN or by an agreed key')
    .option('--brin <code>', 'BRIN: two digits and two capitals')
    .option('--dependance <code>', 'location: two digits')
    .addOption(new Option('--schoolkey <key>', 'agreed key of a school without BRIN').argParser(text(256)).conflicts('brin'))
    .addOption(new Option('--name <name>', 'name of the school').argParser(text(128)).makeOptionMandatory())
    .addOption(jsonOption())
    .action((options: AddOptions) => add(session, options));
  addRemoteOptions(school.command('list').description('list the schools'))
    .addOption(jsonOption())
    .action((options: ListOptions) => list(session, options));
  registerSchoolShow(school, session);
  registerSchoolSet(school, session);
  registerPause(school, session);
  registerRegister(school, session);
  registerKeys(school, session);
}

async function add(session: Session, { json, ...given }: AddOptions): Promise<void> {
  const config = session.config();
  const school = await withNewOffice(config, async (office) => {
    const keyring = await office.keyring();
    return addSchool(office, given, (id) => openSchoolKey(office.store, keyring, id));
  });
  if (json) printJson(school);
  else print(`Added school ${school.id}.`);
}

async function schoolsHere(session: Session): Promise<readonly School[]> {
  const { schools } = await withExistingStore(session.config(), (store) => store.directory());
  return [...schools.values()];
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
