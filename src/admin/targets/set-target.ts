import type { Target } from '../../directory/directory.js';
import type { Office } from '../office.js';
import { checkSettings, type Settings } from './check-settings.js';
import { liveTarget } from './known-target.js';
import { missingHere, openSettings } from './open-settings.js';

export interface ChangedTarget {
  readonly target: Target;
  readonly settings: Settings;
  /** What keeps anything from going there, or may do so. */
  readonly missing: readonly string[];
}

/**
 * Gives a target the settings that `change` makes of those of before; they count from its next message. `allowTargets`: as in the settings of
 * the gateway. Throws `Refusal`, `StoreError`, and what `change` throws.
 */
export async function setTarget(
  { store, keyring, at }: Office,
  id: string,
  change: (kind: Target['kind'], before: Settings) => Promise<Settings>,
  allowTargets: readonly string[],
): Promise<ChangedTarget> {
  const ring = await keyring();
  const before = liveTarget(await store.directory(), id);
  const settings = await change(before.kind, openSettings(before, ring));
  checkSettings(before.kind, settings);
  const target = { ...before, settings: ring.sealSecret(JSON.stringify(settings)) };
  await store.setTarget(id, target.settings);
  return { target, settings, missing: await missingHere(target, await store.directory(), ring, { allowTargets, at }) };
}
