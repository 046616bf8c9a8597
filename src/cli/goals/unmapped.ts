import { type Command, Option } from 'commander';
import { listUnmapped, reasonText, worklist } from '../../admin/goals/list-unmapped.js';
import type { UnmappedActivity } from '../../store/goals/unmapped-activity.js';
import type { Session } from '../open/session.js';
import { withOffice } from '../open/with-office.js';
import { writeWhole } from '../roster/write-whole.js';
import { count, day, school, text } from '../terminal/arguments.js';
import { jsonOption } from '../terminal/json-option.js';
import { note, printJson, printPieces, printTable } from '../terminal/print.js';
import { withActivityProgress } from './activity-progress.js';

interface UnmappedOptions {
  readonly party?: string;
  readonly school?: string;
  readonly since?: string;
  readonly limit: number;
  readonly csv?: string;
  readonly json?: true;
}

export function registerGoalsUnmapped(goals: Command, session: Session): void {
  goals
    .command('unmapped')
    .description('list activities of results that no goal is known for, by vendor, most results first')
    .addOption(new Option('--party <klantcode>', 'only of this vendor').argParser(text(64)))
    .addOption(new Option('--school <school>', 'only of results of this school').argParser(school))
    .addOption(new Option('--since <day>', 'only of results from this day on').argParser(day))
    .addOption(new Option('--limit <number>', 'lines at most').argParser(count(100_000)).default(50))
    .addOption(new Option('--csv <file>', 'write all of it as CSV that the vendor fills in; - for standard output').conflicts('json'))
    .addOption(jsonOption())
    .action((options: UnmappedOptions) => unmapped(session, options));
}

async function unmapped(session: Session, { limit, csv, json, ...query }: UnmappedOptions): Promise<void> {
  const { items, waiting } = await withActivityProgress('Counting', (onActivity) =>
    withOffice(session.config(), (office) => listUnmapped(office, query, onActivity)),
  );
  if (json) printJson({ items, waiting });
  else if (csv === '-') await printPieces(worklist(items));
  else if (csv !== undefined) {
    await writeWhole(csv, worklist(items));
    note(`Wrote ${csv}: ${items.length} ${items.length === 1 ? 'activity' : 'activities'} without a goal.`);
  } else printItems(items, limit);
  if (waiting > 0) note(`${waiting} results are not tagged yet: the gateway does that, or uwlr goals retag`);
}

function printItems(items: readonly UnmappedActivity[], limit: number): void {
  const rows = items.slice(0, limit).map((item) => {
    const { party, activity, name = '', partName, results, schools, lastResult } = item;
    const { code, version, part } = activity;
    const test = [
      code.value,
      ...(version === undefined ? [] : [`version ${version}`]),
      ...(part === undefined ? [] : [`part ${part.value}`]),
    ];
    return [party, test.join(', '), partName ?? name, String(results), String(schools), lastResult, reasonText(item)];
  });
  printTable(['PARTY', 'ACTIVITY', 'NAME', 'RESULTS', 'SCHOOLS', 'LAST', 'WHY'], rows, 'No result is of an activity without a goal.');
  if (items.length > limit) note(`and ${items.length - limit} more: --limit, or --csv FILE for all of them`);
}
