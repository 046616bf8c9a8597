import { childrenOf, type XmlNode } from '../reader/xml-node.js';
import type { Learned } from '../report/report.js';
import { pupilDataOf } from './pupils/pupil-data.js';

/**
 * Counts which fields messages give, and in how many of their objects: `leerling/@eckid` in 24 of 25. Names of the standard only, no value. Of
 * pupil data each kind of object, of results each toetsafname, resultaat and toets.
 */
export class GivenFields {
  readonly #objects = new Map<string, number>();
  readonly #given = new Map<string, number>();

  add(message: XmlNode): void {
    for (const [kind, objects] of objectsOf(message)) {
      this.#objects.set(kind, (this.#objects.get(kind) ?? 0) + objects.length);
      for (const object of objects) {
        for (const name of new Set(fieldsIn(object))) {
          const path = `${kind}/${name}`;
          this.#given.set(path, (this.#given.get(path) ?? 0) + 1);
        }
      }
    }
  }

  get fields(): NonNullable<Learned['fields']> {
    const sorted = [...this.#given].sort(([one], [other]) => (one < other ? -1 : 1));
    return Object.fromEntries(sorted.map(([path, count]) => [path, { in: count, of: this.#objects.get(kindOf(path)) ?? count }]));
  }
}

function kindOf(path: string): string {
  return path.slice(0, path.indexOf('/'));
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

/** Names that somebody made up may say anything: only what could be one of the standard is told. */
const NAME = /^[a-z][\w-]{0,39}$/;

/** An object gives a field when it has the attribute, or a child of that name with something in it. */
function* fieldsIn({ attributes, children }: XmlNode): Generator<string> {
  for (const { namespace, local } of attributes) if (namespace === '' && NAME.test(local)) yield `@${local}`;
  for (const one of children) if (NAME.test(one.local) && isFilled(one)) yield one.local;
}

function isFilled({ text, children, attributes }: XmlNode): boolean {
  return text.trim() !== '' || children.length > 0 || attributes.length > 0;
}
