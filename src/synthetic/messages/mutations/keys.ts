import type { FieldOf } from '../../../uwlr/grammar/constraint-index.js';
import type { Random } from '../random.js';
import { textFor } from '../text.js';
import { elementsOf, textOf, type XmlElement } from '../xml-tree.js';
import type { Mutations } from './mutation.js';

/** Keys, unique numbers and references. */
export const KEY_MUTATIONS: Mutations = {
  'key doubled': onFields(
    ({ kind }) => kind !== 'keyref',
    2,
    ([one, other]) => (one as Place).set((other as Place).text),
  ),

  'same value, other form': onFields(
    ({ kind }) => kind !== 'keyref',
    2,
    ([one, other], random) => {
      const { text } = other as Place;
      (one as Place).set(
        random.pick([
          `0${text}`,
          `+${text}`,
          ` ${text}`,
          `${text}\n`,
          text.replace(/^[+0]+/, ''),
          text.toLowerCase(),
          text.normalize('NFD'),
        ]),
      );
    },
  ),

  'reference dangling': onFields(
    ({ kind }) => kind === 'keyref',
    1,
    ([one], random) => {
      const place = one as Place;
      place.set(
        random.pick([
          `${place.text}x`,
          place.text.slice(1),
          ` ${place.text}`,
          `${place.text} `,
          place.text.toUpperCase(),
          place.text.normalize('NFD'),
        ]),
      );
    },
  ),

  'key changed': onFields(
    ({ kind }) => kind === 'key',
    1,
    ([one], random) => (one as Place).set((one as Place).make(random)),
  ),
};

/** A field of an identity rule: an attribute or the text of an element. */
interface Place {
  readonly text: string;
  set(text: string): void;
  make(random: Random): string;
}

/** Changes random fields of one identity rule that has enough of them. */
function onFields(
  fits: (constraint: FieldOf['constraint']) => boolean,
  least: number,
  change: (places: readonly Place[], random: Random) => void,
): Mutations[string] {
  return (root, { random }) => {
    const rules = new Map<string, Place[]>();
    for (const { element } of elementsOf(root)) {
      for (const { constraint, attribute } of element.node?.fieldOf ?? []) {
        const place = fits(constraint) ? placeOf(element, attribute) : undefined;
        if (place !== undefined) rules.set(constraint.name, [...(rules.get(constraint.name) ?? []), place]);
      }
    }
    const enough = [...rules.values()].filter((places) => places.length >= least);
    if (enough.length === 0) return false;
    change(random.shuffled(random.pick(enough)), random);
    return true;
  };
}

function placeOf(element: XmlElement, name: string | undefined): Place | undefined {
  const { node } = element;
  if (name === undefined) {
    const type = node?.text;
    if (type === undefined) return undefined;
    return { text: textOf(element), set: (text) => (element.children = [text]), make: (random) => textFor(random, type) };
  }
  const attribute = element.attributes.find((candidate) => candidate.name === name && candidate.uri === '');
  const type = node?.attributes.get(name)?.type;
  if (attribute === undefined || type === undefined) return undefined;
  return { text: attribute.value, set: (text) => (attribute.value = text), make: (random) => textFor(random, type) };
}
