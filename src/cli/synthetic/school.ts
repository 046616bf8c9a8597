import { type Command, Option } from 'commander';
import type { SchoolSet } from '../../synthetic/school/school-set.js';
import { SCHOOL_SETS } from '../../synthetic/school/school-set.js';
import { UWLR_VERSIONS, type UwlrVersion } from '../../uwlr/finding.js';
import { text } from '../terminal/arguments.js';
import { wrongUsage } from '../terminal/command-error.js';
import { jsonOption } from '../terminal/json-option.js';
import { addSchoolOptions, inventedSchool, type SchoolOptions } from './school-options.js';
import { writeOut } from './written-file.js';

interface WrittenSchoolOptions extends SchoolOptions {
  readonly version: UwlrVersion;
  readonly profile: SchoolSet;
  readonly mutate?: string;
  readonly out?: string;
  readonly json?: true;
}

/** Pupils of a school that is changed: it is in memory as a whole. */
const MOST_CHANGED = 5000;

export function registerSyntheticSchool(synthetic: Command): void {
  const school = addSchoolOptions(
    synthetic
      .command('school')
      .description('invent a school: the answer of a LAS with all its pupils, or JSON for `simulate las --school`'),
  )
    .addOption(new Option('--version <version>', 'version of UWLR').choices(UWLR_VERSIONS).default('2.2'))
    .addOption(
      new Option('--format <format>', 'the answer, or JSON with all that the school has').choices(['uwlr', 'json']).default('uwlr'),
    );
  addFileOptions(school).action((options: WrittenSchoolOptions & { readonly format: 'uwlr' | 'json' }) =>
    writeSchool(options.format, options),
  );
}

export function registerSyntheticEdexml(synthetic: Command): void {
  const edexml = addSchoolOptions(
    synthetic.command('edexml').description('invent a school: an EDEXML file, 2.0 with --version 2.1 and 2.1 with 2.2'),
  ).addOption(new Option('--version <version>', 'version of UWLR').choices(['2.1', '2.2']).default('2.2'));
  addFileOptions(edexml).action((options: WrittenSchoolOptions) => writeSchool('edexml', options));
}

function addFileOptions(command: Command): Command {
  return command
    .addOption(new Option('--profile <profile>', 'which fields; edexml: all, with locations').choices(SCHOOL_SETS).default('edexml'))
    .addOption(new Option('--mutate <name>', 'change one thing, of `synthetic mutations`; --seed decides where').argParser(text(64)))
    .option('--out <file>', 'file to write (default: standard output)')
    .addOption(jsonOption());
}

async function writeSchool(format: 'uwlr' | 'json' | 'edexml', options: WrittenSchoolOptions): Promise<void> {
  const { version, profile: set, mutate, out, json, seed = '1' } = options;
  if (json && out === undefined) throw wrongUsage('--json says what was written: give --out too');
  if (mutate !== undefined && format === 'json') throw wrongUsage('--mutate changes a message: not with --format json');
  const school = await inventedSchool(options);
  const { learners, groups, teachers } = school.roster;
  if (mutate !== undefined && learners.length > MOST_CHANGED) throw wrongUsage(`--mutate takes a school of ${MOST_CHANGED} pupils at most`);
  const written = await pieces();
  await writeOut(() => written, { out, json, pupils: learners.length, groups: groups.length, teachers: teachers.length });

  async function pieces(): Promise<Iterable<string>> {
    if (format === 'json') {
      const { schoolJson } = await import('../../synthetic/school/school-json.js');
      return [`${JSON.stringify(schoolJson(school), undefined, 1)}\n`];
    }
    const { schoolFile } = await import('../../synthetic/school/school-file.js');
    const { changing } = await import('./mutation.js');
    // Not the clock: the same options give the same bytes.
    const madeAt = `${school.roster.origin.referenceDate}T08:00:00+02:00`;
    return changing(mutate, seed, (mutation) => schoolFile(school, { format, version, set, madeAt, mutation }));
  }
}
