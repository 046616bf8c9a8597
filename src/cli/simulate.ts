import { type Command, Option } from 'commander';
import { supplied } from '../core/supplied.js';
import { LAS_DEVIATIONS, type LasDeviation } from '../simulator/las-deviations.js';
import { RESULT_HABITS, type ResultHabit } from '../simulator/las-result-habits.js';
import type { Ledger } from '../simulator/ledger.js';
import { SCHOOL_SETS, type SchoolSet } from '../synthetic/school/school-set.js';
import { SCHOOL_SHAPES } from '../synthetic/school/school-shape.js';
import type { Policy } from '../uwlr/finding.js';
import type { Session } from './open/session.js';
import { registerSimulatedDefects } from './simulate/defects.js';
import { registerSimulatedEa } from './simulate/ea.js';
import { registerSimulatedEduV } from './simulate/edu-v.js';
import { lasKey } from './simulate/las-key.js';
import { type MisbehaviourOptions, misbehaviourOf, misbehaviourOptions } from './simulate/las-misbehaviour.js';
import { registerSimulatedWebhook } from './simulate/webhook.js';
import { MOST_PUPILS, type SchoolOptions } from './synthetic/school-options.js';
import { count, each, schoolYear, text, words } from './terminal/arguments.js';
import { couldNotRun } from './terminal/command-error.js';
import { EXIT } from './terminal/exit-code.js';
import { jsonOption } from './terminal/json-option.js';
import { print, printJson } from './terminal/print.js';
import { stopSignal } from './terminal/stop-signal.js';

interface LasOptions extends SchoolOptions, MisbehaviourOptions {
  readonly learners?: number;
  readonly profile?: SchoolSet;
  readonly deviation?: readonly LasDeviation[];
  readonly results?: readonly ResultHabit[];
  readonly refuseKey?: readonly string[];
  readonly ledger?: string;
  readonly policy?: Policy;
  readonly checkContents?: true;
  readonly keyFile?: string;
  readonly klantcode: string;
  readonly klantnaam: string;
  readonly json?: true;
}

export function registerSimulate(program: Command, session: Session): void {
  const simulate = program.command('simulate').description('simulated partners to test against');
  misbehaviourOptions(simulate.command('las'))
    .description('run a school administration with one invented school, for UWLR 1.0 to 2.3 (default --port: any free one)')
    .option('--school <school>', 'id of the invented school (99XX), or a file with one: JSON of `synthetic school`, EDEXML or an answer')
    .addOption(new Option('--school-year <year>', 'as in 2026-2027 (the current one)').argParser(schoolYear))
    .addOption(new Option('--pupils <number>', 'how many pupils (25)').argParser(count(MOST_PUPILS)))
    .addOption(new Option('--learners <number>', 'the same as --pupils').argParser(count(MOST_PUPILS)).conflicts('pupils'))
    .addOption(new Option('--seed <seed>', 'another seed gives other people (1)').argParser(text(64)))
    .addOption(new Option('--shape <shape>', 'a primary or a secondary school (po)').choices(SCHOOL_SHAPES))
    .addOption(
      new Option('--profile <profile>', 'the set that it gives (what gegevenssetid asks for); edexml: all, with locations').choices(
        SCHOOL_SETS,
      ),
    )
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
    .option('--check-contents', 'refuse results of unknown pupils, and what cannot be right in results although the schema allows it')
    .option('--key-file <file>', 'file with the autorisatiesleutel that it asks for, made when it is not there; - for standard input')
    .addOption(new Option('--klantcode <code>', 'that it issued to the caller').argParser(text(64)).default('GATEWAY'))
    .addOption(new Option('--klantnaam <name>', 'that goes with it').argParser(text(64)).default('Gateway van de school'))
    .option('--ledger <file>', 'record the results it accepts: keys and digests, a line of JSON per message')
    .addOption(jsonOption())
    .action((options: LasOptions) => simulateLas(session, options));
  registerSimulatedEa(simulate);
  registerSimulatedEduV(simulate, session);
  registerSimulatedDefects(simulate);
  registerSimulatedWebhook(simulate, session);
}

async function simulateLas(session: Session, options: LasOptions): Promise<void> {
  const {
    learners,
    pupils = learners,
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
  const { lasSchool } = await import('./simulate/las-school.js');
  const { school, schoolYear, seed, shape } = options;
  const invented = await lasSchool(session, { school, schoolYear, seed, shape, pupils });
  const { id, roster } = invented;
  const misbehaviour = await misbehaviourOf(options);
  const key = await lasKey(keyFile);
  const ledger = await ledgerIn(options.ledger);
  const las = await startSimulatedLas({
    school: invented,
    caller: { autorisatiesleutel: key.autorisatiesleutel, klantcode: code, klantnaam: name },
    ...supplied({ policy }),
    checksContents: options.checkContents === true,
    port: session.hasFlag('port') ? session.config().port : 0,
    deviations: deviation,
    habits: { habits: results, refusedKeys: new Set(refuseKey) },
    ...misbehaviour,
    ledger,
    onResults: ({ results: taken, ...message }) => {
      if (json) printJson({ ...message, results: taken });
      else print(`Results of school ${message.school} in UWLR ${message.version}: ${taken}.`);
    },
    ...supplied({ profile }),
  });
  const { autorisatiesleutel, klantcode, klantnaam } = las.caller;
  // Whoever reads that it answers may stop it at once.
  const stopped = stopSignal(() => process.exit(EXIT.failed));
  if (json)
    printJson({
      endpoint: las.endpoint,
      resultsEndpoint: las.resultsEndpoint,
      school: id,
      schoolYear: roster.origin.schoolYear,
      learners: roster.learners.length,
      klantcode,
      klantnaam,
      ...(keyFile === undefined ? { autorisatiesleutel } : {}),
    });
  else {
    print(
      `A simulated administration answers at ${las.endpoint}: school ${id}, ${roster.origin.schoolYear}, ${roster.learners.length} invented pupils.`,
    );
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
