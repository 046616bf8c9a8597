import { edgeText, otherScript } from '../edge-text.js';
import { editText, textFor } from '../text.js';
import { textOf } from '../xml-tree.js';
import {
  insert,
  isContainer,
  isText,
  type Mutate,
  type Mutating,
  type Mutations,
  newElement,
  onElement,
  type Target,
  textTarget,
} from './mutation.js';

const isCode = ({ node }: Target) => node.text?.xsd.facets.some(([facet]) => facet === 'pattern') ?? false;

const BLANKS = [' ', '\n', '\t', '\r', '  ', '\n    '];
const NO_BLANKS = ['\u00a0', '\u0085', '\u2003', '\u3000', '\ufeff', '\u200b'];

/** Texts and their facets. */
export const TEXT_MUTATIONS: Mutations = {
  'wrong text': onText((_, { node }, { random }) => random.pick(['', ...(node.text?.wrong ?? [])])),
  'text edited': onText((text, _, { random }) => editText(random, text)),
  'other valid text': onText((_, { node }, { random }) => (node.text === undefined ? '' : textFor(random, node.text))),
  'text at the edge': onText((_, { node }, { random }) => (node.text === undefined ? '' : edgeText(random, node.text))),
  'code in another script': onText((text, _, { random }) => otherScript(random, text), isCode),
  'text empty': onText(() => ''),
  'text blank': onText((_, __, { random }) => random.pick(BLANKS)),
  'white space around': onText((text, _, { random }) => random.pick(['', ...BLANKS]) + text + random.pick(BLANKS)),
  'white space within': onText((text, _, { random }) => splice(text, random.below(text.length + 1), random.pick(BLANKS))),
  'what looks like white space': onText((text, _, { random }) =>
    random.chance(0.5) ? text + random.pick(NO_BLANKS) : random.pick(NO_BLANKS) + text,
  ),
  'very long text': onText((text, _, { random }) => (text === '' ? 'x' : text).repeat(random.between(2, 60)).slice(0, 4000)),

  'text between elements': onElement(isContainer, ({ element }, { random }) =>
    insert(element, random.pick(['x', '0', '\u00a0', ' x\n', '\ufeff']), random.below(element.children.length + 1)),
  ),

  'white space as only content': onElement(isContainer, ({ element }, { random }) => {
    if (random.chance(0.5)) element.children = [];
    insert(element, random.pick(BLANKS), random.below(element.children.length + 1));
  }),

  'element in a text': onElement(isText, ({ element }, mutating, root) => {
    const child = newElement(root.node?.children[0] ?? mutating.compiled.root, mutating);
    insert(
      element,
      mutating.random.chance(0.5) ? child : { uri: element.uri, name: 'b', attributes: [], children: ['x'] },
      mutating.random.below(2),
    );
  }),
};

function onText(change: (text: string, target: Target, mutating: Mutating) => string, fits: (target: Target) => boolean = isText): Mutate {
  return (root, mutating) => {
    const found = textTarget(root, mutating.random, fits);
    if (found !== undefined) found.element.children = [change(textOf(found.element), found, mutating)];
    return found !== undefined;
  };
}

function splice(text: string, at: number, added: string): string {
  const between = /[\ud800-\udbff]$/.test(text.slice(0, at)) ? at + 1 : at;
  return text.slice(0, between) + added + text.slice(between);
}
