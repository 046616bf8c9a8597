import type { RuleId } from '../../../uwlr/rules.js';
import { attributeOf, type XmlNode } from '../../reader/xml-node.js';
import type { Checks } from '../checks.js';
import { keyOf, type PupilData, referencesOf } from './pupil-data.js';

/** No two of these have the same key, or the same ECK iD. */
export function checkOnce(rule: RuleId, elements: readonly XmlNode[], attribute: 'key' | 'eckid', checks: Checks): void {
  const seen = new Set<string>();
  for (const element of elements) {
    const value = attributeOf(element, attribute)?.trim();
    if (value === undefined) continue;
    checks.hold(rule, !seen.has(value), element, attribute);
    seen.add(value);
  }
}

/** What people refer to is in the same message. */
export function checkReferences({ baseGroups, combinedGroups, locations, pupils, staff }: PupilData, checks: Checks): void {
  const keysOf = (list: readonly XmlNode[]): Keys => new Set(list.map(keyOf));
  const [base, combined, places] = [keysOf(baseGroups), keysOf(combinedGroups), keysOf(locations)];
  const lookUp = (rule: RuleId, references: readonly XmlNode[], keys: Keys) => {
    for (const reference of references) if (keyOf(reference) !== undefined) checks.hold(rule, keys.has(keyOf(reference)), reference, 'key');
  };
  for (const pupil of pupils) {
    const references = referencesOf(pupil);
    lookUp('UWLR-LG-008', references.baseGroups, base);
    lookUp('UWLR-LG-008', references.combinedGroups, combined);
    lookUp('UWLR-LG-010', references.locations, places);
  }
  for (const teacher of staff) {
    const references = referencesOf(teacher);
    lookUp('UWLR-LG-009', references.baseGroups, base);
    lookUp('UWLR-LG-009', references.combinedGroups, combined);
  }
}

type Keys = ReadonlySet<string | undefined>;
