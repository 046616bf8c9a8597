import { type Command, Option } from 'commander';
import type { ReceiverConfig } from '../../conformance/receiver/receiver-config.js';
import type { LedgerPlace } from '../../conformance/receiver/receiver-ledger.js';
import { supplied } from '../../core/supplied.js';
import { isSyntheticSchool } from '../../synthetic/school/is-synthetic-school.js';
import { givenSecret } from '../deliver/target/webhook-secret.js';
import type { Session } from '../open/session.js';
import { headersOf } from '../party/make-connection.js';
import { each, httpUrl, school } from '../terminal/arguments.js';
import { wrongUsage } from '../terminal/command-error.js';
import { runAndReport } from './finish-run.js';
import { addRunFlags } from './run-flags.js';
import type { RunPlan } from './run-plan.js';

interface ReceiverOptions {
  readonly webhookSecretFile?: string;
  readonly header?: readonly string[];
  readonly headerFile?: string;
  readonly ledgerUrl?: string;
  readonly ledgerFile?: string;
  readonly school: string;
}

export function registerConformReceiver(conform: Command, session: Session): void {
  const command = conform
    .command('receiver')
    .description('test a receiver of webhooks')
    .argument('[url]', "address that takes the messages; or 'url' in the config file", httpUrl)
    .option('--webhook-secret-file <file>', 'file with the secret of the target, whsec_ and base64; - for standard input')
    .addOption(
      new Option('--header <name: value>', 'a header to send with each message; other users of this machine can see it').argParser(each),
    )
    .option('--header-file <file>', 'file with such headers, one a line; - for standard input')
    .addOption(new Option('--ledger-url <url>', 'where the receiver tells what it holds').argParser(httpUrl).conflicts('ledgerFile'))
    .option('--ledger-file <file>', 'file in which the receiver tells what it holds')
    .addOption(new Option('--school <school>', 'id of the invented school that the results are of').argParser(school).default('99XX'));
  addRunFlags(command, 'receiver').action((url: string | undefined) => conformReceiver(session, command, url));
}

async function conformReceiver(session: Session, command: Command, url: string | undefined): Promise<void> {
  const { runReceiver } = await import('../../conformance/receiver/run-receiver.js');
  const { RECEIVER_TESTS } = await import('../../conformance/receiver/receiver-tests.js');
  await runAndReport(session, { role: 'receiver', command, address: { given: url } }, async (plan) => {
    const config = await configOf(plan, command.opts<ReceiverOptions>());
    const run = await runReceiver({ ...plan, config });
    return { ...run, titles: RECEIVER_TESTS, exchanges: run.traffic.all, versions: [], secrets: secretsOf(config) };
  });
}

async function configOf({ address, safe, seed, patienceMs }: RunPlan, options: ReceiverOptions): Promise<ReceiverConfig> {
  if (!isSyntheticSchool(options.school)) throw wrongUsage('--school: only an invented school, such as 99XX');
  const secret = await givenSecret(options.webhookSecretFile);
  if (secret === undefined) throw wrongUsage('the secret of the target is needed: --webhook-secret-file');
  const headers = await headersOf(options);
  const ledger = ledgerPlace(options);
  return {
    url: address,
    secret,
    ...supplied({ headers, ledger }),
    school: options.school,
    safe,
    patienceMs,
    seed,
  };
}

/** Shorter values would be found anywhere. */
const SECRET_LENGTH = 6;

/** A receiver may repeat what it got. Of `Bearer ...` the token counts by itself, and of the secret its bytes. */
function secretsOf({ secret, headers = {} }: ReceiverConfig): readonly string[] {
  const given = Object.values(headers).flatMap((value) => [value, value.slice(value.lastIndexOf(' ') + 1)]);
  return [secret, secret.replace(/^whsec_/, ''), ...given.filter((value) => value.length >= SECRET_LENGTH)];
}

function ledgerPlace({ ledgerUrl, ledgerFile }: ReceiverOptions): LedgerPlace | undefined {
  if (ledgerUrl !== undefined) return { url: ledgerUrl };
  return ledgerFile === undefined ? undefined : { file: ledgerFile };
}
