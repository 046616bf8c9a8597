import { type Command, Option } from 'commander';
import type { EduVMessage } from '../../model/edu-v/edu-v-message.js';
import type { Session } from '../open/session.js';
import { count, text } from '../terminal/arguments.js';
import { couldNotRun } from '../terminal/command-error.js';
import { EXIT } from '../terminal/exit-code.js';
import { explainSystem } from '../terminal/explain-error.js';
import { jsonOption } from '../terminal/json-option.js';
import { print, printJson } from '../terminal/print.js';
import { stopSignal } from '../terminal/stop-signal.js';
import { clientKey } from './edu-v-key.js';

interface EduVOptions {
  readonly keyFile: string;
  readonly clientId: string;
  readonly ledger?: string;
  readonly answer?: number;
  readonly json?: true;
}

export function registerSimulatedEduV(simulate: Command, session: Session): void {
  simulate
    .command('edu-v')
    .description('run a receiver of the Edu-V Results API that checks assertions, tokens and messages (default --port: any free one)')
    .requiredOption(
      '--key-file <file>',
      'key of its client, as JSON Web Key or PEM, of which it uses the public half; made when it is not there',
    )
    .addOption(new Option('--client-id <id>', 'what it calls its client').argParser(text(256)).default('uwlr-gateway'))
    .option('--ledger <file>', 'record what is accepted, one entry per line: ids and digests, no values')
    .addOption(new Option('--answer <status>', 'take nothing in, and answer every message with this HTTP status').argParser(count(599)))
    .addOption(jsonOption())
    .action((options: EduVOptions) => simulateEduV(session, options));
}

async function simulateEduV(session: Session, { keyFile, clientId, ledger: file, answer, json }: EduVOptions): Promise<void> {
  const { publicKey, made } = await clientKey(keyFile);
  const { openLedger } = await import('../../simulator/ledger.js');
  const { startEduVReceiver } = await import('../../simulator/edu-v-receiver.js');
  const ledger = await openLedger(file).catch((error: unknown) => {
    throw couldNotRun(explainSystem(error, file ?? '') ?? `${file}: cannot be opened`);
  });
  const receiver = await startEduVReceiver({
    clientId,
    key: publicKey,
    ledger,
    port: session.hasFlag('port') ? session.config().port : 0,
    onTaken: (message, fresh) => tell(message, fresh, json),
  });
  if (answer !== undefined) receiver.behave({ does: 'answer', status: answer });
  const { url, tokenUrl } = receiver;
  // Whoever reads that it answers may stop it at once.
  const stopped = stopSignal(() => process.exit(EXIT.failed));
  if (json) printJson({ url, tokenUrl, clientId, keyMade: made, known: ledger.entries.length });
  else {
    print(`A simulated receiver of the Edu-V Results API answers at ${url}.`);
    print(`tokens ${tokenUrl}, client id ${clientId}${made ? `, a fresh key in ${keyFile}` : ''}`);
  }
  await stopped;
  await receiver.close();
  await ledger.close();
}

function tell({ id, studentScoresAndResults: { length } }: EduVMessage, fresh: number, json: true | undefined): void {
  if (json) printJson({ message: id, results: length, fresh });
  else print(`Took in ${id}: results ${length}, of which new or changed ${fresh}`);
}
