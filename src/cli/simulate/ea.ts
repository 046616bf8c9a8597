import { type Command, Option } from 'commander';
import { supplied } from '../../core/supplied.js';
import { schoolYearAt } from '../../model/school-year.js';
import type { EaDefect } from '../../simulator/defects/ea-defect.js';
import type { EaEvent } from '../../simulator/ea/simulated-ea.js';
import { UWLR_VERSIONS, type UwlrVersion } from '../../uwlr/finding.js';
import { givenKey } from '../key/given-key.js';
import { count, duration, each, httpUrl, school, schoolYear, text } from '../terminal/arguments.js';
import { couldNotRun, wrongUsage } from '../terminal/command-error.js';
import { jsonOption } from '../terminal/json-option.js';
import { print, printJson } from '../terminal/print.js';
import { stopSignal } from '../terminal/stop-signal.js';

interface EaOptions {
  readonly to: string;
  readonly resultsTo?: string;
  readonly keyFile: string;
  readonly klantcode: string;
  readonly klantnaam: string;
  readonly school: string;
  readonly schoolYear?: string;
  readonly version: UwlrVersion;
  readonly gegevenssetid?: string;
  readonly inSteps?: true;
  readonly interval: number;
  readonly rounds?: number;
  readonly defect?: readonly string[];
  readonly json?: true;
}

export function registerSimulatedEa(simulate: Command): void {
  simulate
    .command('ea')
    .description('run a vendor (EA) that asks a gateway or administration for pupil data and delivers results, again and again')
    .addOption(new Option('--to <url>', 'address of the service with pupil data').argParser(httpUrl).makeOptionMandatory())
    .addOption(new Option('--results-to <url>', 'address of the service that takes results (the same)').argParser(httpUrl))
    .requiredOption('--key-file <file>', 'file with the autorisatiesleutel; - for standard input')
    .addOption(new Option('--klantcode <code>', 'that it presents').argParser(text(64)).default('GATEWAY'))
    .addOption(new Option('--klantnaam <name>', 'that goes with it').argParser(text(64)).default('Gateway van de school'))
    .addOption(new Option('--school <school>', 'to ask for').argParser(school).default('99XX'))
    .addOption(new Option('--school-year <year>', 'as in 2026-2027 (the current one)').argParser(schoolYear))
    .addOption(new Option('--version <version>', 'of UWLR').choices(UWLR_VERSIONS).default('2.2'))
    .addOption(new Option('--gegevenssetid <name>', 'of the set to ask for').argParser(text(64)))
    .option('--in-steps', 'ask for structure, pupils and staff apart')
    .addOption(new Option('--interval <time>', 'between two rounds').argParser(duration).default(10_000, '10s'))
    .addOption(new Option('--rounds <number>', 'end after this many (until Ctrl-C)').argParser(count(100_000)))
    .addOption(new Option('--defect <name>', 'do this one thing wrong (repeatable; simulate defects lists them)').argParser(each))
    .addOption(jsonOption())
    .action((options: EaOptions) => simulateEa(options));
}

async function simulateEa(options: EaOptions): Promise<void> {
  const { to, resultsTo, keyFile, klantcode, klantnaam, version, gegevenssetid, inSteps, interval, rounds, defect = [], json } = options;
  const autorisatiesleutel = (await givenKey({ keyFile })) as string;
  const { startSimulatedEa } = await import('../../simulator/ea/simulated-ea.js');
  const defects = await named(defect);
  let answered = false;
  const ea = startSimulatedEa({
    to,
    ...supplied({ resultsTo }),
    caller: { autorisatiesleutel, klantcode, klantnaam },
    school: options.school,
    schoolYear: options.schoolYear ?? schoolYearAt(new Date()),
    version,
    ...supplied({ gegevenssetid, inSteps }),
    intervalMs: interval,
    ...supplied({ rounds }),
    defects,
    onEvent: (event) => {
      answered ||= !(event.got in NO_ANSWER);
      if (json) printJson(event);
      else print(lineOf(event));
    },
  });
  const stopped = stopSignal(() => process.exit(3)).then(() => ea.stop());
  await Promise.race([ea.done, stopped]);
  if (rounds !== undefined && !answered) throw couldNotRun(`${to}: no answer of UWLR came`);
}

const ANSWERS: Readonly<Record<string, string>> = { unchanged: 'nothing changed', none: 'there are no data', confirmed: 'confirmed' };
const NO_ANSWER: Readonly<Record<string, string>> = {
  'no-connection': 'nothing listens there, or the host is unknown',
  timeout: 'no answer in time',
  'http-503': 'HTTP 503',
  page: 'the answer is no XML: is this the address of the service?',
  broken: 'the connection broke off, or the answer is no UWLR',
  'empty-body': 'the answer is not one of UWLR',
};

/** `Asked for pupils: 30 pupils.`, `Delivered results of 6 takings: confirmed.` */
function lineOf({ did, got, count }: EaEvent): string {
  const words = ANSWERS[got] ?? NO_ANSWER[got] ?? got;
  if (did === 'delivered') return `Delivered results of ${count} takings: ${words}.`;
  return `Asked for pupils: ${got === 'data' ? `${count} pupils` : words}.`;
}

async function named(names: readonly string[]): Promise<readonly EaDefect[]> {
  if (names.length === 0) return [];
  const { EA_DEFECTS } = await import('../../simulator/defects/ea-defects.js');
  return names.map((name) => {
    const found = EA_DEFECTS.find((one) => one.name === name);
    if (found === undefined) throw wrongUsage(`--defect: there is no '${name}'; uwlr simulate defects lists them`);
    return found;
  });
}
