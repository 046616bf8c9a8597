import { build } from './build.js';

/**
 * Tests that start the gateway as a process run what is in `dist` and `bundle`. While somebody is in the middle of a change the other
 * tests are of use all the same; `npm test` and CI have compiled everything before they get here.
 */
export default async function jestSetup() {
  try {
    await build();
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
  }
}
