import { settingsOf } from '../../delivery/targets/settings-of.js';
import type { Keyring } from '../../privacy/keys/keyring.js';
import type { Store } from '../../store/store.js';

/** Ids of targets that have no way to say that a result is withdrawn, though others of their kind have: files have, as NDJSON only. */
export async function muteTargets(store: Pick<Store, 'directory'>, keyring: Keyring): Promise<readonly string[]> {
  const files = [...(await store.directory()).targets.values()].filter(({ kind }) => kind === 'files');
  return files.filter((target) => settingsOf(target, 'files', keyring).format === 'uwlr').map(({ id }) => id);
}
