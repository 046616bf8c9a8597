import type { Office } from '../../admin/office.js';
import type { Config } from '../../config/config.js';
import { openKeyring } from '../../secret/open-keyring.js';
import { withExistingStore, withStore } from './open-store.js';

/** Opens what use cases of people work with, and closes it when the work is done. Errors: `CommandError`, `StoreError`. */
export function withOffice<T>(config: Config, work: (office: Office) => Promise<T>): Promise<T> {
  return withExistingStore(config, (store) => work(officeOf(config, store)));
}

/** The same for what may be the first thing that is kept in a data directory. */
export function withNewOffice<T>(config: Config, work: (office: Office) => Promise<T>): Promise<T> {
  return withStore(config, (store) => work(officeOf(config, store)));
}

function officeOf(config: Config, store: Office['store']): Office {
  return { store, keyring: () => openKeyring(config, store), at: new Date().toISOString() };
}
