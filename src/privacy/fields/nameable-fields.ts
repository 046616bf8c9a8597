import { UWLR_2_VERSIONS } from '../../uwlr/finding.js';
import { compile, type Node } from '../../uwlr/grammar/compile.js';
import type { PrivacyClass, Root } from '../../uwlr/grammar/grammar.js';
import { leerresultatenVerzoek } from '../../uwlr/messages/leerresultaten.js';
import { MODEL_FIELDS } from './model-fields.js';

/** A field of a message that a list can name. */
export interface NameableField {
  /** Without indices, an attribute as `.../@key`. */
  readonly path: string;
  readonly privacy: PrivacyClass;
}

/** The fields of a message, and the elements that hold them, over all versions of UWLR 2. */
export interface FieldTree {
  /** Texts, attributes of elements without text, references to groups, and elements whose type is to be agreed on. */
  readonly fields: ReadonlyMap<string, NameableField>;
  /** Every other element, with its class. */
  readonly holders: ReadonlyMap<string, PrivacyClass>;
  /** Per reference, the element that it refers to. */
  readonly references: ReadonlyMap<string, string>;
  /** Elements of which there may be many: what a field is a field of. */
  readonly items: ReadonlySet<string>;
}

const trees = new Map<Root, FieldTree>();

/** The fields of results: those of their message, and the parts of the model that it has no place for. */
export function resultTree(): FieldTree {
  const { fields, ...tree } = fieldTree(leerresultatenVerzoek);
  const ofModel = [...MODEL_FIELDS].map(([path, privacy]) => [path, { path, privacy }] as const);
  return { ...tree, fields: new Map([...fields, ...ofModel]) };
}

export function fieldTree(root: Root): FieldTree {
  const known = trees.get(root);
  if (known !== undefined) return known;
  const fields = new Map<string, NameableField>();
  const holders = new Map<string, PrivacyClass>();
  const items = new Set<string>();
  const references = referencesIn(root);
  for (const node of UWLR_2_VERSIONS.flatMap((version) => [...compile(root, version).byPath.values()])) {
    for (const field of fieldsOf(node, references)) fields.set(field.path, field);
    if (node.many) items.add(node.path);
    if (!fields.has(node.path)) holders.set(node.path, node.privacy);
  }
  const tree = { fields, holders, references, items };
  trees.set(root, tree);
  return tree;
}

/** The vocabulary of a text goes with the text, and the key of a reference with the reference. */
function fieldsOf({ path, privacy, text, abstract, attributes }: Node, references: ReadonlyMap<string, string>): NameableField[] {
  if (text !== undefined || abstract || references.has(path)) return [{ path, privacy }];
  return [...attributes].map(([name, attribute]) => ({ path: `${path}/@${name}`, privacy: attribute.privacy }));
}

/** By the identity rules of the message. */
function referencesIn({ element: { name, constraints } }: Root): ReadonlyMap<string, string> {
  const selectors = new Map(constraints.map((constraint) => [constraint.name, constraint.selector]));
  const found = constraints.flatMap(({ kind, field, selector, refers = '' }): [string, string][] => {
    const referred = selectors.get(refers);
    return kind === 'keyref' && field === '@key' && referred !== undefined ? [[`${name}/${selector}`, `${name}/${referred}`]] : [];
  });
  return new Map(found);
}

/**
 * The end of a path by which it is told from every other field of the tree, as people write it: `leerling/achternaam`, `resultaat/key`.
 * It begins at what it is a field of.
 */
export function shortName(path: string, { fields, items }: FieldTree): string {
  const steps = written(path).split('/');
  if (steps.length === 1) return path;
  const others = [...fields.keys()].filter((other) => other !== path).map(written);
  let begin = steps.length - 1;
  while (begin > 1 && !items.has(steps.slice(0, begin).join('/'))) begin--;
  for (let from = Math.max(begin - 1, 1); from > 0; from--) {
    const name = steps.slice(from).join('/');
    if (!others.some((other) => endsIn(other, name))) return name;
  }
  return steps.join('/');
}

/** Whether a path, as people write it, ends in this name. */
export function endsIn(path: string, name: string): boolean {
  return path === name || path.endsWith(`/${name}`);
}

/** A path as people write it: an attribute is a field like any other. */
export function written(path: string): string {
  return path.replaceAll('@', '');
}
