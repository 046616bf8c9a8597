import { type Command, InvalidArgumentError, Option } from 'commander';
import { addTarget } from '../../../admin/targets/add-target.js';
import { supplied } from '../../../core/supplied.js';
import { TARGET_KINDS, type TargetKind } from '../../../directory/directory.js';
import type { Session } from '../../open/session.js';
import { withOffice } from '../../open/with-office.js';
import { text } from '../../terminal/arguments.js';
import { jsonOption } from '../../terminal/json-option.js';
import { note, print, printJson } from '../../terminal/print.js';
import { makeSettings } from './make-settings.js';
import { addSettingOptions, type SettingOptions } from './setting-options.js';
import { targetHere } from './shown-target.js';

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
  const given = { id, party, kind, settings: await makeSettings(kind, options) };
  const { target, settings, isNew, secret, missing } = await withOffice(config, (office) => addTarget(office, given, config.allowTargets));
  const shown = targetHere(target, settings, missing);
  if (isNew) note(`Added party ${party}, a client.`);
  if (json) printJson({ ...shown, ...supplied({ secret }) });
  else {
    print(`Added target ${id}: ${kind}, of ${party}.`);
    if (secret !== undefined) print(`secret: ${secret}`);
  }
  if (secret !== undefined) note(HANDED);
  for (const sentence of missing) note(`Note: ${sentence}`);
  if (missing.length === 0)
    note(`Note: results that are already stored are not delivered automatically: uwlr deliver send --target ${id} --all`);
}

function targetId(given: string): string {
  if (/^[a-z0-9-]{1,64}$/.test(given)) return given;
  throw new InvalidArgumentError('Expected lower-case letters, digits and -, at most 64.');
}
