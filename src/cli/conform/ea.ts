import { type Command, Option } from 'commander';
import { supplied } from '../../core/supplied.js';
import { schoolYearAt } from '../../model/school-year.js';
import { UWLR_VERSIONS, type UwlrVersion } from '../../uwlr/finding.js';
import { PUPIL_PROFILES, type PupilProfile } from '../../uwlr/grammar/grammar.js';
import type { Session } from '../open/session.js';
import { type LasKey, lasKey } from '../simulate/las-key.js';
import { count, duration, fieldNames, school, schoolYear, text, words } from '../terminal/arguments.js';
import { wrongUsage } from '../terminal/command-error.js';
import { note } from '../terminal/print.js';
import { textOfFile } from '../terminal/text-of-file.js';
import { EaPrompts } from './ea-prompts.js';
import { runAndReport } from './finish-run.js';
import { addRunFlags } from './run-flags.js';

interface EaOptions {
  readonly listenHost: string;
  readonly listenPort: number;
  readonly tlsCertificate?: string;
  readonly tlsKey?: string;
  readonly klantcode: string;
  readonly klantnaam: string;
  readonly keyFile?: string;
  readonly school: string;
  readonly schoolYear?: string;
  readonly learners: number;
  readonly version?: readonly UwlrVersion[];
  readonly profile: PupilProfile;
  readonly needs?: readonly string[];
  readonly unattended?: true;
  readonly wait: number;
  readonly watch: number;
  readonly slow: number;
}

export function registerConformEa(conform: Command, session: Session): void {
  const command = conform
    .command('ea')
    .description('test a vendor (EA): be an administration that it connects to, with answers good and bad, and judge what it does')
    .addOption(new Option('--listen-host <host>', 'where to listen').argParser(text(255)).default('localhost'))
    .addOption(new Option('--listen-port <port>', 'where to listen (any free one)').argParser(count(65_535)))
    .option('--tls-certificate <file>', 'answer over TLS with this certificate, PEM')
    .option('--tls-key <file>', 'key of the certificate, PEM')
    .addOption(new Option('--klantcode <code>', 'that the vendor presents').argParser(text(64)).default('GATEWAY'))
    .addOption(new Option('--klantnaam <name>', 'that goes with it').argParser(text(64)).default('Gateway van de school'))
    .option(
      '--key-file <file>',
      'file with the autorisatiesleutel that it presents (UWLR_CONFORM_KEY), which is made when it is not there; - for standard input',
    )
    .addOption(new Option('--school <school>', 'id of the invented school').argParser(school).default('99XX'))
    .addOption(new Option('--school-year <year>', 'as in 2026-2027 (the current one)').argParser(schoolYear))
    .addOption(new Option('--learners <number>', 'how many pupils the school has').argParser(count(5000)).default(12))
    .addOption(new Option('--version <versions>', 'of UWLR to speak, the main one first (2.2,2.3,2.1,1.0)').argParser(words(UWLR_VERSIONS)))
    .addOption(new Option('--profile <profile>', 'that was agreed').choices(PUPIL_PROFILES).default('smalle-set'))
    .addOption(new Option('--needs <fields>', 'that it cannot do without, as in leerling/@eckid; for conform fit').argParser(fieldNames))
    .option('--unattended', 'the vendor polls by itself: ask nothing of a person')
    .addOption(new Option('--wait <time>', 'how long to wait for each thing that it has to do').argParser(duration).default(300_000, '5m'))
    .addOption(
      new Option('--watch <time>', 'how long to look whether it repeats itself: less than it polls')
        .argParser(duration)
        .default(5_000, '5s'),
    )
    .addOption(new Option('--slow <time>', 'how long a slow answer takes').argParser(duration).default(5_000, '5s'));
  addRunFlags(command, 'ea').action(() => conformEa(session, command));
}

async function conformEa(session: Session, command: Command): Promise<void> {
  const { runEa } = await import('../../conformance/ea/run-ea.js');
  const { EA_TESTS } = await import('../../conformance/ea/ea-tests.js');
  await runAndReport(session, { role: 'ea', command }, async (plan) => {
    const options = command.opts<EaOptions>();
    const { klantcode, klantnaam, school: id, learners, profile, needs = [], unattended, wait, watch, slow, listenHost } = options;
    const { autorisatiesleutel, told } = await credentials(options);
    const prompts = new EaPrompts({ language: plan.flags.language, unattended: unattended === true });
    const tls = await certificate(options);
    try {
      const run = await runEa({
        config: {
          caller: { klantcode, klantnaam, autorisatiesleutel },
          school: id,
          schoolYear: options.schoolYear ?? schoolYearAt(new Date()),
          versions: options.version ?? ['2.2', '2.3', '2.1', '1.0'],
          profile,
          learners,
          needs,
          host: listenHost,
          port: options.listenPort ?? 0,
          patienceMs: wait,
          watchMs: watch,
          slowMs: slow,
          seed: plan.seed,
        },
        level: plan.level,
        ...supplied({ only: plan.only, schemas: plan.schemas, signal: plan.signal, onResult: plan.onResult, tls }),
        events: prompts.events,
        onListening: (listening) => {
          prompts.begin(listening);
          note(`klantcode ${klantcode}, klantnaam '${klantnaam}', autorisatiesleutel ${told}, school ${id}`);
        },
      });
      const { tests, ended, judge, learned, traffic } = run;
      return {
        tests,
        ...supplied({ ended }),
        judge,
        titles: EA_TESTS,
        exchanges: traffic.all,
        versions: learned.versions ?? [],
        learned,
        secrets: [autorisatiesleutel],
      };
    } finally {
      prompts.end();
    }
  });
}

async function credentials({ keyFile }: EaOptions): Promise<LasKey> {
  const given = keyFile === undefined ? process.env['UWLR_CONFORM_KEY'] : undefined;
  return given === undefined ? await lasKey(keyFile) : { autorisatiesleutel: given, told: 'as given' };
}

async function certificate({ tlsCertificate, tlsKey }: EaOptions): Promise<{ readonly cert: string; readonly key: string } | undefined> {
  if (tlsCertificate === undefined && tlsKey === undefined) return undefined;
  if (tlsCertificate === undefined || tlsKey === undefined) throw wrongUsage('--tls-certificate and --tls-key go together');
  return { cert: await textOfFile(tlsCertificate), key: await textOfFile(tlsKey) };
}
