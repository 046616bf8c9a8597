import { plain } from '../connection/trip.js';

/**
 * For the rest of a transaction: statements are planned once, for tables of any size. A plan that was made while tables were small would go through
 * all of them later, so statements that accept messages look by index only (see `Pool`), and leave no choice of index: what is looked up for each
 * of several rows stands in a LATERAL with LIMIT or OFFSET, which PostgreSQL plans by itself.
 */
export const PLANNED_ONCE = plain('SET LOCAL plan_cache_mode = force_generic_plan');
