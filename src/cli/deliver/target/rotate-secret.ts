import { type Command, Option } from 'commander';
import { freshSecret, rotateWebhookSecret } from '../../../admin/targets/webhook-secrets.js';
import type { Session } from '../../open/session.js';
import { withOffice } from '../../open/with-office.js';
import { period } from '../../terminal/arguments.js';
import { jsonOption } from '../../terminal/json-option.js';
import { note, print, printJson } from '../../terminal/print.js';
import { HANDED } from './add.js';
import { givenSecret } from './webhook-secret.js';

interface RotateOptions {
  readonly overlap: number;
  readonly webhookSecretFile?: string;
  readonly json?: true;
}

export function registerRotateSecret(target: Command, session: Session): void {
  target
    .command('rotate-secret')
    .description('sign for a webhook with a new secret; a generated one is printed once; the old one also signs for a while')
    .argument('<id>', 'the target')
    .addOption(
      new Option('--overlap <period>', 'how long the previous secret also signs, as in 7d or 12h')
        .argParser(period)
        .default(period('7d'), '7d'),
    )
    .option('--webhook-secret-file <file>', 'file with the new secret; - for standard input')
    .addOption(jsonOption())
    .action((id: string, options: RotateOptions) => rotate(session, id, options));
}

async function rotate(session: Session, id: string, { overlap, webhookSecretFile, json }: RotateOptions): Promise<void> {
  const given = await givenSecret(webhookSecretFile);
  const secret = given ?? freshSecret();
  const until = await withOffice(session.config(), (office) => rotateWebhookSecret(office, { id, secret, overlap }));
  if (json) {
    printJson({ id, until, ...(given === undefined ? { secret } : {}) });
  } else {
    print(`Target ${id} signs with a new secret. The previous secret also signs until ${until}.`);
    if (given === undefined) print(`secret: ${secret}`);
  }
  if (given === undefined) note(HANDED);
}
