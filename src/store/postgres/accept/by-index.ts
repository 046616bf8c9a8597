import { plain } from '../connection/trip.js';

/**
 * For the rest of a transaction: statements are planned once, for tables of any size, and look by index only. A plan that was made while tables were
 * small would go through all of them later.
 */
export const BY_INDEX = plain(`
  SELECT set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)`);
