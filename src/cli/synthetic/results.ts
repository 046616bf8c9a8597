import path from 'node:path';
import { type Command, Option } from 'commander';
import { supplied } from '../../core/supplied.js';
import { dutchDay } from '../../model/dutch-day.js';
import { schoolYearAt } from '../../model/school-year.js';
import { TEST_KINDS, type TestKind } from '../../synthetic/results/test-plan.js';
import type { ResultsOfMonth } from '../../synthetic/results/year-of-results.js';
import { UWLR_VERSIONS, type UwlrVersion } from '../../uwlr/finding.js';
import type { LeerresultatenVerzoek } from '../../uwlr/messages/leerresultaten.js';
import { writeWhole } from '../roster/write-whole.js';
import { day, text, words } from '../terminal/arguments.js';
import { negativeAnswer, wrongUsage } from '../terminal/command-error.js';
import { jsonOption } from '../terminal/json-option.js';
import { print, printJson } from '../terminal/print.js';
import { madeDirectory } from './made-directory.js';
import { changing } from './mutation.js';
import { addSchoolOptions, inventedSchool, type SchoolOptions } from './school-options.js';
import { writeOut } from './written-file.js';

const FIRST_GROUP_WITH_RESULTS = 3;

interface ResultsOptions extends SchoolOptions {
  readonly version: UwlrVersion;
  readonly kind?: readonly TestKind[];
  readonly until?: string;
  readonly per: 'year' | 'month';
  readonly mutate?: string;
  readonly out?: string;
  readonly json?: true;
}

/** A year of a pupil is some hundred results, and a message is in memory as a whole. */
const MOST_PUPILS = 2000;
const DAY_MS = 86_400_000;

export function registerSyntheticResults(synthetic: Command): void {
  addSchoolOptions(
    synthetic.command('results').description('invent a year of results of the pupils that `synthetic school` invents by the same options'),
    MOST_PUPILS,
  )
    .addOption(new Option('--version <version>', 'version of UWLR').choices(UWLR_VERSIONS).default('2.2'))
    .addOption(new Option('--kind <kinds>', `of what kind of work: ${TEST_KINDS.join(', ')} (all)`).argParser(words(TEST_KINDS)))
    .addOption(new Option('--until <day>', 'results up to this day (yesterday; of a past school year all)').argParser(day))
    .addOption(
      new Option('--per <period>', 'one message, or one a month in the directory --out').choices(['year', 'month']).default('year'),
    )
    .addOption(new Option('--mutate <name>', 'change one thing, of `synthetic mutations`; --seed decides where').argParser(text(64)))
    .option('--out <file>', 'file to write (default: standard output), or directory')
    .addOption(jsonOption())
    .action((options: ResultsOptions) => writeResults(options));
}

async function writeResults(options: ResultsOptions): Promise<void> {
  const { version, kind: kinds, per, mutate, out, json, shape = 'po', seed = '1' } = options;
  if (json && out === undefined) throw wrongUsage('--json says what was written: give --out too');
  if (per === 'month' && out === undefined) throw wrongUsage('--per month writes several files: give --out DIR too');
  const { YearOfResults } = await import('../../synthetic/results/year-of-results.js');
  const { resultsFile } = await import('../../synthetic/results/results-file.js');
  const school = await inventedSchool(options);
  const until = options.until ?? untilYesterday(school.roster.origin.schoolYear);
  const year = new YearOfResults({
    school,
    shape,
    seed,
    ...supplied({ kinds, until }),
  });
  const isTooYoung = shape === 'po' && school.roster.learners.every(({ yearGroup = '1' }) => Number(yearGroup) < FIRST_GROUP_WITH_RESULTS);
  if (isTooYoung)
    throw negativeAnswer('no pupil of this school is in group 3 or higher, and groups 1 and 2 have no results: give more --pupils');
  const fileOf = (message: LeerresultatenVerzoek) =>
    changing(mutate, seed, (mutation) => said(() => resultsFile(message, version, mutation)));
  if (per === 'month' && out !== undefined) {
    await writeMonths([...year.months()], { fileOf, out, json });
    return;
  }
  const message = year.whole();
  if (message === undefined) throw nothing();
  const written = fileOf(message);
  await writeOut(() => written, { out, json, pupils: message.toetsafnames.toetsafname.length, results: resultsIn(message) });
}

async function writeMonths(
  months: readonly ResultsOfMonth[],
  {
    fileOf,
    out,
    json,
  }: { readonly fileOf: (message: LeerresultatenVerzoek) => Iterable<string>; readonly out: string; readonly json: true | undefined },
): Promise<void> {
  if (months.length === 0) throw nothing();
  await madeDirectory(out);
  const files: { readonly file: string; readonly results: number }[] = [];
  for (const { month, message } of months) {
    const file = path.join(out, `results-${month}.xml`);
    await writeWhole(file, fileOf(message));
    files.push({ file, results: resultsIn(message) });
  }
  if (json) printJson({ out, files });
  else for (const { file, results } of files) print(`Wrote ${file}: results ${results}`);
}

/** The clock counts for the running year only, so that a past one is the same each time. */
function untilYesterday(schoolYear: string): string | undefined {
  const now = Date.now();
  return schoolYear >= schoolYearAt(new Date(now)) ? dutchDay(new Date(now - DAY_MS)) : undefined;
}

function said(write: () => Iterable<string>): Iterable<string> {
  try {
    return write();
  } catch (error) {
    if (error instanceof RangeError) throw negativeAnswer(error.message);
    throw error;
  }
}

function nothing() {
  return negativeAnswer('no test was taken up to that day: give another --until, --school-year or --kind');
}

function resultsIn({ toetsafnames }: LeerresultatenVerzoek): number {
  return toetsafnames.toetsafname.reduce((sum, { resultaten }) => sum + resultaten.resultaat.length, 0);
}
