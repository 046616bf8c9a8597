import type { XmlAttribute, XmlName } from '../xml/name.js';
import type { Node } from './grammar/compile.js';
import type { Decoder } from './grammar/decoder.js';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Has a decoder read a value as if it came as XML: for a message that came in another form, so that the same grammar judges it. What
 * is found has no line. Names that the grammar does not know are passed over. Pauses after each item of a list that is not in another.
 */
export function* replay(value: unknown, decoder: Decoder): Generator<void> {
  yield* elementInSteps(decoder.compiled.root, value as Fields, decoder);
}

function* elementInSteps(node: Node, fields: Fields, decoder: Decoder): Generator<void> {
  open(node, fields, decoder);
  for (const child of node.children) {
    const given = fields[child.name];
    if (given === undefined) continue;
    if (child.text !== undefined) element(child, given, decoder);
    else if (!child.many) yield* elementInSteps(child, given as Fields, decoder);
    else
      for (const item of given as readonly unknown[]) {
        element(child, item, decoder);
        yield;
      }
  }
  decoder.close();
}

function element(node: Node, value: unknown, decoder: Decoder): void {
  const fields = node.structured ? (value as Fields) : NOTHING;
  open(node, fields, decoder);
  if (node.text !== undefined) decoder.text((node.structured ? fields['value'] : value) as string);
  for (const child of node.children) {
    const given = fields[child.name];
    if (given === undefined) continue;
    for (const one of child.many ? (given as readonly unknown[]) : [given]) element(child, one, decoder);
  }
  decoder.close();
}

const NOTHING: Fields = {};

function open(node: Node, fields: Fields, decoder: Decoder): void {
  const attributes: XmlAttribute[] = [];
  for (const name of node.attributes.keys()) {
    const value = fields[name];
    if (value !== undefined) attributes.push({ name: { uri: '', local: name, key: `{}${name}` }, value: value as string });
  }
  const name: XmlName = { uri: node.uri, local: node.name, key: node.key };
  decoder.open(name, attributes.length === 0 ? undefined : attributes, 0, 0);
}
