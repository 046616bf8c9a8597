import { SettingsError } from '../../delivery/targets/settings-error.js';
import { parseSettings } from '../../delivery/targets/settings-of.js';
import type { SettingsOf } from '../../delivery/targets/target-settings.js';
import type { TargetKind } from '../../directory/directory.js';
import { unfit } from '../refusal.js';

export type Settings = SettingsOf[TargetKind];

/** Throws `Refusal` for settings that nothing could be sent with. */
export function checkSettings(kind: TargetKind, settings: Settings): void {
  try {
    parseSettings(kind, settings);
  } catch (error) {
    throw error instanceof SettingsError ? unfit(`the settings cannot be used: ${error.message}`) : error;
  }
}
