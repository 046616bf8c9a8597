import { type Command, InvalidArgumentError, Option } from 'commander';
import { addClient } from '../../../admin/credentials/agree-on-reading.js';
import { knownParty } from '../../../admin/parties/known-party.js';
import { missingHere } from '../../../admin/targets/open-settings.js';
import type { WebhookSettings } from '../../../delivery/targets/target-settings.js';
import { type Directory, TARGET_KINDS, type Target, type TargetKind } from '../../../directory/directory.js';
import type { Store } from '../../../store/store.js';
import { StoreError } from '../../../store/store-error.js';
import { openKeyring } from '../../open/open-keyring.js';
import { withExistingStore } from '../../open/open-store.js';
import type { Session } from '../../open/session.js';
import { text } from '../../terminal/arguments.js';
import { negativeAnswer } from '../../terminal/command-error.js';
import { jsonOption } from '../../terminal/json-option.js';
import { note, print, printJson } from '../../terminal/print.js';
import { checkSettings, makeSettings, type Settings } from './make-settings.js';
import { addSettingOptions, type SettingOptions } from './setting-options.js';
import { targetHere } from './shown-target.js';
import { freshSecret } from './webhook-secret.js';

interface AddOptions extends SettingOptions {
  readonly kind: TargetKind;
  readonly party: string;
  readonly json?: true;
}

export const HANDED = 'Hand it to the receiver in a safe way. It is kept sealed, and cannot be shown again.';

export function registerAdd(target: Command, session: Session): void {
  const adding = target
    .command('add')
    .description('deliver results to a receiver, for schools that have an agreement with it for leerresultaten')
    .argument('<id>', 'name of the target: lower-case letters, digits and -', targetId)
    .addOption(new Option('--kind <kind>', 'how results go there').choices(TARGET_KINDS).makeOptionMandatory())
    .addOption(
      new Option('--party <klantcode>', 'whose it is: a las, or a client, which is made').argParser(text(64)).makeOptionMandatory(),
    );
  addSettingOptions(adding)
    .addOption(jsonOption())
    .action((id: string, options: AddOptions) => add(session, id, options));
}

async function add(session: Session, id: string, options: AddOptions): Promise<void> {
  const { kind, party, json } = options;
  const config = session.config();
  const { settings, secret } = withSecret(kind, await makeSettings(kind, options));
  checkSettings(kind, settings);
  const { shown, isNew } = await withExistingStore(config, async (store) => {
    const keyring = await openKeyring(config, store);
    const createdAt = new Date().toISOString();
    checkFree(await store.directory(), id);
    const made = await receiver(store, kind, party, createdAt);
    const target: Target = { id, party, kind, settings: keyring.sealSecret(JSON.stringify(settings)), createdAt };
    await store.addTarget(target).catch((error: unknown) => {
      throw error instanceof StoreError && error.code === 'duplicate' ? isThere(id) : error;
    });
    const how = { allowTargets: config.allowTargets, at: createdAt };
    const missing = await missingHere(target, await store.directory(), keyring, how);
    return { shown: targetHere(target, settings, missing), isNew: made };
  });
  if (isNew) note(`Added party ${party}, a client.`);
  if (json) printJson({ ...shown, ...(secret === undefined ? {} : { secret }) });
  else {
    print(`Added target ${id}: ${kind}, of ${party}.`);
    if (secret !== undefined) print(`secret: ${secret}`);
  }
  if (secret !== undefined) note(HANDED);
  for (const sentence of shown.missing) note(`Note: ${sentence}`);
  if (shown.missing.length === 0)
    note(`Note: results that are already stored are not delivered automatically: uwlr deliver send --target ${id} --all`);
}

function withSecret(kind: TargetKind, settings: Settings): { readonly settings: Settings; readonly secret?: string } {
  if (kind !== 'webhook' || (settings as WebhookSettings).secrets.length > 0) return { settings };
  const secret = freshSecret();
  return { settings: { ...(settings as WebhookSettings), secrets: [{ secret }] }, secret };
}

/** Sees to it that there is a party that results may go to. True: it was made. Throws `CommandError`. */
async function receiver(store: Store, kind: TargetKind, klantcode: string, now: string): Promise<boolean> {
  const directory = await store.directory();
  if (kind !== 'las' && !directory.parties.has(klantcode)) {
    await addClient(store, klantcode, now);
    return true;
  }
  const { role } = knownParty(directory, klantcode);
  if (role === 'ea') throw negativeAnswer(`${klantcode} is a vendor (ea), which supplies results: a target delivers to a las or a client`);
  if ((role === 'las') !== (kind === 'las')) {
    throw negativeAnswer(
      role === 'las'
        ? `${klantcode} is a las, which receives results over UWLR: use --kind las`
        : `${klantcode} is a client: a target of kind las is for a las`,
    );
  }
  return false;
}

/** Before a client is made for it. */
function checkFree({ targets }: Directory, id: string): void {
  if (targets.has(id)) throw isThere(id);
}

function isThere(id: string): Error {
  return negativeAnswer(`target ${id} already exists`);
}

function targetId(given: string): string {
  if (/^[a-z0-9-]{1,64}$/.test(given)) return given;
  throw new InvalidArgumentError('Expected lower-case letters, digits and -, at most 64.');
}
