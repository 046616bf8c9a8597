import { afterAll } from '@jest/globals';
import { describePostgres } from '../support/postgres.js';
import { storeSuite } from './suite.js';
import { PostgresPlaces } from './support/postgres-place.js';

await describePostgres('on PostgreSQL', () => {
  const places = new PostgresPlaces();

  afterAll(() => places.end());

  storeSuite('PostgreSQL store', () => places.next());
});
