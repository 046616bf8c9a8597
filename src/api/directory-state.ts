import type { Store } from '../store/store.js';

/** What hangs from the directory alone is another as soon as its version is. */
export async function directoryState({ store }: { readonly store: Store }): Promise<string> {
  return String((await store.directory()).version);
}
