import type { Connection, Directory, Target } from '../../directory/directory.js';
import type { Keyring } from '../../privacy/keys/keyring.js';
import type { Settings } from './check-settings.js';
import { type Circumstances, missingFor } from './missing.js';

/** Throws `SealError` when the settings were sealed under another secret. */
export function openSettings({ settings }: Pick<Target, 'settings'>, keyring: Keyring): Settings {
  return JSON.parse(keyring.openSecret(settings)) as Settings;
}

/** What keeps results from a target, as `missingFor` says it. */
export function missingHere(
  target: Target,
  directory: Directory,
  keyring: Keyring,
  how: Pick<Circumstances, 'allowTargets' | 'at'>,
): Promise<readonly string[]> {
  const sealed = directory.parties.get(target.party)?.connection;
  const connection = sealed === undefined ? {} : { connection: JSON.parse(keyring.openSecret(sealed)) as Connection };
  return missingFor(target, openSettings(target, keyring), { directory, ...connection, ...how });
}
