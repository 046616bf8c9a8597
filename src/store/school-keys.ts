import type { Keyring } from '../privacy/keys/keyring.js';
import type { SchoolKey } from '../privacy/keys/seal.js';
import type { Store } from './store.js';
import { StoreError } from './store-error.js';

/** The keys of the schools, made when a school first needs one. */
export class SchoolKeys {
  readonly #known = new Map<string, SchoolKey>();

  constructor(
    private readonly store: Pick<Store, 'schoolKey' | 'directory'>,
    private readonly keyring: Keyring,
  ) {}

  /** Throws `StoreError('destroyed')` as soon as the key is, whoever destroyed it: what is at hand counts no more by then. */
  async of(school: string): Promise<SchoolKey> {
    const { schools } = await this.store.directory();
    if (schools.get(school)?.keyDestroyedAt !== undefined) {
      this.#known.delete(school);
      throw new StoreError('destroyed', `the key of school ${school} was destroyed`);
    }
    const known = this.#known.get(school);
    if (known !== undefined) return known;
    const wrapped = await this.store.schoolKey(school, this.keyring.wrapSchoolKey(school));
    const key = this.keyring.unwrapSchoolKey(school, wrapped);
    this.#known.set(school, key);
    return key;
  }
}
