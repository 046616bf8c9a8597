import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '../../../src/store/sqlite/open.js';
import { layEmptyStore } from '../../support/empty-store.js';
import type { StorePlace } from '../suite.js';

/** A new directory under the system's temporary one. */
export function temporaryDirectory(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'uwlr-store-'));
}

export interface SqlitePlace extends StorePlace {
  readonly directory: string;
  readonly file: string;
}

/** A place for a SQLite store: a directory that does not exist yet, in one that does. */
export function sqlitePlace(): Promise<SqlitePlace> {
  return placeFor(false);
}

/** One with an empty store, which writes without a thread of its own, see `InlineWriter`: it is open ten times as soon. */
export async function inlinePlace(): Promise<SqlitePlace> {
  const place = await placeFor(true);
  await layEmptyStore(place.directory);
  return place;
}

async function placeFor(inline: boolean): Promise<SqlitePlace> {
  const parent = await temporaryDirectory();
  const directory = join(parent, 'data');
  return {
    directory,
    file: join(directory, 'uwlr.db'),
    open: () => openSqliteStore(directory, { inline }),
    remove: () => rm(parent, { recursive: true, force: true }),
  };
}
