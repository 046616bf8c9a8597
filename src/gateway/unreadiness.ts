import type { Store } from '../store/store.js';
import { isTrouble, StoreError, type StoreTrouble } from '../store/store-error.js';

/** Why a gateway is not ready: nothing can be stored, or it would be under a secret that was replaced, or the gateway is being started or stopped. */
export type Unreadiness = StoreTrouble | 'secret' | 'starting' | 'stopping' | 'unreadable';

/** What `/readyz` says of it. `docs/operations.md` has what to do. */
export const UNREADY_WORDS: Readonly<Record<Unreadiness, string>> = {
  busy: 'the database is locked by another process, or has too much to do',
  full: 'the disk is full',
  io: 'the database cannot be written to',
  moved: 'the database file was removed or replaced',
  corrupt: 'the database is damaged',
  schema: 'the database belongs to another version of the gateway',
  gone: 'the database does not answer',
  secret: 'the secret was replaced',
  starting: 'the gateway is being started',
  stopping: 'the gateway is being stopped',
  unreadable: 'the database cannot be read',
};

/** What keeps this store from taking anything in; undefined when nothing does. Never rejects. */
export async function unreadiness(store: Pick<Store, 'directory' | 'readiness'>): Promise<Unreadiness | undefined> {
  try {
    await store.directory();
  } catch (error) {
    const code = error instanceof StoreError ? error.code : 'failed';
    if (code === 'secret') return 'secret';
    return (await store.readiness()) ?? (isTrouble(code) ? code : 'unreadable');
  }
  return store.readiness();
}
