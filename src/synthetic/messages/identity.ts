import type { Node } from '../../uwlr/grammar/compile.js';
import { selectorsOf } from '../../uwlr/grammar/constraint-index.js';
import type { Constraint } from '../../uwlr/grammar/grammar.js';
import { canonicalKey } from '../../uwlr/grammar/identity.js';
import type { SimpleType } from '../../uwlr/grammar/simple-type.js';
import type { Random } from './random.js';
import { textFor } from './text.js';
import { type Fields, type Making, valueFor } from './value.js';

/** One place in a value that an identity rule looks at. */
interface Field {
  readonly text: string;
  set(text: string): void;
}

/** Changes keys and references in a value until every identity rule of the grammar holds. */
export function holdIdentity(node: Node, value: unknown, making: Making): void {
  for (const item of Array.isArray(value) ? value : [value]) {
    if (typeof item !== 'object' || item === null) continue;
    const fields = item as Fields;
    // What a profile leaves out has no keys either.
    const constraints = node.constraints.filter((constraint) => typeOf(node, constraint) !== undefined);
    for (const constraint of constraints) if (constraint.kind === 'keyref') provideKeys(node, fields, constraint, making);
    for (const constraint of constraints) if (constraint.kind !== 'keyref') makeUnique(node, fields, constraint, making.random);
    for (const constraint of constraints) if (constraint.kind === 'keyref') makeFound(node, fields, constraint, making.random);
    for (const child of node.children) if (fields[child.name] !== undefined) holdIdentity(child, fields[child.name], making);
  }
}

function makeUnique(node: Node, value: Fields, constraint: Constraint, random: Random): void {
  const type = typeOf(node, constraint) as SimpleType;
  const canonical = (text: string) => canonicalKey(constraint, type, text);
  const seen = new Set<string>();
  let number = 0;
  for (const field of fieldsOf(value, constraint)) {
    let { text } = field;
    for (let attempt = 0; seen.has(canonical(text)); attempt += 1) {
      number += 1;
      text = attempt < 3 ? textFor(random, type) : String(number);
    }
    seen.add(canonical(text));
    if (text !== field.text) field.set(text);
  }
}

/** Where there are references, there has to be something to refer to. */
function provideKeys(node: Node, value: Fields, constraint: Constraint, making: Making): void {
  const key = keyOf(node, constraint);
  if (fieldsOf(value, constraint).length === 0 || fieldsOf(value, key).length > 0) return;
  let at = node;
  let holder = value;
  for (const step of key.selector.split('/')) {
    at = at.children.find(({ name }) => name === step) as Node;
    if (at.many) holder[step] = [valueFor(at, making)];
    else {
      holder[step] ??= {};
      holder = holder[step] as Fields;
    }
  }
}

function keyOf(node: Node, { name, refers }: Constraint): Constraint {
  const key = node.constraints.find((candidate) => candidate.name === refers);
  if (key === undefined) throw new Error(`grammar: ${name} refers to nothing`);
  return key;
}

function makeFound(node: Node, value: Fields, constraint: Constraint, random: Random): void {
  const keys = fieldsOf(value, keyOf(node, constraint)).map(({ text }) => text);
  const known = new Set(keys);
  for (const field of fieldsOf(value, constraint)) if (!known.has(field.text)) field.set(random.pick(keys));
}

function fieldsOf(value: Fields, { selector, field }: Constraint): Field[] {
  const holders = selectorsOf(selector).flatMap((one) => {
    let found: Fields[] = [value];
    for (const step of one.split('/')) found = found.flatMap((holder): Fields[] => [holder[step] ?? []].flat() as Fields[]);
    return found;
  });
  const name = field.replace('@', '');
  return holders.flatMap((holder) => {
    const at = holder[name];
    if (at === undefined) return [];
    const [owner, key] = typeof at === 'string' ? [holder, name] : [at as Fields, 'value'];
    return [{ text: owner[key] as string, set: (text: string) => (owner[key] = text) }];
  });
}

function typeOf(node: Node, { selector, field }: Constraint): SimpleType | undefined {
  let holder: Node | undefined = node;
  for (const step of (selectorsOf(selector)[0] as string).split('/')) holder = holder?.children.find(({ name }) => name === step);
  return field.startsWith('@') ? holder?.attributes.get(field.slice(1))?.type : holder?.children.find(({ name }) => name === field)?.text;
}
