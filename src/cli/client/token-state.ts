import type { Token } from '../../directory/directory.js';

/** How a token stands at an ISO instant, in a word or two. */
export function tokenState({ until, revokedAt }: Pick<Token, 'until' | 'revokedAt'>, now: string): string {
  if (revokedAt !== undefined) return `revoked ${revokedAt}`;
  if (until === undefined) return 'in force';
  return now < until ? `until ${until}` : `over since ${until}`;
}
