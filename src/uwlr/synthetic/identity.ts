import type { Node } from '../grammar/compile.js';
import type { Constraint } from '../grammar/grammar.js';
import type { SimpleType } from '../grammar/simple-type.js';
import type { Random } from './random.js';
import { textFor } from './text.js';
import type { Fields } from './value.js';

/** One place in a value that an identity rule looks at. */
interface Field {
  readonly text: string;
  set(text: string): void;
}

/** Changes keys and references in a value until every identity rule of the grammar holds. */
export function holdIdentity(node: Node, value: unknown, random: Random): void {
  for (const item of Array.isArray(value) ? value : [value]) {
    if (typeof item !== 'object' || item === null) continue;
    const fields = item as Fields;
    for (const constraint of node.constraints) if (constraint.kind !== 'keyref') makeUnique(node, fields, constraint, random);
    for (const constraint of node.constraints) if (constraint.kind === 'keyref') makeFound(node, fields, constraint, random);
    for (const child of node.children) if (fields[child.name] !== undefined) holdIdentity(child, fields[child.name], random);
  }
}

function makeUnique(node: Node, value: Fields, constraint: Constraint, random: Random): void {
  const type = typeOf(node, constraint);
  const canonical = type.canonical ?? ((text: string) => text);
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

function makeFound(node: Node, value: Fields, constraint: Constraint, random: Random): void {
  const key = node.constraints.find(({ name }) => name === constraint.refers);
  if (key === undefined) throw new Error(`grammar: ${constraint.name} refers to nothing`);
  const keys = fieldsOf(value, key).map(({ text }) => text);
  const known = new Set(keys);
  for (const field of fieldsOf(value, constraint)) if (!known.has(field.text)) field.set(random.pick(keys));
}

function fieldsOf(value: Fields, { selector, field }: Constraint): Field[] {
  let holders: Fields[] = [value];
  for (const step of selector.split('/')) holders = holders.flatMap((holder): Fields[] => [holder[step] ?? []].flat() as Fields[]);
  const name = field.replace('@', '');
  return holders.flatMap((holder) => {
    const at = holder[name];
    if (at === undefined) return [];
    const [owner, key] = typeof at === 'string' ? [holder, name] : [at as Fields, 'value'];
    return [{ text: owner[key] as string, set: (text: string) => (owner[key] = text) }];
  });
}

function typeOf(node: Node, { selector, field }: Constraint): SimpleType {
  let holder: Node | undefined = node;
  for (const step of selector.split('/')) holder = holder?.children.find(({ name }) => name === step);
  const type = field.startsWith('@')
    ? holder?.attributes.get(field.slice(1))?.type
    : holder?.children.find(({ name }) => name === field)?.text;
  if (type === undefined) throw new Error('grammar: a constraint selects nothing');
  return type;
}
