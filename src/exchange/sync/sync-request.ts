import type { ApplyOptions } from './apply-roster.js';

export interface SyncRequest extends Pick<ApplyOptions, 'onPlan'> {
  /** Id of the school. */
  readonly school: string;
  /** Klantcode of the administration to ask, for a school that has agreements with several. */
  readonly party?: string | undefined;
  /** `2026-2027`; the running one unless given. */
  readonly schoolYear?: string | undefined;
  /** True: everything is asked for, whatever is held already. */
  readonly full?: boolean | undefined;
  /** True: however many pupils leave, it is meant. */
  readonly acceptShrink?: boolean | undefined;
  /** True: what is older than what is held replaces it all the same. */
  readonly acceptOlder?: boolean | undefined;
  /** Of the pupils that there were, the share (0 to 1) that may leave without asking. */
  readonly shrinkLimit?: number | undefined;
  /** Told of the size of each piece of an answer. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
  /** True: nothing is changed, only found out. */
  readonly dryRun?: boolean | undefined;
}
