import { type Command, Option } from 'commander';
import { school } from '../arguments.js';
import { jsonOption } from '../json-option.js';
import { withExistingStore } from '../open-store.js';
import { print, printJson } from '../print.js';
import { checkSchool } from '../roster/known-school.js';
import type { Session } from '../session.js';

interface PauseOptions {
  readonly school: string;
  readonly json?: true;
}

export function registerPause(program: Command, session: Session): void {
  program
    .command('pause')
    .description('stop everything for a school from the next message on, whatever was agreed on')
    .addOption(new Option('--school <school>', 'the school').argParser(school).makeOptionMandatory())
    .addOption(jsonOption())
    .action((options: PauseOptions) => pause(session, options));
  program
    .command('resume')
    .description('let a paused school go on')
    .addOption(new Option('--school <school>', 'the school').argParser(school).makeOptionMandatory())
    .addOption(jsonOption())
    .action((options: PauseOptions) => resume(session, options));
}

/** Whoever pauses in a hurry may do so twice: the first time stands. */
async function pause(session: Session, { school: id, json }: PauseOptions): Promise<void> {
  const pausedAt = await withExistingStore(session.config(), async (store) => {
    const directory = await store.directory();
    checkSchool(directory, id);
    const since = directory.schools.get(id)?.pausedAt;
    if (since !== undefined) return since;
    const now = new Date().toISOString();
    await store.pauseSchool(id, now);
    return now;
  });
  if (json) printJson({ school: id, pausedAt });
  else print(`Nothing moves for school ${id} any more, since ${pausedAt}. To go on: uwlr school resume --school ${id}`);
}

async function resume(session: Session, { school: id, json }: PauseOptions): Promise<void> {
  const pausedAt = await withExistingStore(session.config(), async (store) => {
    const directory = await store.directory();
    checkSchool(directory, id);
    const since = directory.schools.get(id)?.pausedAt;
    if (since !== undefined) await store.pauseSchool(id, undefined);
    return since;
  });
  if (json) printJson({ school: id, resumed: pausedAt !== undefined });
  else print(pausedAt === undefined ? `School ${id} was not paused.` : `School ${id} goes on; it was paused since ${pausedAt}.`);
}
