import { childrenOf, type XmlNode } from '../reader/xml-node.js';
import type { Learned } from '../report/report.js';
import { pupilDataOf } from './pupils/pupil-data.js';

type Counted = Map<string, { in: number; of: number }>;

/**
 * Which fields messages give, and in how many of their objects: `leerling/@eckid` in 24 of 25. Names of the standard only, no value. Of pupil
 * data each kind of object, of results each toetsafname, resultaat and toets.
 */
export function givenFields(messages: readonly XmlNode[]): NonNullable<Learned['fields']> {
  const fields: Counted = new Map();
  for (const objects of messages.map(objectsOf)) {
    for (const [kind, list] of objects) count(kind, list, fields);
  }
  return Object.fromEntries([...fields].sort(([one], [other]) => (one < other ? -1 : 1)));
}

function objectsOf(message: XmlNode): readonly (readonly [string, readonly XmlNode[]])[] {
  const data = pupilDataOf(message);
  if (data !== undefined) {
    const { school, locations, baseGroups, combinedGroups, pupils, staff } = data;
    return [
      ['school', [school]],
      ['vestiging', locations],
      ['groep', baseGroups],
      ['samengestelde_groep', combinedGroups],
      ['leerling', pupils],
      ['leerkracht', staff],
    ];
  }
  const takings = childrenOf(message, 'toetsafnames').flatMap((list) => childrenOf(list, 'toetsafname'));
  return [
    ['toetsafname', takings],
    ['resultaat', takings.flatMap((taking) => childrenOf(taking, 'resultaten').flatMap((list) => childrenOf(list, 'resultaat')))],
    ['toets', childrenOf(message, 'toetsen').flatMap((list) => childrenOf(list, 'toets'))],
  ];
}

/** An object gives a field when it has the attribute, or a child of that name with something in it. */
function count(kind: string, objects: readonly XmlNode[], fields: Counted): void {
  const before = new Map([...fields].filter(([path]) => path.startsWith(`${kind}/`)).map(([path, { of }]) => [path, of]));
  const known = Math.max(0, ...before.values());
  for (const object of objects) {
    const names = [...object.attributes.map(({ local }) => `@${local}`), ...object.children.filter(isFilled).map(({ local }) => local)];
    for (const name of new Set(names)) {
      const path = `${kind}/${name}`;
      const counted = fields.get(path) ?? { in: 0, of: 0 };
      counted.in += 1;
      fields.set(path, counted);
    }
  }
  for (const [path, counted] of fields) if (path.startsWith(`${kind}/`)) counted.of = known + objects.length;
}

function isFilled({ text, children, attributes }: XmlNode): boolean {
  return text.trim() !== '' || children.length > 0 || attributes.length > 0;
}
