import type { SchoolKey } from '../../privacy/keys/seal.js';
import { dummyValue, type RosterNames } from './identify-roster-keys.js';

/**
 * The ids of teachers: by key, else by ECK iD, else by a dummy key, which lasts for this message only. Nothing is kept about a
 * teacher over time, so no aliases. Two teachers with one id throw `RangeError`.
 */
export function identifyTeachers(
  teachers: readonly RosterNames[],
  { schoolKey, stamp }: { readonly schoolKey: SchoolKey; readonly stamp: string },
): readonly string[] {
  const given = new Set<string>();
  return teachers.map((names, at) => {
    const id = idOf(names, schoolKey, stamp);
    if (given.has(id)) throw new RangeError(`teacher ${at + 1} has the key or ECK iD of another teacher`);
    given.add(id);
    return id;
  });
}

function idOf({ key, dummyKey = '', eckId }: RosterNames, schoolKey: SchoolKey, stamp: string): string {
  if (key !== undefined) return schoolKey.alias('leerkracht', key);
  if (eckId !== undefined) return schoolKey.alias('leerkracht-eckid', eckId);
  return schoolKey.alias('leerkracht', dummyValue(dummyKey, stamp));
}
