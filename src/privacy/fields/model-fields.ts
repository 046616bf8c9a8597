import type { PrivacyClass } from '../../uwlr/grammar/grammar.js';

/** Parts of a canonical result that UWLR has no field for: agreements name them by their names in the model. */
export const GOAL_LINKS = 'goalLinks';
export const CONTEXT = 'context';
export const SIGNALS = 'signals';
export const SOURCE_PROFILE = 'sourceProfile';

/** Each with its class of personal data. */
export const MODEL_FIELDS: ReadonlyMap<string, PrivacyClass> = new Map<string, PrivacyClass>([
  [GOAL_LINKS, 'C'],
  [CONTEXT, 'C'],
  [SIGNALS, 'C'],
  [SOURCE_PROFILE, 'N'],
]);
