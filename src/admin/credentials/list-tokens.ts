import type { Token } from '../../directory/directory.js';
import type { Store } from '../../store/store.js';

/** A bearer token as people see it: nothing of the token itself, nor of the member of staff who uses it. */
export interface ListedToken extends Omit<Token, 'hash' | 'teacher'> {
  /** ISO instant: the hour in which it was last used. */
  readonly lastUsedAt?: string;
}

/** The tokens of a school, or all of them. */
export async function listTokens(store: Pick<Store, 'directory' | 'lastUses'>, school?: string): Promise<readonly ListedToken[]> {
  const { tokens } = await store.directory();
  const uses = await store.lastUses('token');
  return tokens
    .all()
    .filter((token) => school === undefined || token.school === school)
    .map(({ hash: _, teacher: __, ...token }) => {
      const used = uses.get(token.id);
      return used === undefined ? token : { ...token, lastUsedAt: used };
    });
}
