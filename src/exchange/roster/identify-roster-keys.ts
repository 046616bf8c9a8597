import { supplied } from '../../core/supplied.js';
import { isDummyKey } from '../../model/roster/roster.js';

/** What a person is called by: a key or an ECK iD, or both. */
export interface RosterNames {
  /** A key that means the same in the next message. */
  readonly key?: string;
  /** A key that does not. */
  readonly dummyKey?: string;
  readonly eckId?: string;
}

/** White space around a key is not significant (EDEXML handbook); a blank one is none. */
export function keyOf(key: string | undefined): string | undefined {
  return key?.trim() || undefined;
}

/** `where` names the person in the `RangeError` that is thrown for one without any name. ECK iDs count to the letter. */
export function rosterNames(person: { readonly key?: string; readonly eckId?: string }, where: string): RosterNames {
  const key = keyOf(person.key);
  const eckId = person.eckId || undefined;
  if (key === undefined && eckId === undefined) throw new RangeError(`${where} has neither a key nor an ECK iD`);
  return {
    ...(key === undefined ? {} : isDummyKey(key) ? { dummyKey: key } : { key }),
    ...supplied({ eckId }),
  };
}

/** What a dummy key stands for: something else in every message. */
export function dummyValue(key: string, stamp: string): string {
  return `${key}\0${stamp}`;
}
