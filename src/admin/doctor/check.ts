import type { Diagnosis } from '../../store/store.js';

/** One thing that `uwlr doctor` looked at. */
export interface Check extends Diagnosis {
  /** It works, and is better put right all the same. */
  readonly warning?: true;
}
