import { setImmediate } from 'node:timers/promises';
import { type Command, Option } from 'commander';
import { type GoalImportReport, importGoalSet } from '../../admin/goals/import-goal-set.js';
import { nameOfSet } from '../../admin/goals/named-goal-set.js';
import { supplied } from '../../core/supplied.js';
import { LEGAL_STATUSES, type LegalStatus, PUBLICATION_STATUSES, type PublicationStatus } from '../../goals/goal-set.js';
import type { GivenHead } from '../../goals/import/set-head.js';
import type { Session } from '../open/session.js';
import { withNewOffice } from '../open/with-office.js';
import { day, school, text } from '../terminal/arguments.js';
import { jsonOption } from '../terminal/json-option.js';
import { note, print, printJson, printTable } from '../terminal/print.js';
import { showStep } from '../terminal/progress.js';
import { readGoalFiles } from './goal-files.js';

interface ImportOptions {
  readonly school?: string;
  readonly setId?: string;
  readonly setVersion?: string;
  readonly uri?: string;
  readonly title?: string;
  readonly namespace?: string;
  readonly publisher?: string;
  readonly status?: PublicationStatus;
  readonly legalStatus?: LegalStatus;
  readonly sector?: string;
  readonly subject?: string;
  readonly lawFrom?: string;
  readonly lawUntil?: string;
  readonly licence?: string;
  readonly ledger?: true;
  readonly dryRun?: true;
  readonly json?: true;
}

export function registerGoalsImport(goals: Command, session: Session): void {
  goals
    .command('import')
    .description('import a set of learning goals; the same files again change nothing, and a version never changes')
    .argument('<files...>', 'the file or files of one set, or a directory')
    .addOption(new Option('--school <school>', 'the set is of this school, and no other sees it').argParser(school))
    .addOption(new Option('--set-id <id>', 'id of the set, in place of that in the file').argParser(text(100)))
    .addOption(new Option('--set-version <version>', 'version of the set, in place of that in the file').argParser(text(100)))
    .addOption(new Option('--uri <uri>', 'URI of this version of the set').argParser(text(400)))
    .addOption(new Option('--title <title>', 'title of the set').argParser(text(400)))
    .addOption(new Option('--namespace <uri>', 'of a CSV file: what ids without a URI go behind').argParser(text(400)))
    .addOption(new Option('--publisher <name>', 'who publishes the set').argParser(text(400)))
    .addOption(new Option('--status <status>', 'how far the publisher is with it').choices(PUBLICATION_STATUSES))
    .addOption(new Option('--legal-status <status>', 'what gives the set its standing').choices(LEGAL_STATUSES))
    .addOption(new Option('--sector <sector>', 'sector that it is for, such as po').argParser(text(400)))
    .addOption(new Option('--subject <subject>', 'subject that it is about').argParser(text(400)))
    .addOption(new Option('--law-from <day>', 'first day on which it is law').argParser(day))
    .addOption(new Option('--law-until <day>', 'last day on which it is law').argParser(day))
    .addOption(new Option('--licence <text>', 'what the publisher says of its use').argParser(text(1_000)))
    .option('--ledger', 'list every field of the files, also those that are kept')
    .option('--dry-run', 'read and check the files, and store nothing')
    .addOption(jsonOption())
    .action((files: readonly string[], options: ImportOptions) => importFiles(session, files, options));
}

async function importFiles(
  session: Session,
  names: readonly string[],
  { json, ledger, dryRun, school: of, ...options }: ImportOptions,
): Promise<void> {
  const config = session.config();
  const files = await readGoalFiles(names);
  const { setId, setVersion, namespace, ...head } = options;
  const given: GivenHead = {
    ...head,
    ...supplied({ id: setId, version: setVersion }),
  };
  let end = showStep(`Checking ${files.length} ${files.length === 1 ? 'file' : 'files'} ...`);
  const onRead = (goals: number): void => {
    end = showStep(`Storing ${goals} goals ...`);
  };
  const which = { ...supplied({ school: of, namespace }) };
  const report = await withNewOffice(config, async (office) => {
    // What was written gets to the terminal before a large file is read in one go.
    await setImmediate();
    return importGoalSet(office, { files, given, dryRun: dryRun === true, onRead, ...which });
  }).finally(() => end());
  if (json) printJson(report);
  else printReport(report, { dryRun: dryRun === true, ledger: ledger === true });
}

function printReport(
  { set, school: of, added, counts, ledger }: GoalImportReport,
  shown: { readonly dryRun: boolean; readonly ledger: boolean },
): void {
  const what = `${nameOfSet(set)}${of === undefined ? '' : ` of school ${of}`}: ${counts.goals} goals, ${counts.relations} relations`;
  const done = shown.dryRun ? 'Would import' : added ? 'Imported' : 'Already there:';
  print(`${done} ${what}.`);
  print(`Goals: ${inWords(counts.goalsByType)}`);
  if (counts.relations > 0) print(`Relations: ${inWords(counts.relationsByType)}`);
  print(`Publication status: ${set.status}; legal status: ${set.legalStatus}; URI: ${set.uri}`);
  const left = ledger.filter(({ kept }) => !kept);
  const rows = (shown.ledger ? ledger : left).map(({ path, count, kept, note: why = '' }) => [
    path,
    String(count),
    kept ? 'kept' : 'left out',
    why,
  ]);
  if (left.length === 0 && !shown.ledger) print('Every field of the files is kept.');
  else printTable(['FIELD', 'TIMES', 'KEPT', 'NOTE'], rows, '');
  if (set.status === 'unknown') note('Note: the file does not say how far its publisher is with it; --status says so.');
}

function inWords(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([type, count]) => `${count} ${type}`)
    .join(', ');
}
