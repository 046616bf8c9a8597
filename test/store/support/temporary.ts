import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '../../../src/store/sqlite/open.js';
import type { StorePlace } from '../suite.js';

/** A new directory under the system's temporary one. */
export function temporaryDirectory(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'uwlr-store-'));
}

/** A place for a SQLite store: a directory that does not exist yet, in one that does. */
export async function sqlitePlace(): Promise<StorePlace & { readonly directory: string; readonly file: string }> {
  const parent = await temporaryDirectory();
  const directory = join(parent, 'data');
  return {
    directory,
    file: join(directory, 'uwlr.db'),
    open: () => openSqliteStore(directory),
    remove: () => rm(parent, { recursive: true, force: true }),
  };
}
