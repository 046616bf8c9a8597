import { type Command, Option } from 'commander';
import { CouldNotTest } from '../../conformance/could-not-test.js';
import { supplied } from '../../core/supplied.js';
import { schoolYearAt } from '../../model/school-year.js';
import { SCHOOL_SHAPES, type SchoolShape } from '../../synthetic/school/school-shape.js';
import { UWLR_VERSIONS, type UwlrVersion } from '../../uwlr/finding.js';
import { PUPIL_PROFILES, type PupilProfile } from '../../uwlr/grammar/grammar.js';
import { givenKey } from '../key/given-key.js';
import type { Session } from '../open/session.js';
import { httpUrl, school, schoolYear, text, words } from '../terminal/arguments.js';
import { runAndReport } from './finish-run.js';
import { addRunFlags } from './run-flags.js';

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
  readonly gegevenssetid?: string;
  readonly learner?: string;
  readonly sector?: SchoolShape;
}

export function registerConformLas(conform: Command, session: Session): void {
  const command = conform
    .command('las')
    .description('test an administration (LAS)')
    .argument('[url]', "address of its service for pupil data; or 'url' in the config file", httpUrl)
    .addOption(
      new Option('--results-url <url>', 'address of its service for results (without it, results are not tested)').argParser(httpUrl),
    )
    .addOption(new Option('--klantcode <code>', 'that the LAS issued').argParser(text(64)).default('GATEWAY'))
    .addOption(new Option('--klantnaam <name>', 'that goes with it').argParser(text(64)).default('Gateway van de school'))
    .option('--key-file <file>', 'file with the autorisatiesleutel (UWLR_CONFORM_KEY); - for standard input')
    .addOption(new Option('--school <school>', 'that the key opens').argParser(school).default('99XX'))
    .addOption(new Option('--other-school <school>', 'that the key does not open').argParser(school).default('99ZZ'))
    .addOption(new Option('--school-year <year>', 'as in 2026-2027 (the current one)').argParser(schoolYear))
    .addOption(new Option('--version <versions>', 'of UWLR that it speaks, the main one first (2.2)').argParser(words(UWLR_VERSIONS)))
    .addOption(new Option('--profile <profile>', 'that was agreed').choices(PUPIL_PROFILES).default('smalle-set'))
    .addOption(new Option('--gegevenssetid <name>', 'by which the LAS knows the profile').argParser(text(64)))
    .addOption(
      new Option('--learner <key>', 'key of a pupil of the school: it has to be in the answer, and results are sent of it').argParser(
        text(256),
      ),
    )
    .addOption(new Option('--sector <sector>', 'of the school: primary or secondary').choices(SCHOOL_SHAPES));
  addRunFlags(command, 'las').action((url: string | undefined) => conformLas(session, command, url));
}

async function conformLas(session: Session, command: Command, url: string | undefined): Promise<void> {
  const { runLas } = await import('../../conformance/las/run-las.js');
  const { LAS_TESTS } = await import('../../conformance/las/las-tests.js');
  await runAndReport(session, { role: 'las', command, address: { given: url } }, async (plan) => {
    const { resultsUrl, version: versions = ['2.2'], schoolYear: year, keyFile, ...options } = command.opts<LasOptions>();
    const { klantcode, klantnaam, school: id, otherSchool, profile, gegevenssetid, learner, sector } = options;
    const autorisatiesleutel = keyFile === undefined ? process.env['UWLR_CONFORM_KEY'] : await givenKey({ keyFile });
    if (autorisatiesleutel === undefined) throw new CouldNotTest('the autorisatiesleutel is needed: --key-file or UWLR_CONFORM_KEY');
    const { address, safe, seed, patienceMs } = plan;
    const run = await runLas({
      ...plan,
      onlySynthetic: plan.flags.authorisedBy === undefined,
      config: {
        url: address,
        ...supplied({ resultsUrl }),
        caller: { klantcode, klantnaam, autorisatiesleutel },
        school: id,
        otherSchool,
        schoolYear: year ?? schoolYearAt(new Date()),
        versions,
        profile,
        ...supplied({ gegevenssetid, learner, sector }),
        safe,
        patienceMs,
        seed,
      },
    });
    return { ...run, titles: LAS_TESTS, exchanges: run.traffic.all, versions, secrets: [autorisatiesleutel] };
  });
}
