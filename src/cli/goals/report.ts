import { type Command, InvalidArgumentError, Option } from 'commander';
import type { GoalReport } from '../../admin/goals/report/goal-report.js';
import { makeGoalReport, type ReportQuestion } from '../../admin/goals/report/make-goal-report.js';
import { reportPage } from '../../pages/goals/report-page.js';
import { addLearnerOptions, type LearnerOptions, meantLearner, namedLearner } from '../learner/learner-options.js';
import type { Session } from '../open/session.js';
import { withOffice } from '../open/with-office.js';
import { writeWhole } from '../roster/write-whole.js';
import { text } from '../terminal/arguments.js';
import { wrongUsage } from '../terminal/command-error.js';
import { jsonOption } from '../terminal/json-option.js';
import { print, printJson } from '../terminal/print.js';
import { reportCsv } from './report/report-csv.js';

interface ReportOptions extends LearnerOptions {
  readonly group?: string;
  readonly from?: string;
  readonly until?: string;
  readonly set?: string;
  readonly goal?: string;
  readonly html?: string;
  readonly csv?: string;
  readonly json?: true;
}

export function registerGoalsReport(goals: Command, session: Session): void {
  addLearnerOptions(
    goals.command('report').description('results of one learner or a group by learning goal and source, for parents or the inspectorate'),
  )
    .addOption(new Option('--group <group>', 'instead of a learner a group: its key, name, or id in the roster').argParser(text(256)))
    .addOption(new Option('--from <day>', 'first day (1 August of the running school year)').argParser(day))
    .addOption(new Option('--until <day>', 'last day (today)').argParser(day))
    .addOption(new Option('--set <id>', 'only goals of this set').argParser(text(400)))
    .addOption(new Option('--goal <goal>', 'only this goal and what hangs under it').argParser(text(1024)))
    .option('--html <file>', 'write a page in Dutch to this file, to print')
    .option('--csv <file>', 'write a table for a spreadsheet to this file')
    .addOption(jsonOption())
    .action((options: ReportOptions) => report(session, options));
}

function day(given: string): string {
  const date = /^\d{4}-\d{2}-\d{2}$/.test(given) ? new Date(`${given}T00:00:00Z`) : undefined;
  if (date !== undefined && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(given)) return given;
  throw new InvalidArgumentError('Expected a day such as 2026-09-01.');
}

async function report(session: Session, { html, csv, json, group, school, from, until, set, goal, ...who }: ReportOptions): Promise<void> {
  if ([html, csv, json].every((one) => one === undefined)) throw wrongUsage('give --json, --csv or --html');
  const names = Object.values(who).filter((one) => one !== undefined);
  if (group !== undefined && names.length > 0) throw wrongUsage('give a learner or --group, not both');
  const named = group === undefined ? await namedLearner({ school, ...who }) : undefined;
  const config = session.config();
  const made = await withOffice(config, async (office) => {
    const about: ReportQuestion['about'] =
      named === undefined ? { group: group as string } : { learner: (await meantLearner(config, office.store, school, named)).person };
    const limits = Object.fromEntries(Object.entries({ from, until, set, goal }).filter(([, value]) => value !== undefined));
    return makeGoalReport(office, { school, about, ...limits });
  });
  if (html !== undefined) await writeWhole(html, [reportPage(made)]);
  if (csv !== undefined) await writeWhole(csv, reportCsv(made));
  if (json) {
    printJson(made);
    return;
  }
  const goals = `${made.goals.length} ${made.goals.length === 1 ? 'goal' : 'goals'}`;
  for (const file of [html, csv]) if (file !== undefined) print(`Wrote ${file}: ${goals}, ${made.covers.from} to ${made.covers.until}.`);
  noteMissing(made);
}

function noteMissing({ withoutGoal, isCut }: GoalReport): void {
  for (const { name, product, counts } of withoutGoal)
    print(
      `Without a goal: ${counts.results} ${counts.results === 1 ? 'result' : 'results'} of ${name}${product === undefined ? '' : `, ${product}`}.`,
    );
  if (isCut) print('There are more results in this period than one report holds: choose a shorter one.');
}
