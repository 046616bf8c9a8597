import type { Config } from '../config.js';
import type { Store } from '../store/store.js';

/** Opens the store of these settings, and closes it when the work is done. Errors: `StoreError`. */
export async function withStore<T>(config: Config, work: (store: Store) => Promise<T>): Promise<T> {
  const { openStore } = await import('../store/open.js');
  const { data, databaseUrl } = config;
  const store = await openStore({ dataDirectory: data, databaseUrl: databaseUrl?.reveal() });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
