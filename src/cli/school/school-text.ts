import type { School } from '../../directory/directory.js';

/** How a school stands, in a word or two. */
export function stateOf({ pausedAt, heldSince, keyDestroyedAt }: School): string {
  const states = [
    keyDestroyedAt === undefined ? [] : `key destroyed ${keyDestroyedAt}`,
    pausedAt === undefined ? [] : `paused since ${pausedAt}`,
    heldSince === undefined ? [] : `held since ${heldSince}`,
  ];
  return states.flat().join(', ') || 'open';
}
