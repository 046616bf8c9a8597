import { RESULTAAT } from '../../model/results/result-paths.js';
import { isDummyKey, type Learner } from '../../model/roster/roster.js';
import type { SchoolKey } from '../../privacy/keys/seal.js';
import type { OutgoingContent } from '../../store/outbox-store.js';
import type { RosterStore } from '../../store/roster-store.js';
import { tpKey } from '../../uwlr/messages/text-types.js';
import type { ResultKey } from '../uwlr/result-message.js';

const KEY_PATH = `/${RESULTAAT}/@key`;

export interface PupilKeyOptions {
  readonly roster: Pick<RosterStore, 'rosters' | 'rosterRows'>;
  readonly school: string;
  readonly schoolKey: SchoolKey;
}

/**
 * The administration's own keys of pupils, by the pseudonym that results have. As vendors gave them with the results; for those whom
 * they named by ECK iD only, as the roster has them, the newest school year first. A dummy key of the roster is none: it may be somebody
 * else's by now.
 */
export async function pupilKeys(
  contents: readonly OutgoingContent[],
  { roster, school, schoolKey }: PupilKeyOptions,
): Promise<ReadonlyMap<string, string>> {
  const keys = new Map<string, string>();
  /** Pseudonyms by the id of who it is in the roster. */
  const sought = new Map<string, string[]>();
  for (const { result, sealedId } of contents) {
    if (keys.has(result.learner)) continue;
    if (sealedId !== undefined) keys.set(result.learner, schoolKey.open(sealedId));
    else if (result.rosterLearner !== undefined) {
      const known = sought.get(result.rosterLearner) ?? [];
      if (!known.includes(result.learner)) sought.set(result.rosterLearner, [...known, result.learner]);
    }
  }
  if (sought.size === 0) return keys;
  for (const { schoolYear } of await roster.rosters(school)) {
    for (const { id, document } of await roster.rosterRows(school, schoolYear, 'learner', [...sought.keys()])) {
      const { key } = JSON.parse(schoolKey.open(document)) as Learner;
      if (key === undefined || isDummyKey(key)) continue;
      for (const learner of sought.get(id) ?? []) if (!keys.has(learner)) keys.set(learner, key);
      sought.delete(id);
    }
    if (sought.size === 0) break;
  }
  return keys;
}

/**
 * The key by which an administration knows a result. Of the vendor whose keys go as they are (`keysOf`), the vendor's own: it is then
 * the same at both ends. Two vendors may use one key for different results, so others have their klantcode before it. A key that is not
 * known, or would become too long, gives way to the id of the result, which lasts as well.
 */
export function resultKey({ result, key, sealedKey }: OutgoingContent, keysOf: string, schoolKey: SchoolKey): ResultKey {
  const own = (key ?? (sealedKey === undefined ? undefined : schoolKey.open(sealedKey)))?.trim();
  if (own === undefined) return { key: result.id, loss: { path: KEY_PATH, reason: 'not-known' } };
  const { party } = result.source;
  const whole = party === keysOf ? own : `${party}:${own}`;
  if (typeof tpKey.check(whole) === 'string') return { key: whole };
  return { key: result.id, loss: { path: KEY_PATH, reason: 'value-not-allowed' } };
}
