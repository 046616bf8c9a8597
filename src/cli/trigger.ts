import { type Command, Option } from 'commander';
import { CouldNotTest } from '../conformance/could-not-test.js';
import { supplied } from '../core/supplied.js';
import type { ExchangeRecord, TriggerOptions, TriggerOutcome } from '../simulator/trigger/run-trigger.js';
import type { Trigger } from '../simulator/trigger/trigger.js';
import type { TriggerConfig } from '../simulator/trigger/trigger-kit.js';
import { isSyntheticSchool } from '../synthetic/school/is-synthetic-school.js';
import type { UwlrVersion } from '../uwlr/finding.js';
import { givenKey } from './key/given-key.js';
import type { Session } from './open/session.js';
import { remoteGateway } from './remote/remote-gateway.js';
import { count, httpUrl, school, schoolYear, text } from './terminal/arguments.js';
import { couldNotRun, wrongUsage } from './terminal/command-error.js';
import { EXIT } from './terminal/exit-code.js';
import { jsonOption } from './terminal/json-option.js';
import { print, printJson, printTable } from './terminal/print.js';
import { textOfFile } from './terminal/text-of-file.js';
import { outcomeLines } from './trigger/outcome-lines.js';

interface TriggerFlags {
  readonly url: string;
  readonly klantcode?: string;
  readonly klantnaam?: string;
  readonly keyFile?: string;
  readonly expiredKeyFile?: string;
  readonly school: string;
  readonly schoolYear?: string;
  readonly learner?: string;
  readonly uwlrVersion: UwlrVersion;
  readonly results: number;
  readonly tokenFile?: string;
  readonly ca?: string;
  readonly authorisedBy?: string;
  readonly json?: true;
}

const PATIENCE_MS = 60_000;
const MOST_RESULTS = 50_000;
/** UWLR 1.0 has other names for the same things. */
const VERSIONS: readonly UwlrVersion[] = ['2.1', '2.2', '2.3'];

export function registerTrigger(program: Command, session: Session): void {
  const trigger = program
    .command('trigger')
    .description('produce a known situation at a running gateway, as a vendor')
    .argument('[names...]', 'of situations, one after the other')
    .addOption(new Option('--url <url>', 'of the gateway').argParser(httpUrl).default('http://localhost:8080'))
    .addOption(new Option('--klantcode <code>', 'of the vendor').argParser(text(64)))
    .addOption(new Option('--klantnaam <name>', 'that goes with it').argParser(text(64)))
    .option('--key-file <file>', 'file with the autorisatiesleutel; - for standard input')
    .option('--expired-key-file <file>', 'file with a key that has expired, for expired-key')
    .addOption(new Option('--school <school>', 'that the key opens').argParser(school).default('99XX'))
    .addOption(new Option('--school-year <year>', 'as in 2026-2027 (the current one)').argParser(schoolYear))
    .addOption(new Option('--learner <key>', 'leerlingid of a pupil of the school (an invented one)').argParser(text(256)))
    .addOption(new Option('--uwlr-version <version>', 'of the messages').choices(VERSIONS).default('2.2'))
    .addOption(new Option('--results <number>', 'how many results big sends').argParser(count(MOST_RESULTS)).default(1_000))
    .option('--token-file <file>', 'file with a token with the scope exchanges:read (UWLR_TOKEN_FILE): shows what the gateway recorded')
    .option('--ca <file>', 'trust this authority, PEM')
    .addOption(new Option('--authorised-by <name>', 'who allowed this; needed for a school that is not synthetic').argParser(text(120)))
    .addOption(jsonOption())
    .action((names: readonly string[], options: TriggerFlags) => triggerAll(session, names, options));
  trigger
    .command('list')
    .description('list the situations')
    .action((_: unknown, command: Command) => listTriggers(command.optsWithGlobals<{ readonly json?: true }>().json));
}

async function listTriggers(json: true | undefined): Promise<void> {
  const { TRIGGERS } = await import('../simulator/trigger/triggers.js');
  const rows = TRIGGERS.map(({ name, does, see, needs }) => ({ name, does, see, ...supplied({ needs }) }));
  if (json) for (const row of rows) printJson(row);
  else
    printTable(
      ['NAME', 'WHAT HAPPENS', 'WHAT TO SEE'],
      rows.map(({ name, does, see }) => [name, does, see]),
      'There are none.',
    );
}

async function triggerAll(session: Session, names: readonly string[], flags: TriggerFlags): Promise<void> {
  const { NoGateway, runTrigger } = await import('../simulator/trigger/run-trigger.js');
  const triggers = await triggersNamed(names);
  const config = await configOf(flags, triggers);
  const lookUp = await recordReader(flags, config);
  const ca = flags.ca === undefined ? {} : { ca: await textOfFile(flags.ca) };
  for (const trigger of triggers) {
    const options: TriggerOptions = { config, patienceMs: PATIENCE_MS, ...ca, ...supplied({ lookUp }) };
    const outcome = await runTrigger(trigger, options).catch((error: unknown): TriggerOutcome => {
      throw error instanceof NoGateway ? new CouldNotTest(`${flags.url}: ${error.message}`) : error;
    });
    if (!outcome.asExpected) session.exitCode = EXIT.no;
    if (flags.json) printJson(outcome);
    else for (const line of outcomeLines(outcome, config)) print(line);
  }
}

async function triggersNamed(names: readonly string[]): Promise<readonly Trigger[]> {
  const { TRIGGERS } = await import('../simulator/trigger/triggers.js');
  if (names.length === 0) throw wrongUsage('say which situation: `uwlr trigger list` lists them');
  return names.map((name) => {
    const found = TRIGGERS.find((one) => one.name === name);
    if (found === undefined) throw wrongUsage('there is no such situation; `uwlr trigger list` lists them');
    return found;
  });
}

async function configOf(flags: TriggerFlags, triggers: readonly Trigger[]): Promise<TriggerConfig> {
  const { klantcode, klantnaam, keyFile, expiredKeyFile, school: id, authorisedBy } = flags;
  if (!isSyntheticSchool(id) && authorisedBy === undefined)
    throw wrongUsage(`${id} is no synthetic school, and what is sent is stored: say with --authorised-by who allowed this`);
  if (klantcode === undefined || klantnaam === undefined || keyFile === undefined)
    throw wrongUsage('the vendor is needed: --klantcode, --klantnaam and --key-file');
  const autorisatiesleutel = await givenKey({ keyFile });
  const expiredKey = expiredKeyFile === undefined ? undefined : await givenKey({ keyFile: expiredKeyFile });
  if (expiredKey === undefined && triggers.some(({ needs }) => needs === 'expired-key'))
    throw wrongUsage('expired-key needs --expired-key-file (make a key that is over: `uwlr key add` with --from and --until in the past)');
  return {
    gateway: flags.url.replace(/\/$/, ''),
    caller: { klantcode, klantnaam, autorisatiesleutel: autorisatiesleutel ?? '' },
    ...supplied({ expiredKey }),
    school: id,
    ...supplied({ schoolYear: flags.schoolYear, learner: flags.learner }),
    version: flags.uwlrVersion,
    results: flags.results,
  };
}

interface ShownExchange {
  readonly id: string;
  readonly outcome: ExchangeRecord['outcome'];
  readonly findings: readonly { readonly rule: string }[];
}

/** Reads the record of the gateway over REST; undefined without a token. */
async function recordReader({ url, tokenFile }: TriggerFlags, { caller }: TriggerConfig): Promise<TriggerOptions['lookUp']> {
  const file = tokenFile ?? process.env['UWLR_TOKEN_FILE'];
  if (file === undefined) return undefined;
  const gateway = await remoteGateway({ remote: url, tokenFile: file });
  if (gateway === undefined) throw couldNotRun('the record of the gateway cannot be read');
  return async (exchange) => {
    const query = { party: caller.klantcode, limit: 1 };
    const { items } = await gateway.get<{ readonly items: readonly ShownExchange[] }>(`/exchanges`, query);
    const [newest] = items;
    // A fault has the id of its exchange. What came from nobody known is in no list of the school.
    if (newest === undefined || (exchange !== undefined && newest.id !== exchange)) return undefined;
    return { id: newest.id, outcome: newest.outcome, rules: newest.findings.map(({ rule }) => rule) };
  };
}
