import { createRequire } from 'node:module';
import SqliteDatabase, { type Database, type Options } from 'better-sqlite3';
import { systemCode } from '../../files/system-code.js';
import { StoreError } from '../../store-error.js';

/** Versions of better-sqlite3 from 13 on end a Node before 22 with a segmentation fault. */
const NEEDS_NODE_22 = 13;

/**
 * Opens a database file. Throws SQLite's errors, and `StoreError('failed')` with advice when the better-sqlite3 that is
 * installed does not fit the Node that runs, as happens when another Node is used than the one that installed.
 */
export function openDatabase(file: string, options: Options): Database {
  checkFit(process.versions.node, installed.version);
  try {
    return new SqliteDatabase(file, options);
  } catch (error) {
    if (systemCode(error) === 'ERR_DLOPEN_FAILED') throw misfit(process.versions.node, installed.version);
    throw error;
  }
}

/** Throws `StoreError('failed')` for a version of better-sqlite3 that would end this Node instead of failing. */
export function checkFit(node: string, sqlite: string): void {
  if (Number.parseInt(sqlite, 10) >= NEEDS_NODE_22 && Number.parseInt(node, 10) < 22) throw misfit(node, sqlite);
}

function misfit(node: string, sqlite: string): StoreError {
  return new StoreError(
    'failed',
    `better-sqlite3 ${sqlite} was not installed for Node ${node}: install again with this Node ` +
      '(`npm run setup` in a clone of the gateway; elsewhere remove node_modules and run `npm install`)',
  );
}

const installed = createRequire(import.meta.url)('better-sqlite3/package.json') as { readonly version: string };
