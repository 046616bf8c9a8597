import { type Command, Option } from 'commander';
import { goalSetNamed, namedGoalSet, nameOfSet } from '../../admin/goals/named-goal-set.js';
import { type GoalView, type RelatedGoal, type SetStanding, showGoal } from '../../admin/goals/show-goal.js';
import { type GoalSetView, showGoalSet } from '../../admin/goals/show-goal-set.js';
import type { Office } from '../../admin/office.js';
import { knownSchool } from '../../admin/schools/known-school.js';
import { supplied } from '../../core/supplied.js';
import type { Session } from '../open/session.js';
import { withOffice } from '../open/with-office.js';
import { school, text } from '../terminal/arguments.js';
import { negativeAnswer } from '../terminal/command-error.js';
import { jsonOption } from '../terminal/json-option.js';
import { print, printJson, printTable } from '../terminal/print.js';

interface ShowOptions {
  readonly set?: string;
  readonly school?: string;
  readonly json?: true;
}

export function registerGoalsShow(goals: Command, session: Session): void {
  goals
    .command('show')
    .description('show a goal with its levels and relations, or a set with what became of the fields of its files')
    .argument('<goal>', 'a UUID, bk:UUID, a URI, a code with --set; or a set as ID or ID@VERSION', text(1024))
    .addOption(new Option('--set <set>', 'set that a code is of: its URI, ID or ID@VERSION').argParser(text(400)))
    .addOption(new Option('--school <school>', 'as this school sees it: with its own sets').argParser(school))
    .addOption(jsonOption())
    .action((written: string, options: ShowOptions) => show(session, written, options));
}

async function show(session: Session, written: string, { json, ...options }: ShowOptions): Promise<void> {
  const found = await withOffice(session.config(), (office) => find(office, written, options));
  if (found === undefined) throw negativeAnswer('no loaded set has this goal, or more than one goal is meant: a code needs --set');
  if (json) printJson(found);
  else if ('counts' in found) printSet(found);
  else printGoal(found);
}

async function find(
  { store }: Pick<Office, 'store'>,
  written: string,
  { set, school: of }: Omit<ShowOptions, 'json'>,
): Promise<GoalView | GoalSetView | undefined> {
  if (of !== undefined) knownSchool(await store.directory(), of);
  const viewer = supplied({ school: of });
  const index = await store.goals.sets.goalIndex();
  const named = set === undefined ? {} : { set: set.includes(':') ? set : namedGoalSet(index, set, viewer).uri };
  const goal = await showGoal(store.goals.sets, { written, ...named, ...viewer });
  if (goal !== undefined) return goal;
  const whole = goalSetNamed(index, written, viewer);
  return whole && showGoalSet(store, whole.seq);
}

function printGoal({ goal, set, via, replacedFrom, alsoIn, ...ends }: GoalView): void {
  print(`${goal.code === undefined ? '' : `${goal.code}: `}${goal.title}`);
  print(`URI: ${goal.uri}`);
  if (via === 'replaced') print(`Replaces: ${replacedFrom}, which no loaded set has`);
  print(`Type: ${goal.type}`);
  if (goal.description !== undefined) print(`Description: ${goal.description}`);
  const levels = goal.levels.map(({ title, uri }) => title ?? uri ?? '');
  print(`Levels: ${levels.length === 0 ? 'none given' : levels.join(', ')}`);
  print(`Set: ${standing(set)}`);
  for (const other of alsoIn) print(`Also in: ${standing(other)}`);
  printEnds('Above', ends.parents);
  printEnds('Below', ends.children);
  printEnds('Related', ends.related);
  printEnds('Replaced by', ends.successors);
  printEnds('Came in place of', ends.predecessors);
  const kerndoelen = ends.kerndoelen.filter(({ goal: uri }) => uri !== goal.uri);
  if (kerndoelen.length > 0) print();
  for (const { code, title, goal: uri } of kerndoelen) print(`Kerndoel: ${code ?? uri}: ${title}`);
}

function standing(set: SetStanding): string {
  const law =
    set.lawFrom === undefined && set.lawUntil === undefined ? '' : `, law from ${set.lawFrom ?? '..'} until ${set.lawUntil ?? '..'}`;
  return `${nameOfSet(set)} (publication status ${set.status}, legal status ${set.legalStatus}${law})`;
}

function printEnds(label: string, ends: readonly RelatedGoal[]): void {
  if (ends.length === 0) return;
  print();
  printTable(
    [label.toUpperCase(), 'RELATION', 'SAID BY', 'TITLE'],
    ends.map(({ goal, code, relation, assertedBy, title }) => [code ?? goal, relation, assertedBy, title ?? '(in no loaded set)']),
    '',
  );
}

function printSet({ set, counts, ledger }: GoalSetView): void {
  print(`${set.title}`);
  print(`Set: ${standing(set)}`);
  print(`URI: ${set.uri}`);
  for (const [label, value] of Object.entries({
    Publisher: set.publisher,
    Sector: set.sector,
    Subject: set.subject,
    Source: set.source,
    Licence: set.licence,
    Notes: set.notes,
    School: set.school,
  }))
    if (value !== undefined) print(`${label}: ${value}`);
  print(`Imported: ${set.importedAt}`);
  print();
  const rows = (what: string, of: Readonly<Record<string, number>>) =>
    Object.entries(of).map(([type, count]) => [what, type, String(count)]);
  printTable(['WHAT', 'TYPE', 'COUNT'], [...rows('goals', counts.goalsByType), ...rows('relations', counts.relationsByType)], '');
  print();
  printTable(
    ['FIELD OF THE FILES', 'TIMES', 'KEPT', 'NOTE'],
    ledger.map(({ path, count, kept, note = '' }) => [path, String(count), kept ? 'kept' : 'left out', note]),
    'The files had no fields.',
  );
}
