import { keyOf, type PupilData } from '../file/pupils/pupil-data.js';
import { attributeOf, type XmlNode } from '../reader/xml-node.js';

/** How two answers differ: which kinds of objects, and in how many of them. */
export interface Difference {
  readonly name: string;
  /** In the first and not in the second. */
  readonly gone: number;
  readonly added: number;
}

/**
 * By what two answers tell that two elements are of one object: ECK iD, else key. Dummy keys are equal to each other, since nobody may
 * compare them. Never leaves the suite.
 */
export function identityOf(node: XmlNode): string {
  const key = keyOf(node) ?? '';
  return attributeOf(node, 'eckid')?.trim() ?? (key.startsWith('#') ? '#' : `key ${key}`);
}

/** In which kinds of objects two answers differ. */
export function differences(one: PupilData, other: PupilData): Difference[] {
  return [
    difference('leerling', one.pupils, other.pupils),
    difference('groep', one.baseGroups, other.baseGroups),
    difference('samengestelde_groep', one.combinedGroups, other.combinedGroups),
    difference('leerkracht', one.staff, other.staff),
  ].flatMap((found) => found ?? []);
}

/** How two lists of objects differ; undefined when they hold the same ones. */
export function difference(name: string, one: readonly XmlNode[], other: readonly XmlNode[]): Difference | undefined {
  const gone = without(one, other);
  const added = without(other, one);
  return gone === 0 && added === 0 ? undefined : { name, gone, added };
}

function without(these: readonly XmlNode[], those: readonly XmlNode[]): number {
  const left = new Map<string, number>();
  for (const node of those) left.set(identityOf(node), (left.get(identityOf(node)) ?? 0) + 1);
  return these.filter((node) => {
    const count = left.get(identityOf(node)) ?? 0;
    left.set(identityOf(node), count - 1);
    return count <= 0;
  }).length;
}

/** In words: `3 leerling less and 1 more`. */
export function inWordsOf(differences: readonly Difference[]): string {
  return differences.map(({ name, gone, added }) => `${gone} ${name} less, ${added} more`).join('; ');
}
