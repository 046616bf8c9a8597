import type { AliasVault, VaultedAlias } from '../store/alias-vault.js';
import type { SchoolKeys } from '../store/school-keys.js';
import type { Store } from '../store/store.js';

export interface ForgetOptions {
  /** Only of this school. */
  readonly school?: string;
  /** True: end as soon as may be. What went so far has gone. */
  readonly stopping?: () => boolean;
}

type ForgetStore = Pick<Store, 'directory' | 'rights'> & Pick<AliasVault, 'peopleAliases' | 'gonePeople' | 'forgetGone'>;

/**
 * Removes the aliases that receivers were given of pupils and staff of whom nothing else is left: for when retention removed them. Whom
 * an alias stands for is sealed, so all of them are opened, some at a time. One who comes back gets the same alias. Gives how many went.
 */
export async function forgetGone(store: ForgetStore, keys: SchoolKeys, { school, stopping = () => false }: ForgetOptions): Promise<number> {
  const { schools } = await store.directory();
  let removed = 0;
  try {
    for (const { id, heldSince, keyDestroyedAt } of schools.values()) {
      if (heldSince !== undefined || keyDestroyedAt !== undefined || (school !== undefined && school !== id)) continue;
      let after: VaultedAlias | undefined;
      for (;;) {
        const some = stopping() ? [] : await store.peopleAliases(id, after);
        if (some.length === 0) break;
        removed += await store.forgetGone(id, await aliasesOfGone(store, keys, id, some));
        after = some.at(-1);
      }
    }
  } finally {
    if (removed > 0) await store.rights.scrub();
  }
  return removed;
}

async function aliasesOfGone(store: ForgetStore, keys: SchoolKeys, school: string, some: readonly VaultedAlias[]): Promise<string[]> {
  const key = await keys.of(school);
  const opened = some.map(({ receiver, alias, sealedId }) => ({ alias, id: key.openAliased(receiver, alias, sealedId) }));
  const gone = await store.gonePeople(
    school,
    opened.map(({ id }) => id),
  );
  return opened.filter(({ id }) => gone.has(id)).map(({ alias }) => alias);
}
