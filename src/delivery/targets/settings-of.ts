import type { Target, TargetKind } from '../../directory/directory.js';
import type { Keyring } from '../../privacy/keys/keyring.js';
import { SealError } from '../../privacy/keys/seal-error.js';
import { isRecord, SETTING_FIELDS } from './setting-fields.js';
import { SettingsError } from './settings-error.js';
import type { SettingsOf } from './target-settings.js';

/**
 * What was told of a target. Throws `SettingsError` when it is of another kind, was sealed under another secret, or has a setting
 * that is missing, unknown or cannot be.
 */
export function settingsOf<Kind extends TargetKind>(target: Target, kind: Kind, keyring: Keyring): SettingsOf[Kind] {
  if (target.kind !== kind) throw new SettingsError(undefined, `the target is of the kind ${target.kind}, not ${kind}`);
  return parseSettings(kind, opened(target, keyring));
}

/** The same for settings that are not sealed yet, of whatever shape. */
export function parseSettings<Kind extends TargetKind>(kind: Kind, settings: unknown): SettingsOf[Kind] {
  if (!isRecord(settings)) throw new SettingsError(undefined, 'the settings of the target are no object');
  const fields = Object.entries(SETTING_FIELDS[kind]);
  for (const [name, { check, needed }] of fields) {
    const value = settings[name];
    if (value === undefined && needed) throw new SettingsError(name, 'is missing');
    const problem = value === undefined ? undefined : check(value);
    if (problem !== undefined) throw new SettingsError(name, problem);
  }
  if (Object.keys(settings).some((name) => !Object.hasOwn(SETTING_FIELDS[kind], name)))
    throw new SettingsError(undefined, `there is a setting that a target of the kind ${kind} does not have`);
  return settings as unknown as SettingsOf[Kind];
}

function opened({ settings }: Target, keyring: Keyring): unknown {
  try {
    return JSON.parse(keyring.openSecret(settings)) as unknown;
  } catch (error) {
    if (error instanceof SealError) throw new SettingsError(undefined, 'the settings were sealed under another secret of the gateway');
    if (error instanceof SyntaxError) throw new SettingsError(undefined, 'the settings of the target are no JSON');
    throw error;
  }
}
