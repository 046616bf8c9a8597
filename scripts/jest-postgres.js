import { existsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';

const NAME = 'JEST_POSTGRES';
const LOOKS_EVERY_MS = 50;
const LOOKS = 400;

/** Says where the PostgreSQL server of this run will be, with the process of the run at its end. The first test that needs it starts it: see test/support/postgres.ts. */
export function placePostgres() {
  // Of the tests of PostgreSQL only: every gateway that a test starts would use it.
  const { UWLR_DATABASE_URL: given } = process.env;
  delete process.env.UWLR_DATABASE_URL;
  if (given) process.env.JEST_POSTGRES_URL = given;
  process.env[NAME] = path.join(tmpdir(), `uwlr-postgres-${process.pid}`);
}

/** Stops the server, if a test started one. */
export async function stopPostgres() {
  const directory = process.env[NAME];
  if (directory === undefined || !existsSync(directory)) return;
  writeFileSync(path.join(directory, 'stop'), '');
  for (let look = 0; look < LOOKS && existsSync(directory); look++) await setTimeout(LOOKS_EVERY_MS);
}
