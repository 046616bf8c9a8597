import { type Command, Option } from 'commander';
import { knownSchool } from '../../admin/schools/known-school.js';
import { StoreError } from '../../store/store-error.js';
import { noteServerFiles } from '../open/note-server-files.js';
import { withExistingStore } from '../open/open-store.js';
import type { Session } from '../open/session.js';
import { days, school } from '../terminal/arguments.js';
import { negativeAnswer, wrongUsage } from '../terminal/command-error.js';
import { jsonOption } from '../terminal/json-option.js';
import { note, print, printJson } from '../terminal/print.js';

const DAY_MS = 86_400_000;
/** How long clients have to move to new aliases. */
const TERM_DAYS = 30;

interface RotateOptions {
  readonly school: string;
  readonly termDays: number;
  readonly json?: true;
}

interface DestroyOptions {
  readonly school: string;
  readonly confirm: string;
  readonly json?: true;
}

export function registerKeys(program: Command, session: Session): void {
  program
    .command('rotate-key')
    .description('give REST clients new aliases for the people and results of a school; stored data do not change')
    .addOption(new Option('--school <school>', 'the school').argParser(school).makeOptionMandatory())
    .addOption(
      new Option('--term-days <days>', 'how long the earlier aliases still identify their pupils').argParser(days).default(TERM_DAYS),
    )
    .addOption(jsonOption())
    .action((options: RotateOptions) => rotate(session, options));
  program
    .command('destroy-key')
    .description('destroy the key of a school: its data can never be read or linked to a pupil again')
    .addOption(new Option('--school <school>', 'the school').argParser(school).makeOptionMandatory())
    .addOption(new Option('--confirm <school>', 'the same school once more: it cannot be undone').argParser(school).makeOptionMandatory())
    .addOption(jsonOption())
    .action((options: DestroyOptions) => destroy(session, options));
}

async function rotate(session: Session, { school: id, termDays, json }: RotateOptions): Promise<void> {
  const now = Date.now();
  const earlierUntil = new Date(now + termDays * DAY_MS).toISOString();
  const generation = await withExistingStore(session.config(), async (store) => {
    knownSchool(await store.directory(), id);
    return store.rotateAliases(id, new Date(now).toISOString(), earlierUntil);
  });
  if (json) printJson({ school: id, generation, earlierUntil });
  else print(`Clients get new aliases for school ${id} from now on. The earlier aliases identify the same pupils until ${earlierUntil}.`);
}

async function destroy(session: Session, { school: id, confirm, json }: DestroyOptions): Promise<void> {
  if (confirm !== id) throw wrongUsage('--confirm names another school than --school');
  const inLog = await withExistingStore(session.config(), async (store) => {
    knownSchool(await store.directory(), id);
    return !(await store.destroySchoolKey(id, new Date().toISOString()).catch(explained));
  });
  if (inLog)
    note(
      'uwlr: the old key stays in the log of the database while the gateway reads it: run this command again when the gateway has stopped',
    );
  noteServerFiles(session.config(), 'the old key and its data');
  if (json) printJson({ school: id, destroyed: true, inLog });
  else print(`The key of school ${id} is destroyed, and the school is paused. Destroy the backups that hold it too.`);
}

function explained(error: unknown): never {
  throw error instanceof StoreError && error.code === 'held' ? negativeAnswer(`${error.message}: nothing of it may be removed`) : error;
}
