import { type Command, Option } from 'commander';
import { liveTarget } from '../../../admin/targets/known-target.js';
import { openSettings } from '../../../admin/targets/open-settings.js';
import type { WebhookSettings } from '../../../delivery/targets/target-settings.js';
import { openKeyring } from '../../open/open-keyring.js';
import { withExistingStore } from '../../open/open-store.js';
import type { Session } from '../../open/session.js';
import { period } from '../../terminal/arguments.js';
import { negativeAnswer } from '../../terminal/command-error.js';
import { jsonOption } from '../../terminal/json-option.js';
import { note, print, printJson } from '../../terminal/print.js';
import { HANDED } from './add.js';
import { checkSettings } from './make-settings.js';
import { freshSecret, givenSecret } from './webhook-secret.js';

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
  const config = session.config();
  const given = await givenSecret(webhookSecretFile);
  const secret = given ?? freshSecret();
  const now = new Date();
  const until = new Date(now.getTime() + overlap).toISOString();
  await withExistingStore(config, async (store) => {
    const target = liveTarget(await store.directory(), id);
    if (target.kind !== 'webhook') throw negativeAnswer(`target ${id} is ${target.kind}: only a webhook has a secret to sign with`);
    const keyring = await openKeyring(config, store);
    const settings = openSettings(target, keyring) as WebhookSettings;
    const rotated: WebhookSettings = { ...settings, secrets: [{ secret }, ...ending(settings, until, now.toISOString())] };
    checkSettings('webhook', rotated);
    await store.setTarget(id, keyring.sealSecret(JSON.stringify(rotated)));
  });
  if (json) {
    printJson({ id, until, ...(given === undefined ? { secret } : {}) });
  } else {
    print(`Target ${id} signs with a new secret. The previous secret also signs until ${until}.`);
    if (given === undefined) print(`secret: ${secret}`);
  }
  if (given === undefined) note(HANDED);
}

/** Those of before end at `until`, unless they end sooner; those that are over at `now` go. */
function ending({ secrets }: WebhookSettings, until: string, now: string): WebhookSettings['secrets'] {
  return secrets
    .map(({ secret, until: own = until }) => ({ secret, until: own < until ? own : until }))
    .filter(({ until: own }) => own > now);
}
