import type { TriggerKit } from './trigger-kit.js';
import type { TriggerStep } from './trigger-step.js';

/** A known situation at a running gateway. */
export interface Trigger {
  /** Lower case with hyphens. */
  readonly name: string;
  /** What happens, in one line. */
  readonly does: string;
  /** What can be seen at the gateway afterwards, and where. */
  readonly see: string;
  /** What it needs besides the usual. */
  readonly needs?: 'expired-key' | 'pause' | 'pupil-data';
  /** The messages, in order; each is made when the one before it was answered. */
  readonly steps: readonly ((kit: TriggerKit) => TriggerStep)[];
}
