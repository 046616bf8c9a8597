import type { MappingReport } from '../../../admin/goals/import-mapping.js';
import { tableText } from '../../../admin/goals/mapping-table.js';
import { MOST_PROBLEMS, type RowProblem } from '../../../goals/mapping/read-mapping.js';
import type { GoalRemark } from '../../../goals/mapping/review-goals.js';
import { note, print } from '../../terminal/print.js';

/** Places of a kind that are listed. */
const MOST_PLACES = 10;

/** What became of a file with a mapping, for people. */
export function printReport(file: string, report: MappingReport): void {
  const { version, dryRun, added, changed, removed, unchanged, rows, absent, leftOut, problems, goals } = report;
  if (problems.length > 0) {
    printProblems(file, problems);
    print('Nothing was imported.');
    return;
  }
  const what = [`${added} added`, `${changed} changed`, `${removed} removed`, `${unchanged} unchanged`].join(', ');
  const head = dryRun ? 'Import into' : version === undefined ? 'Nothing changed in' : `Version ${version} of`;
  print(`${head} ${tableText(report)}: ${what}. Rows: ${rows}.${dryRun ? ' Nothing was imported.' : ''}`);
  for (const { what: left, count } of leftOut) note(`left out: ${left} (${count})`);
  noteGoals(goals);
  if (absent.length > 0) note(`not there to remove: ${placesText(absent)}`);
}

export function printProblems(file: string, problems: readonly RowProblem[]): void {
  for (const { place, problem } of problems.slice(0, MOST_PROBLEMS)) print(`${file}: ${place}: ${problem}`);
  if (problems.length > MOST_PROBLEMS) print(`${file}: there are more problems than these`);
}

const ABOUT: Readonly<Record<GoalRemark['about'], string>> = {
  notLoaded: 'no loaded set has it',
  noSet: 'a code needs the URI of its set in goal_set',
  replaced: 'it was replaced',
};

/** Goals of rows that no loaded set has, or that were replaced. */
export function goalText({ about, goal, successors = [], rows }: GoalRemark): string {
  const by = successors.length === 0 ? '' : ` by ${successors.slice(0, MOST_PLACES).join(' and ')}`;
  return `${goal} (${rows} ${rows === 1 ? 'row' : 'rows'}): ${ABOUT[about]}${by}`;
}

function noteGoals(goals: readonly GoalRemark[]): void {
  for (const remark of goals.slice(0, MOST_PLACES)) note(`goal ${goalText(remark)}`);
  if (goals.length > MOST_PLACES) note(`and ${goals.length - MOST_PLACES} more goals; uwlr goals map check lists them all`);
}

function placesText(places: readonly string[]): string {
  const more = places.length - MOST_PLACES;
  return `${places.slice(0, MOST_PLACES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
