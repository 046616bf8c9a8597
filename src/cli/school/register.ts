import { type Command, Option } from 'commander';
import { knownSchool } from '../../admin/schools/known-school.js';
import { retentionTerms } from '../../config/retention-settings.js';
import type { School } from '../../directory/directory.js';
import type { ProcessingRegister } from '../../register/processing-register.js';
import { withExistingStore } from '../open/open-store.js';
import type { Session } from '../open/session.js';
import { writeWhole } from '../roster/write-whole.js';
import { school, text } from '../terminal/arguments.js';
import { jsonOption } from '../terminal/json-option.js';
import { print, printJson } from '../terminal/print.js';

interface RegisterOptions {
  readonly school: string;
  readonly html?: string;
  readonly json?: true;
}

interface ParentsPageOptions {
  readonly school: string;
  readonly html: string;
  readonly contact?: string;
  readonly json?: true;
}

export function registerRegister(program: Command, session: Session): void {
  program
    .command('register')
    .description('show the processing register of a school, derived from its agreements')
    .addOption(new Option('--school <school>', 'the school').argParser(school).makeOptionMandatory())
    .option('--html <file>', 'write a page in Dutch to this file')
    .addOption(jsonOption())
    .action((options: RegisterOptions) => register(session, options));
  program
    .command('parents-page')
    .description('write a page in plain Dutch for parents: who receives which data, and their rights')
    .addOption(new Option('--school <school>', 'the school').argParser(school).makeOptionMandatory())
    .addOption(new Option('--html <file>', 'file to write').makeOptionMandatory())
    .addOption(new Option('--contact <text>', 'whom parents ask (de directie van de school)').argParser(text(200)))
    .addOption(jsonOption())
    .action((options: ParentsPageOptions) => parents(session, options));
}

async function register(session: Session, { school: id, html, json }: RegisterOptions): Promise<void> {
  const made = await registerOf(session, id);
  const { registerPage } = await import('../../pages/register/register-page.js');
  const { printRegister } = await import('../register/register-text.js');
  if (html !== undefined) await writeWhole(html, [registerPage(made)]);
  if (json) printJson(made);
  else if (html === undefined) printRegister(made);
  else print(`Wrote ${html}: ${made.entries.length} agreements of school ${id}`);
}

async function parents(session: Session, { school: id, html, contact, json }: ParentsPageOptions): Promise<void> {
  const made = await registerOf(session, id);
  const { parentsPage } = await import('../../pages/register/parents-page.js');
  await writeWhole(html, [parentsPage(made, contact)]);
  if (json) printJson({ school: id, html });
  else print(`Wrote ${html}`);
}

function registerOf(session: Session, id: string): Promise<ProcessingRegister> {
  const config = session.config();
  return withExistingStore(config, async (store) => {
    const directory = await store.directory();
    knownSchool(directory, id);
    const { readRegister } = await import('../../register/read-register.js');
    return readRegister(store, directory.schools.get(id) as School, retentionTerms(config), new Date());
  });
}
