import { randomInt } from 'node:crypto';
import { build } from './build.js';
import { placePostgres } from './jest-postgres.js';
import { placeInMemory } from './jest-temporary.js';

/**
 * Tests that start the gateway as a process run what is in `dist` and `bundle`. While somebody is in the middle of a change the other
 * tests are of use all the same; `npm test` and CI have compiled everything before they get here.
 */
export default async function jestSetup() {
  chooseSeed();
  placeInMemory();
  placePostgres();
  try {
    await build();
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
  }
}

/** Of all that tests make by chance: one for the whole run, as workers start with these settings. See test/support/seed.ts. */
function chooseSeed() {
  const asked = process.env.UWLR_SEED;
  if (asked === undefined) return;
  if (asked === 'random') process.env.UWLR_SEED = String(randomInt(2 ** 31));
  else if (!/^\d{1,15}$/.test(asked)) throw new Error('UWLR_SEED is neither a number nor random');
  process.stderr.write(`Do the same again with UWLR_SEED=${process.env.UWLR_SEED}\n`);
}
