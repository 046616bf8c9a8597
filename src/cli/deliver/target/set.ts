import { type Command, Option } from 'commander';
import { setTarget } from '../../../admin/targets/set-target.js';
import type { Session } from '../../open/session.js';
import { withOffice } from '../../open/with-office.js';
import { wrongUsage } from '../../terminal/command-error.js';
import { jsonOption } from '../../terminal/json-option.js';
import { note, print, printJson } from '../../terminal/print.js';
import { makeSettings } from './make-settings.js';
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
  const { target, settings, missing } = await withOffice(config, (office) =>
    setTarget(office, id, (kind, before) => makeSettings(kind, given, before, clear), config.allowTargets),
  );
  if (json) printJson(targetHere(target, settings, missing));
  else print(`Changed target ${id}. The new settings apply from its next message.`);
  for (const sentence of missing) note(`Note: ${sentence}`);
}
