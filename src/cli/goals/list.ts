import { type Command, Option } from 'commander';
import { listGoalSets } from '../../admin/goals/list-goal-sets.js';
import { nameOfSet } from '../../admin/goals/named-goal-set.js';
import type { Session } from '../open/session.js';
import { withOffice } from '../open/with-office.js';
import { school } from '../terminal/arguments.js';
import { jsonOption } from '../terminal/json-option.js';
import { printJson, printTable } from '../terminal/print.js';

interface ListOptions {
  readonly school?: string;
  readonly json?: true;
}

export function registerGoalsList(goals: Command, session: Session): void {
  goals
    .command('list')
    .description('list the loaded sets of goals')
    .addOption(new Option('--school <school>', 'only what this school may use, with what it works with').argParser(school))
    .addOption(jsonOption())
    .action((options: ListOptions) => list(session, options));
}

async function list(session: Session, { school: of, json }: ListOptions): Promise<void> {
  const items = await withOffice(session.config(), (office) => listGoalSets(office, of));
  if (json) {
    printJson({ items });
    return;
  }
  const law = ({ lawFrom, lawUntil }: (typeof items)[number]): string =>
    lawFrom === undefined && lawUntil === undefined ? '' : `${lawFrom ?? ''} - ${lawUntil ?? ''}`.trim();
  printTable(
    ['SET', 'GOALS', 'STATUS', 'LEGAL STATUS', 'LAW', 'OF', ...(of === undefined ? [] : ['SHOWN']), 'TITLE'],
    items.map((set) => [
      nameOfSet(set),
      String(set.goals),
      set.status,
      set.legalStatus,
      law(set),
      set.school ?? 'everybody',
      ...(of === undefined ? [] : [set.chosen === undefined ? '' : set.chosen === 1 ? 'first' : 'yes']),
      set.title,
    ]),
    'No goal sets yet: uwlr goals import loads one.',
  );
}
