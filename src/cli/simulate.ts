import { type Command, Option } from 'commander';
import { schoolYearAt } from '../model/school-year.js';
import { LAS_DEVIATIONS, type LasDeviation } from '../simulator/las-deviations.js';
import { RESULT_HABITS, type ResultHabit } from '../simulator/las-result-habits.js';
import type { Ledger } from '../simulator/ledger.js';
import type { Policy } from '../uwlr/finding.js';
import { PUPIL_PROFILES, type PupilProfile } from '../uwlr/grammar/grammar.js';
import { count, each, school, schoolYear, text, words } from './arguments.js';
import { couldNotRun } from './command-error.js';
import { EXIT } from './exit-code.js';
import { jsonOption } from './json-option.js';
import { print, printJson } from './print.js';
import type { Session } from './session.js';
import { registerSimulatedDefects } from './simulate/defects.js';
import { registerSimulatedEduV } from './simulate/edu-v.js';
import { lasKey } from './simulate/las-key.js';
import { type MisbehaviourOptions, misbehaviourOf, misbehaviourOptions } from './simulate/las-misbehaviour.js';
import { registerSimulatedWebhook } from './simulate/webhook.js';
import { stopSignal } from './stop-signal.js';

interface LasOptions extends MisbehaviourOptions {
  readonly school: string;
  readonly schoolYear?: string;
  readonly learners: number;
  readonly profile?: PupilProfile;
  readonly deviation?: readonly LasDeviation[];
  readonly results?: readonly ResultHabit[];
  readonly refuseKey?: readonly string[];
  readonly ledger?: string;
  readonly policy?: Policy;
  readonly keyFile?: string;
  readonly klantcode: string;
  readonly klantnaam: string;
  readonly json?: true;
}

export function registerSimulate(program: Command, session: Session): void {
  const simulate = program.command('simulate').description('simulated partners to test against');
  misbehaviourOptions(simulate.command('las'))
    .description('run a school administration with one invented school, for UWLR 1.0 to 2.3 (default --port: any free one)')
    .addOption(new Option('--school <school>', 'id of the invented school').argParser(school).default('99XX'))
    .addOption(new Option('--school-year <year>', 'as in 2026-2027 (the current one)').argParser(schoolYear))
    .addOption(new Option('--learners <number>', 'how many pupils').argParser(count(100_000)).default(25))
    .addOption(new Option('--profile <profile>', 'the set that it gives (what gegevenssetid asks for)').choices(PUPIL_PROFILES))
    .addOption(
      new Option('--deviation <names>', `what it does otherwise than the standard says: ${LAS_DEVIATIONS.join(', ')}`).argParser(
        words(LAS_DEVIATIONS),
      ),
    )
    .addOption(
      new Option('--results <habits>', `what it does with results: ${RESULT_HABITS.join(', ')} (it takes them in)`).argParser(
        words(RESULT_HABITS),
      ),
    )
    .addOption(
      new Option('--refuse-key <key>', 'a message with this key of a result is refused (can be given several times)').argParser(each),
    )
    .addOption(new Option('--policy <policy>', 'how it reads results').choices(['strict', 'tolerant']).default('strict'))
    .option('--key-file <file>', 'file with the autorisatiesleutel that it asks for, made when it is not there; - for standard input')
    .addOption(new Option('--klantcode <code>', 'that it issued to the caller').argParser(text(64)).default('GATEWAY'))
    .addOption(new Option('--klantnaam <name>', 'that goes with it').argParser(text(64)).default('Gateway van de school'))
    .option('--ledger <file>', 'record the results it accepts: keys and digests, a line of JSON per message')
    .addOption(jsonOption())
    .action((options: LasOptions) => simulateLas(session, options));
  registerSimulatedEduV(simulate, session);
  registerSimulatedDefects(simulate);
  registerSimulatedWebhook(simulate, session);
}

async function simulateLas(session: Session, options: LasOptions): Promise<void> {
  const {
    school: id,
    schoolYear: year = schoolYearAt(new Date()),
    learners,
    profile,
    deviation = [],
    results = [],
    refuseKey = [],
    policy,
    klantcode: code,
    klantnaam: name,
    keyFile,
    json,
  } = options;
  const { startSimulatedLas } = await import('../simulator/las.js');
  const { syntheticSchool } = await import('../synthetic/school/synthetic-school.js');
  const misbehaviour = await misbehaviourOf(options);
  const key = await lasKey(keyFile);
  const ledger = await ledgerIn(options.ledger);
  const groups = Math.ceil(learners / 25);
  const las = await startSimulatedLas({
    school: syntheticSchool({ brin: id, schoolYear: year, learners, groups, combinedGroups: 2, teachers: groups + 1 }),
    caller: { autorisatiesleutel: key.autorisatiesleutel, klantcode: code, klantnaam: name },
    ...(policy === undefined ? {} : { policy }),
    port: session.hasFlag('port') ? session.config().port : 0,
    deviations: deviation,
    habits: { habits: results, refusedKeys: new Set(refuseKey) },
    ...misbehaviour,
    ledger,
    onResults: ({ results: taken, ...message }) => {
      if (json) printJson({ ...message, results: taken });
      else print(`Results of school ${message.school} in UWLR ${message.version}: ${taken}.`);
    },
    ...(profile === undefined ? {} : { profile }),
  });
  const { autorisatiesleutel, klantcode, klantnaam } = las.caller;
  // Whoever reads that it answers may stop it at once.
  const stopped = stopSignal(() => process.exit(EXIT.failed));
  if (json)
    printJson({
      endpoint: las.endpoint,
      resultsEndpoint: las.resultsEndpoint,
      school: id,
      schoolYear: year,
      learners,
      klantcode,
      klantnaam,
      ...(keyFile === undefined ? { autorisatiesleutel } : {}),
    });
  else {
    print(`A simulated administration answers at ${las.endpoint}: school ${id}, ${year}, ${learners} invented pupils.`);
    print(`It takes results at ${las.resultsEndpoint}.`);
    print(`klantcode ${klantcode}, klantnaam '${klantnaam}', autorisatiesleutel ${key.told}`);
  }
  await stopped;
  await las.close();
  await ledger.close();
}

async function ledgerIn(file: string | undefined): Promise<Ledger> {
  const { openLedger } = await import('../simulator/ledger.js');
  return openLedger(file).catch(() => {
    throw couldNotRun('the ledger cannot be read or written');
  });
}
