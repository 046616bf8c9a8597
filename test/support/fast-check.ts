import * as own from '../../node_modules/fast-check/lib/fast-check.js';
import { SEED } from './seed.js';

// jest.config.js gives this to whoever imports fast-check.
export * from '../../node_modules/fast-check/lib/fast-check.js';

/** How many times as often each property is tried; for a search with other seeds. */
const TIMES = Number(process.env['UWLR_RUNS'] ?? 1);

/** Of fast-check, where a property does not say it. */
const USUAL_RUNS = 100;

own.configureGlobal({ seed: SEED, numRuns: USUAL_RUNS * TIMES });

export const assert = (<T>(property: own.IRawProperty<T>, parameters: own.Parameters<T> = {}) => {
  const { numRuns } = parameters;
  return own.assert(property, numRuns === undefined ? parameters : { ...parameters, numRuns: numRuns * TIMES });
}) as typeof own.assert;

export default { ...own.default, assert };
