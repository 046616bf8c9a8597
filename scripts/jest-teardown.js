import { stopPostgres } from './jest-postgres.js';
import { removePlace } from './jest-temporary.js';

export default async function jestTeardown() {
  await stopPostgres();
  removePlace();
}
