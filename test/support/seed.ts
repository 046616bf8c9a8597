/**
 * Where all that tests make by chance begins, so that each run does the same. `UWLR_SEED=7` begins elsewhere; of `UWLR_SEED=random`
 * scripts/jest-setup.js makes a number, which it prints.
 */
export const SEED = Number(process.env['UWLR_SEED'] ?? 20_261_130);
