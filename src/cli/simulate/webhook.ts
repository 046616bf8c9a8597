import { type Command, Option } from 'commander';
import { freshSecret } from '../../admin/targets/webhook-secrets.js';
import type { WebhookMessage } from '../../delivery/webhook/webhook-message.js';
import { givenSecret } from '../deliver/target/webhook-secret.js';
import type { Session } from '../open/session.js';
import { count, each } from '../terminal/arguments.js';
import { couldNotRun } from '../terminal/command-error.js';
import { EXIT } from '../terminal/exit-code.js';
import { explainSystem } from '../terminal/explain-error.js';
import { jsonOption } from '../terminal/json-option.js';
import { print, printJson } from '../terminal/print.js';
import { stopSignal } from '../terminal/stop-signal.js';
import { named } from './las-misbehaviour.js';

interface WebhookOptions {
  readonly webhookSecretFile?: readonly string[];
  readonly ledger?: string;
  readonly answer?: number;
  readonly defect?: readonly string[];
  readonly json?: true;
}

export function registerSimulatedWebhook(simulate: Command, session: Session): void {
  simulate
    .command('webhook')
    .description('run a receiver of webhooks that checks signatures and accepts each message once (default --port: any free one)')
    .addOption(
      new Option(
        '--webhook-secret-file <file>',
        'file with the secret of the target, whsec_ and base64 (one is made and shown); - for standard input',
      ).argParser(each),
    )
    .option('--ledger <file>', 'record what is accepted, one entry per line: ids and digests, no values')
    .addOption(new Option('--answer <status>', 'take nothing in, and answer every message with this HTTP status').argParser(count(599)))
    .addOption(
      new Option('--defect <name>', 'one thing that it does wrong, of `simulate defects` (can be given several times)').argParser(each),
    )
    .addOption(jsonOption())
    .action((options: WebhookOptions) => simulateWebhook(session, options));
}

async function simulateWebhook(
  session: Session,
  { webhookSecretFile: files = [], ledger: file, answer, defect, json }: WebhookOptions,
): Promise<void> {
  const given = await Promise.all(files.map((file) => givenSecret(file)));
  const secrets = given.length === 0 ? [freshSecret()] : given.flatMap((secret) => secret ?? []);
  const { openLedger } = await import('../../simulator/ledger.js');
  const { RECEIVER_DEFECTS } = await import('../../simulator/defects/receiver-defects.js');
  const defects = (defect ?? []).map((name) => named(name, RECEIVER_DEFECTS, 'defect'));
  const { startWebhookReceiver } = await import('../../simulator/webhook-receiver.js');
  const ledger = await openLedger(file).catch((error: unknown) => {
    throw couldNotRun(explainSystem(error, file ?? '') ?? `${file}: cannot be opened`);
  });
  const receiver = await startWebhookReceiver({
    secrets,
    ledger,
    defects,
    port: session.hasFlag('port') ? session.config().port : 0,
    onTaken: (message, again) => tell(message, again, json),
    ...(answer === undefined ? {} : { habit: { does: 'answer', status: answer } }),
  });
  const { url, ledgerUrl } = receiver;
  const made = given.length === 0 ? { secret: secrets[0] as string } : {};
  // Whoever reads that it answers may stop it at once.
  const stopped = stopSignal(() => process.exit(EXIT.failed));
  if (json) printJson({ url, ledgerUrl, ...made, known: ledger.entries.length });
  else {
    print(`A simulated receiver of webhooks answers at ${url}.`);
    print(`What it holds is at ${ledgerUrl}.`);
    if (made.secret !== undefined) print(`secret ${made.secret}`);
  }
  await stopped;
  await receiver.close();
  await ledger.close();
}

function tell({ batch, school, items }: WebhookMessage, again: boolean, json: true | undefined): void {
  const count = (of: WebhookMessage['items'][number]['kind']) => items.filter(({ kind }) => kind === of).length;
  const [results, withdrawn, tagged] = [count('result'), count('withdrawal'), count('result.tagged')];
  const signals = items.length - results - withdrawn - tagged;
  const others = { ...(tagged === 0 ? {} : { tagged }), ...(signals === 0 ? {} : { signals }) };
  if (json) printJson({ message: batch, school, results, withdrawn, ...others, again });
  else {
    const goals = tagged === 0 ? '' : `, tagged anew ${tagged}`;
    const events = signals === 0 ? '' : `, signals ${signals}`;
    print(`${again ? 'Came again' : 'Took in'} ${batch}: school ${school}, results ${results}, withdrawn ${withdrawn}${goals}${events}`);
  }
}
