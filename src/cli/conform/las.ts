import { type Command, Option } from 'commander';
import { LEVELS, type Level } from '../../conformance/conformance-test.js';
import { CouldNotTest } from '../../conformance/could-not-test.js';
import { schoolYearAt } from '../../model/school-year.js';
import { UWLR_VERSIONS, type UwlrVersion } from '../../uwlr/finding.js';
import { PUPIL_PROFILES, type PupilProfile } from '../../uwlr/grammar/grammar.js';
import { httpUrl, school, schoolYear, text, words } from '../arguments.js';
import { EXIT } from '../exit-code.js';
import { jsonOption } from '../json-option.js';
import { givenKey } from '../key/given-key.js';
import { print, printJson } from '../print.js';
import type { Session } from '../session.js';

interface LasOptions {
  readonly resultsUrl?: string;
  readonly klantcode: string;
  readonly klantnaam: string;
  readonly keyFile?: string;
  readonly school: string;
  readonly otherSchool: string;
  readonly schoolYear?: string;
  readonly version?: readonly UwlrVersion[];
  readonly profile: PupilProfile;
  readonly level: Level;
  readonly schema?: string;
  readonly json?: true;
}

export function registerConformLas(conform: Command, session: Session): void {
  conform
    .command('las')
    .description('test an administration (LAS)')
    .argument('<url>', 'address of its service for pupil data', httpUrl)
    .addOption(new Option('--results-url <url>', 'address of its service for results (the same)').argParser(httpUrl))
    .addOption(new Option('--klantcode <code>', 'that the LAS issued').argParser(text(64)).default('GATEWAY'))
    .addOption(new Option('--klantnaam <name>', 'that goes with it').argParser(text(64)).default('Gateway van de school'))
    .option('--key-file <file>', 'file with the autorisatiesleutel; - for standard input')
    .addOption(new Option('--school <school>', 'that the key opens').argParser(school).default('99XX'))
    .addOption(new Option('--other-school <school>', 'that the key does not open').argParser(school).default('99ZZ'))
    .addOption(new Option('--school-year <year>', 'as in 2026-2027 (the current one)').argParser(schoolYear))
    .addOption(new Option('--version <versions>', 'of UWLR that it speaks, the main one first (2.2)').argParser(words(UWLR_VERSIONS)))
    .addOption(new Option('--profile <profile>', 'that was agreed').choices(PUPIL_PROFILES).default('smalle-set'))
    .addOption(new Option('--level <level>', 'how much to test').choices(LEVELS).default('standard'))
    .option('--schema <dir>', 'judge with the official XSDs in this directory')
    .addOption(jsonOption())
    .action((url: string, options: LasOptions) => conformLas(session, url, options));
}

async function conformLas(session: Session, url: string, options: LasOptions): Promise<void> {
  const { runLas } = await import('../../conformance/las/run-las.js');
  const autorisatiesleutel = options.keyFile === undefined ? process.env['UWLR_CONFORM_KEY'] : await givenKey({ keyFile: options.keyFile });
  if (autorisatiesleutel === undefined) throw new CouldNotTest('the autorisatiesleutel is needed: --key-file or UWLR_CONFORM_KEY');
  const { klantcode, klantnaam, school: id, otherSchool, version, profile, level, schema, resultsUrl } = options;
  const run = await runLas({
    config: {
      url,
      ...(resultsUrl === undefined ? {} : { resultsUrl }),
      caller: { klantcode, klantnaam, autorisatiesleutel },
      school: id,
      otherSchool,
      schoolYear: options.schoolYear ?? schoolYearAt(new Date()),
      versions: version ?? ['2.2'],
      profile,
      safe: false,
      patienceMs: 10_000,
      seed: 1,
    },
    level,
    ...(schema === undefined ? {} : { schemas: schema }),
    onResult: (result) => {
      if (options.json) return;
      print(`${result.verdict.padEnd(14)} ${result.id}  ${result.reason ?? result.evidence[0]?.text ?? ''}`);
      if (result.expected !== undefined) print(`${' '.repeat(15)}expected ${result.expected}; got ${result.actual}`);
    },
  });
  if (options.json) printJson({ judge: run.judge, tests: run.tests });
  if (run.ended !== undefined) session.exitCode = EXIT.failed;
  else if (run.tests.some(({ verdict }) => verdict === 'fail')) session.exitCode = EXIT.no;
}
