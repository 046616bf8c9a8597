import type { Directory } from '../directory/directory.js';
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
    const known = this.atHand(school, await this.store.directory());
    if (known !== undefined) return known;
    const wrapped = await this.store.schoolKey(school, this.keyring.wrapSchoolKey(school));
    const key = this.keyring.unwrapSchoolKey(school, wrapped);
    this.#known.set(school, key);
    return key;
  }

  /** The same at once; undefined when it is to be fetched first. `directory`: the current one. */
  atHand(school: string, { schools }: Pick<Directory, 'schools'>): SchoolKey | undefined {
    if (schools.get(school)?.keyDestroyedAt === undefined) return this.#known.get(school);
    this.#known.delete(school);
    throw new StoreError('destroyed', `the key of school ${school} was destroyed`);
  }
}
