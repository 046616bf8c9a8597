import { type IncomingRoster, isDummyKey } from '../../model/roster/roster.js';
import type { SchoolKey } from '../../privacy/keys/seal.js';

/** Raised whenever the same source would make another roster: other documents, ids or memberships. Never lowered. */
const FORM = 'roster source 1';
/** People whose text is there at once. */
const PIECE = 64;

/**
 * A keyed digest of what a source says of groups, learners and teachers, in its order. A roster that was made of it stays as it is when the
 * source says the same again. Undefined when there are dummy keys in it: those stand for somebody else every time (spec, section a.4).
 */
export function sourceDigest({ groups, learners, teachers }: IncomingRoster, schoolKey: SchoolKey): string | undefined {
  const digests = [FORM];
  for (const list of [groups, learners, teachers]) {
    if (list.some(({ key }) => key !== undefined && isDummyKey(key))) return undefined;
    digests.push(String(list.length));
    for (let at = 0; at < list.length; at += PIECE) digests.push(schoolKey.contentDigest(JSON.stringify(list.slice(at, at + PIECE))));
  }
  return schoolKey.contentDigest(digests.join(' '));
}
