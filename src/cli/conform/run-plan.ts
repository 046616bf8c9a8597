import type { KeyObject } from 'node:crypto';
import { isIP } from 'node:net';
import type { Command } from 'commander';
import type { Level } from '../../conformance/conformance-test.js';
import { withTexts } from '../../conformance/mask/result-texts.js';
import { shownPath } from '../../conformance/mask/shown-names.js';
import type { ExpectedFailure } from '../../conformance/report/expectations.js';
import type { Report, RunSettings } from '../../conformance/report/report.js';
import { signingKey } from '../../conformance/report/signature.js';
import type { RunOptions } from '../../conformance/run.js';
import type { HttpClientOptions } from '../../conformance/traffic/http-client.js';
import { supplied } from '../../core/supplied.js';
import { isSyntheticSchool } from '../../synthetic/school/is-synthetic-school.js';
import { wrongUsage } from '../terminal/command-error.js';
import { ADDRESS, applyConfigFile } from './config-file.js';
import { readExpectations } from './expectations-file.js';
import { givenCertificates } from './given-certificates.js';
import { Interruption } from './interruption.js';
import { isMeant } from './is-meant.js';
import { keyInFile } from './key-in-file.js';
import { ProgressOfRun } from './progress-of-run.js';
import { refuseEarly } from './refuse-early.js';
import { reportTaker } from './run-capture.js';
import type { RunFlags } from './run-flags.js';
import { settingsOf } from './run-settings.js';

/** What a command of a role knows before it runs its tests: flags, and the config file beneath them. */
export interface RunPlan extends Pick<RunOptions<never>, 'only' | 'signal' | 'onResult'> {
  readonly role: Report['role'];
  readonly flags: RunFlags;
  /** Of what is tested; empty where that has none. */
  readonly address: string;
  readonly settings: RunSettings;
  /** Whether no school of the run can be a real one. */
  readonly synthetic: boolean;
  readonly level: Level;
  readonly safe: boolean;
  readonly seed: number;
  readonly patienceMs: number;
  readonly schemas?: string;
  readonly tls: Pick<HttpClientOptions, 'ca' | 'pfx' | 'passphrase' | 'cert' | 'key'>;
  readonly expected: readonly ExpectedFailure[];
  readonly signingKey?: KeyObject;
  /** Only the report goes to standard output. */
  readonly quiet: boolean;
  readonly startedAt: string;
  readonly interruption: Interruption;
  readonly progress: ProgressOfRun;
}

export interface PlannedRun {
  readonly role: Report['role'];
  readonly command: Command;
  /** Of what is tested, where that has one: as given on the command line, if it was. The config file may have it. */
  readonly address?: { readonly given: string | undefined };
}

/**
 * Begins a run: the config file goes beneath the flags of the command (read them afterwards, with `command.opts()`), and all that was given
 * is looked at before anything is sent. Throws `CommandError` and `CouldNotTest`.
 */
export async function planRun({ role, command, address: place }: PlannedRun): Promise<RunPlan> {
  takeOwnFlags(command);
  const { config: file } = command.opts<{ readonly config?: string }>();
  const inFile = file === undefined ? undefined : await applyConfigFile(command, file);
  const address = place === undefined ? undefined : (place.given ?? inFile);
  if (place !== undefined && address === undefined) throw wrongUsage(`give the address, or a config file with its '${ADDRESS}'`);
  const flags = command.opts<RunFlags>();
  const { only, level = 'full', seed = 1, patience = 10_000, schema, safe = !addressesOf(command, address).every(isLocal) } = flags;
  refuseUnauthorised(command, flags);
  const tls = await givenCertificates(flags);
  const expected = flags.expect === undefined ? [] : await readExpectations(flags.expect);
  await refuseEarly(role, flags, expected);
  const key = flags.sign === undefined ? undefined : await keyInFile(flags.sign, signingKey);
  const interruption = new Interruption();
  const quiet = flags.json === true || flags.report === '-' || reportTaker() !== undefined;
  const progress = new ProgressOfRun({ ...flags, quiet });
  const synthetic = schoolsOf(command).every(isSyntheticSchool);
  const knownPlaces = synthetic && role !== 'file';
  return {
    role,
    flags,
    address: address ?? '',
    settings: settingsOf(command, address),
    synthetic,
    level,
    safe,
    seed,
    patienceMs: patience,
    ...supplied({ schemas: schema }),
    ...(only === undefined ? {} : { only: (ids) => only.some((asked) => ids.some((id) => isMeant(id, asked))) }),
    tls,
    expected,
    ...supplied({ signingKey: key }),
    quiet,
    startedAt: new Date().toISOString(),
    interruption,
    signal: interruption.signal,
    progress,
    onResult: (result, done, total) => progress.add(knownPlaces ? result : withTexts(result, (text) => text, shownPath), done, total),
  };
}

/** The schools whose data the run may see: also the one that the key should not open. */
export function schoolsOf(command: Command): readonly string[] {
  const { school, otherSchool } = command.opts<{ readonly school?: string; readonly otherSchool?: string }>();
  return [school, otherSchool].filter((one) => one !== undefined);
}

/** Where the run sends messages. */
function addressesOf(command: Command, address: string | undefined): readonly string[] {
  const { resultsUrl } = command.opts<{ readonly resultsUrl?: string }>();
  return [address, resultsUrl].filter((one) => one !== undefined);
}

function refuseUnauthorised(command: Command, { authorisedBy, keepTraffic }: RunFlags): void {
  const real = schoolsOf(command).find((id) => !isSyntheticSchool(id));
  if (real === undefined) return;
  if (authorisedBy === undefined)
    throw wrongUsage(`school ${real} may exist: --authorised-by NAME says who allowed a test with its data; a synthetic one is 99XX`);
  if (keepTraffic) throw wrongUsage(`--keep-traffic is for synthetic schools only, and ${real} may exist`);
}

/** Some flags have the name of a setting of the gateway, such as --config: the program takes those wherever they stand. */
function takeOwnFlags(command: Command): void {
  let program = command;
  while (program.parent !== null) program = program.parent;
  for (const option of command.options) {
    const name = option.attributeName();
    if (program === command || program.getOptionValueSource(name) !== 'cli') continue;
    const parse = option.parseArg as ((text: string, before: unknown) => unknown) | undefined;
    const given = program.getOptionValue(name) as string;
    command.setOptionValueWithSource(name, parse === undefined ? given : parse(given, undefined), 'cli');
  }
}

/** Whether an address is on this machine. */
export function isLocal(address: string): boolean {
  const host = new URL(address).hostname.replace(/^\[|\]$/g, '');
  return host === 'localhost' || host.endsWith('.localhost') || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
