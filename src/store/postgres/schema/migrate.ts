import { createHash } from 'node:crypto';
import type { ClientBase } from 'pg';
import { refuseMoved } from '../../move/moved-mark.js';
import { StoreError } from '../../store-error.js';
import { type SchemaStep, STEPS } from './steps.js';

/** Of everybody who brings a schema up to date in one database: any number will do, so long as it stays. */
const LOCK = 7_215_315_001n;

const TABLE = `CREATE TABLE IF NOT EXISTS migrations (
  number bigint PRIMARY KEY,
  name text COLLATE "C" NOT NULL,
  sha256 text COLLATE "C" NOT NULL,
  applied_at text COLLATE "C" NOT NULL,
  breaks bigint NOT NULL CHECK (breaks IN (0, 1))
)`;

interface AppliedStep {
  readonly number: string;
  readonly name: string;
  readonly sha256: string;
  readonly breaks: string;
}

/**
 * Brings a database up to date, all or nothing. Those who do so at once wait for each other. A newer schema is all right unless a step in it
 * breaks with what this version knows. Throws `StoreError`: `schema` for that, `corrupt` when the steps in it are others, `failed` when the
 * database does not keep its texts in UTF-8; and the errors of PostgreSQL.
 */
export async function migrate(client: ClientBase, steps: readonly SchemaStep[] = STEPS): Promise<void> {
  await checkEncoding(client);
  // Looked at without the lock first, so that opening does not wait for somebody else's step.
  if ((await missing(client, steps)).length === 0) return;
  await client.query('BEGIN');
  try {
    // A step may take its time, and so may whoever is at it already.
    await client.query('SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0');
    await client.query(`SELECT pg_advisory_xact_lock(${LOCK})`);
    await client.query(TABLE);
    for (const step of await missing(client, steps)) {
      await client.query(step.sql);
      const row = [step.number, step.name, sha256(step.sql), new Date().toISOString(), Number(step.breaks)];
      await client.query('INSERT INTO migrations (number, name, sha256, applied_at, breaks) VALUES ($1, $2, $3, $4, $5)', row);
    }
    await client.query('COMMIT');
  } catch (error) {
    // Of a connection that is gone there is nothing to take back.
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/** Throws `StoreError('schema')` when the database has a step that this version cannot use: a newer gateway may bring it up to date at any time. */
export async function refuseNewer(client: ClientBase): Promise<void> {
  await missing(client, STEPS);
}

async function checkEncoding(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ encoding: string }>("SELECT current_setting('server_encoding') AS encoding");
  const encoding = rows[0]!.encoding;
  if (encoding !== 'UTF8') {
    throw new StoreError(
      'failed',
      `the database keeps its texts in ${encoding}: make one with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0`,
    );
  }
}

/** The steps that the database lacks. */
async function missing(client: ClientBase, steps: readonly SchemaStep[]): Promise<readonly SchemaStep[]> {
  const applied = await appliedSteps(client);
  applied.forEach((row, index) => {
    const step = steps[index];
    refuseMoved({ number: Number(row.number), name: row.name });
    if (step === undefined) {
      if (row.breaks === '0') return;
      throw new StoreError(
        'schema',
        `step ${row.number} of the database is newer than this version of the gateway, which cannot use it any more`,
      );
    }
    if (Number(row.number) !== step.number || row.name !== step.name || row.sha256 !== sha256(step.sql)) {
      throw new StoreError('corrupt', `step ${step.number} of the database is not the one of this version of the gateway`);
    }
  });
  return steps.slice(applied.length);
}

async function appliedSteps(client: ClientBase): Promise<readonly AppliedStep[]> {
  const { rows } = await client.query<{ there: boolean }>("SELECT to_regclass('migrations') IS NOT NULL AS there");
  if (!rows[0]!.there) return [];
  const text =
    'SELECT CAST(number AS text) AS number, name, sha256, CAST(breaks AS text) AS breaks FROM migrations ORDER BY migrations.number';
  return (await client.query<AppliedStep>(text)).rows;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
