import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe } from '@jest/globals';
import pg from 'pg';
import { migrate } from '../../src/store/postgres/schema/migrate.js';
import { STEPS } from '../../src/store/postgres/schema/steps.js';

const KEEPER = fileURLToPath(new URL('../../scripts/postgres-keeper.js', import.meta.url));
const LOOKS_EVERY_MS = 50;
const LOOKS = 1_200;
/** Of those who make the template at once. */
const LOCK = 7_215_315_002n;

export interface TestDatabase {
  readonly url: string;
  remove(): Promise<void>;
}

interface Server {
  readonly url?: string;
  /** Why there is none. */
  readonly trouble?: string;
}

let asked: Promise<Server> | undefined;

/** The server of this run, which the first one who asks starts; `UWLR_DATABASE_URL` instead where that is set. */
function postgresServer(): Promise<Server> {
  asked ??= find();
  return asked;
}

async function find(): Promise<Server> {
  const { JEST_POSTGRES_URL: url, JEST_POSTGRES: directory } = process.env;
  if (url !== undefined) return { url };
  if (directory === undefined) return { trouble: 'jest was started without the set-up of scripts/jest-setup.js' };
  try {
    mkdirSync(directory);
    const keeper = spawn(process.execPath, [KEEPER, directory, path.basename(directory).split('-').at(-1)!], {
      detached: true,
      stdio: 'ignore',
    });
    keeper.unref();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const read = (name: string): string | undefined => {
    const file = path.join(directory, name);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  };
  for (let look = 0; look < LOOKS; look++) {
    const [found, trouble] = [read('url'), read('trouble')];
    if (found !== undefined) return { url: found };
    if (trouble !== undefined) return { trouble };
    await setTimeout(LOOKS_EVERY_MS);
  }
  return { trouble: 'it did not start within a minute' };
}

/** `describe` for tests that need PostgreSQL. Where it cannot be had they are skipped, and in CI they fail. */
export async function describePostgres(name: string, body: () => void): Promise<void> {
  const { trouble } = await postgresServer();
  if (trouble !== undefined)
    console.info(
      `PostgreSQL cannot be had here${process.env['CI'] === undefined ? ': not tried' : ', and in CI it has to be'}: ${trouble}`,
    );
  (trouble === undefined || process.env['CI'] !== undefined ? describe : describe.skip)(name, body);
}

/** A new database with the schema of this version and nothing in it. */
export async function emptyDatabase(): Promise<TestDatabase> {
  return makeDatabase(await template());
}

/** One without any tables. `options`: of CREATE DATABASE. */
export function bareDatabase(options = ''): Promise<TestDatabase> {
  return makeDatabase('template0', options);
}

async function makeDatabase(from: string, options = ''): Promise<TestDatabase> {
  const name = `uwlr_test_${randomBytes(8).toString('hex')}`;
  await onServer((client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${from} ${options}`));
  return {
    url: await urlOf(name),
    remove: async () => void (await onServer((client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`))),
  };
}

let made: Promise<string> | undefined;

function template(): Promise<string> {
  made ??= makeTemplate();
  return made;
}

/** Made by whoever is first, for all test files. Its name tells which schema it has. */
async function makeTemplate(): Promise<string> {
  const name = `uwlr_template_${createHash('sha256').update(JSON.stringify(STEPS)).digest('hex').slice(0, 16)}`;
  await onServer(async (client) => {
    await client.query(`SELECT pg_advisory_lock(${LOCK})`);
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount !== 0) return;
    // Under another name until it is whole.
    await client.query(`DROP DATABASE IF EXISTS ${name}_half`);
    await client.query(`CREATE DATABASE ${name}_half TEMPLATE template0`);
    await onDatabase(await urlOf(`${name}_half`), migrate);
    await client.query(`ALTER DATABASE ${name}_half RENAME TO ${name}`);
  });
  return name;
}

async function urlOf(database: string): Promise<string> {
  const { url, trouble } = await postgresServer();
  if (url === undefined) throw new Error(`PostgreSQL cannot be had: ${trouble}`);
  const of = new URL(url);
  of.pathname = `/${database}`;
  return of.href;
}

async function onServer<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const { url, trouble } = await postgresServer();
  if (url === undefined) throw new Error(`PostgreSQL cannot be had: ${trouble}`);
  return onDatabase(url, work);
}

/** With a connection of its own to a database. */
export async function onDatabase<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
