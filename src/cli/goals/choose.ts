import { type Command, Option } from 'commander';
import { chooseGoalSets } from '../../admin/goals/choose-goal-sets.js';
import { nameOfSet } from '../../admin/goals/named-goal-set.js';
import type { Session } from '../open/session.js';
import { withOffice } from '../open/with-office.js';
import { school, text } from '../terminal/arguments.js';
import { wrongUsage } from '../terminal/command-error.js';
import { jsonOption } from '../terminal/json-option.js';
import { print, printJson } from '../terminal/print.js';

interface ChooseOptions {
  readonly school: string;
  readonly all?: true;
  readonly json?: true;
}

const name = text(201);

export function registerGoalsChoose(goals: Command, session: Session): void {
  goals
    .command('choose')
    .description('choose the sets that a school works with; the first one is shown first')
    .argument('[sets...]', 'ID for the newest version, or ID@VERSION', (given: string, before: readonly string[] = []) => [
      ...before,
      name(given),
    ])
    .addOption(new Option('--school <school>', 'the school').argParser(school).makeOptionMandatory())
    .option('--all', 'the newest version of every set that the school may use, as before it chose')
    .addOption(jsonOption())
    .action((sets: readonly string[] | undefined, options: ChooseOptions) => choose(session, sets ?? [], options));
}

async function choose(session: Session, sets: readonly string[], { school: of, all, json }: ChooseOptions): Promise<void> {
  if ((sets.length === 0) !== (all === true)) throw wrongUsage('name the sets, or give --all');
  const items = await withOffice(session.config(), ({ store }) => chooseGoalSets(store, of, sets));
  if (json) {
    printJson({ school: of, items });
    return;
  }
  print(`School ${of} works with:`);
  for (const [at, set] of items.entries()) print(`${at + 1}. ${nameOfSet(set)}: ${set.title}`);
  if (items.length === 0) print('no set: none is loaded');
}
