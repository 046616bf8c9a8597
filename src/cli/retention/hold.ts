import { type Command, Option } from 'commander';
import { knownSchool } from '../../admin/schools/known-school.js';
import { supplied } from '../../core/supplied.js';
import { withExistingStore } from '../open/open-store.js';
import type { Session } from '../open/session.js';
import { school } from '../terminal/arguments.js';
import { jsonOption } from '../terminal/json-option.js';
import { print, printJson } from '../terminal/print.js';

interface HoldOptions {
  readonly school: string;
  readonly lift?: true;
  readonly json?: true;
}

export function registerRetentionHold(retention: Command, session: Session): void {
  retention
    .command('hold')
    .description('exempt all data of a school from removal (legal hold)')
    .addOption(new Option('--school <school>', 'the school').argParser(school).makeOptionMandatory())
    .option('--lift', 'end it')
    .addOption(jsonOption())
    .action((options: HoldOptions) => hold(session, options));
}

async function hold(session: Session, { school: id, lift, json }: HoldOptions): Promise<void> {
  const heldSince = await withExistingStore(session.config(), async (store) => {
    knownSchool(await store.directory(), id);
    await store.holdSchool(id, lift ? undefined : new Date().toISOString());
    return (await store.directory()).schools.get(id)?.heldSince;
  });
  if (json) printJson({ school: id, ...supplied({ heldSince }) });
  else if (heldSince === undefined) print(`School ${id} is not under legal hold: its terms apply again.`);
  else print(`School ${id} is under legal hold since ${heldSince}: nothing of it is removed.`);
}
