import type { PauseScope, ResumedTarget } from '../../store/outbox-store.js';
import type { Actions } from '../reads/stores.js';

/** With `ResumedTarget` when all that goes to one target was resumed. */
export interface ShownPause extends PauseScope, Partial<ResumedTarget> {
  readonly paused: boolean;
  /** False: it was so already. */
  readonly changed: boolean;
}

/**
 * Lets nothing go from `now` on, or ends just such a pause. Of a target as a whole that also ends whatever else keeps it from being
 * tried: whether it lets us in, or is back, is no matter of one school. Throws `StoreError('unknown')`.
 */
export async function setPaused(
  outbox: Pick<Actions, 'pauseDeliveries' | 'resumeTarget'>,
  scope: PauseScope,
  paused: boolean,
  now: Date,
): Promise<ShownPause> {
  const at = now.toISOString();
  const { target, school } = scope;
  const changed = await outbox.pauseDeliveries(scope, paused ? at : undefined);
  const isWhole = !paused && target !== undefined && school === undefined;
  return { ...scope, paused, changed, ...(isWhole ? await outbox.resumeTarget(target, at) : {}) };
}
