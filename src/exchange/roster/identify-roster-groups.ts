import { type Group, type GroupKind, type IncomingGroup, isDummyKey } from '../../model/roster/roster.js';
import type { AliasKind, SchoolKey } from '../../privacy/keys/seal.js';
import { dummyValue, keyOf } from './identify-roster-keys.js';

/** The id of the group with this key. Throws `RangeError` when the roster has none. */
export type GroupIdOf = (kind: GroupKind, key: string) => string;

const ALIAS_KIND: Readonly<Record<GroupKind, AliasKind>> = { base: 'groep', combined: 'samengestelde_groep' };

/** A base group and a combined group with one key are two groups. Two of one kind throw `RangeError`. */
export function identifyGroups(
  incoming: readonly IncomingGroup[],
  { schoolKey, stamp }: { readonly schoolKey: SchoolKey; readonly stamp: string },
): { readonly groups: readonly Group[]; readonly idOf: GroupIdOf } {
  const ids: Readonly<Record<GroupKind, Map<string, string>>> = { base: new Map(), combined: new Map() };
  const groups = incoming.map((group, at) => {
    const key = keyOf(group.key);
    if (key === undefined) throw new RangeError(`group ${at + 1} has no key`);
    const known = ids[group.kind];
    if (known.has(key)) throw new RangeError(`group ${at + 1} has the key of another group`);
    const id = schoolKey.alias(ALIAS_KIND[group.kind], isDummyKey(key) ? dummyValue(key, stamp) : key);
    known.set(key, id);
    return { ...group, id, key };
  });
  return { groups, idOf };

  function idOf(kind: GroupKind, key: string): string {
    const id = ids[kind].get(key.trim());
    if (id === undefined) throw new RangeError(`a reference to a ${kind} group that is not in the roster`);
    return id;
  }
}
