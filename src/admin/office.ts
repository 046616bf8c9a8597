import type { Keyring } from '../privacy/keys/keyring.js';
import type { Store } from '../store/store.js';

/** What the use cases of people work with. The store writes in the name of whoever acts. */
export interface Office {
  readonly store: Store;
  /** Asked for only where something is hashed or sealed. */
  readonly keyring: () => Promise<Keyring>;
  /** Now, as an ISO instant. */
  readonly at: string;
}
