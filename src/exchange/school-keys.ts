import type { Keyring } from '../privacy/keyring.js';
import type { SchoolKey } from '../privacy/seal.js';
import type { Store } from '../store/store.js';

/** The keys of the schools, made when a school first needs one. */
export class SchoolKeys {
  readonly #known = new Map<string, SchoolKey>();

  constructor(
    private readonly store: Pick<Store, 'schoolKey'>,
    private readonly keyring: Keyring,
  ) {}

  async of(school: string): Promise<SchoolKey> {
    const known = this.#known.get(school);
    if (known !== undefined) return known;
    const wrapped = await this.store.schoolKey(school, this.keyring.wrapSchoolKey(school));
    const key = this.keyring.unwrapSchoolKey(school, wrapped);
    this.#known.set(school, key);
    return key;
  }
}
