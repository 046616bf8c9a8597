import { type Command, Option } from 'commander';
import { liveTarget } from '../../../admin/targets/known-target.js';
import { missingHere, openSettings } from '../../../admin/targets/open-settings.js';
import { openKeyring } from '../../open/open-keyring.js';
import { withExistingStore } from '../../open/open-store.js';
import type { Session } from '../../open/session.js';
import { wrongUsage } from '../../terminal/command-error.js';
import { jsonOption } from '../../terminal/json-option.js';
import { note, print, printJson } from '../../terminal/print.js';
import { checkSettings, makeSettings } from './make-settings.js';
import { addSettingOptions, type SettingOptions } from './setting-options.js';
import { targetHere } from './shown-target.js';

interface SetOptions extends SettingOptions {
  readonly clear?: readonly string[];
  readonly json?: true;
}

export function registerSet(target: Command, session: Session): void {
  addSettingOptions(
    target.command('set').description('change settings of a target; other settings stay unchanged').argument('<id>', 'the target'),
  )
    .addOption(
      new Option('--clear <settings>', 'take these away, by the names that list --json has').argParser((given) => given.split(',')),
    )
    .addOption(jsonOption())
    .action((id: string, options: SetOptions) => set(session, id, options));
}

async function set(session: Session, id: string, options: SetOptions): Promise<void> {
  const { clear = [], json, ...given } = options;
  if (Object.keys(given).length === 0 && clear.length === 0) throw wrongUsage('give at least one setting to change');
  if (given.webhookSecretFile !== undefined || clear.includes('secrets'))
    throw wrongUsage('replace the secret with uwlr deliver target rotate-secret, which keeps the previous one in use for a while');
  const config = session.config();
  const shown = await withExistingStore(config, async (store) => {
    const keyring = await openKeyring(config, store);
    const target = liveTarget(await store.directory(), id);
    const settings = await makeSettings(target.kind, given, openSettings(target, keyring), clear);
    checkSettings(target.kind, settings);
    const changed = { ...target, settings: keyring.sealSecret(JSON.stringify(settings)) };
    await store.setTarget(id, changed.settings);
    const how = { allowTargets: config.allowTargets, at: new Date().toISOString() };
    return targetHere(changed, settings, await missingHere(changed, await store.directory(), keyring, how));
  });
  if (json) printJson(shown);
  else print(`Changed target ${id}. The new settings apply from its next message.`);
  for (const sentence of shown.missing) note(`Note: ${sentence}`);
}
