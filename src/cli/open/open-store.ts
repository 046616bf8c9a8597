import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Config } from '../../config/config.js';
import { storeLocationOf } from '../../config/store-location.js';
import { isBeingRestored } from '../../store/files/restore-marker.js';
import type { Store } from '../../store/store.js';
import { couldNotRun } from '../terminal/command-error.js';
import { osActor } from './os-actor.js';

export interface Opening {
  /** True: for work that goes on until it is told to stop, and must hear that while it writes. */
  readonly lasting?: boolean;
}

/** Whether there is a store to open, or opening it would make one. */
export function hasStore({ data, databaseUrl }: Config): boolean {
  return databaseUrl !== undefined || existsSync(path.join(data, 'uwlr.db')) || isBeingRestored(data);
}

/**
 * The same as `withStore` for work that makes no sense on an empty store: a wrong `--data` should not make one.
 * Throws `CommandError` when there is none.
 */
export async function withExistingStore<T>(config: Config, work: (store: Store) => Promise<T>, how: Opening = {}): Promise<T> {
  if (!hasStore(config)) throw couldNotRun(`${config.data} holds no store yet: begin with uwlr school add, or give --data`);
  return withStore(config, work, how);
}

/** Opens the store of these settings, and closes it when the work is done. Errors: `StoreError`. */
export async function withStore<T>(config: Config, work: (store: Store) => Promise<T>, { lasting = false }: Opening = {}): Promise<T> {
  const { openStore } = await import('../../store/open.js');
  const store = await openStore({ ...storeLocationOf(config), actor: osActor(), shortLived: !lasting });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
