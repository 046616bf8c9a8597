import type { Random } from '../../src/synthetic/messages/random.js';
import { elementsOf, type XmlElement } from '../../src/synthetic/messages/xml-tree.js';
import { XSI } from '../../src/xml/name.js';

/** How a program writes messages: which namespace is the default one, and where the others are declared. */
interface Manner {
  /** Declares a prefix for every namespace on the root, and uses it everywhere. */
  readonly prefixed: boolean;
  /** Between elements. */
  readonly lineEnd: string;
  readonly numbered: boolean;
}

/** Writes a tree as programs do: prefixes declared once, or default namespaces where they change; with indent or without. */
export function usualText(tree: XmlElement, random: Random): string {
  const manner = { prefixed: random.chance(0.5), lineEnd: random.pick(['', '', '\n', '\r\n']), numbered: random.chance(0.2) };
  const declaration = random.pick(['', '<?xml version="1.0" encoding="utf-8"?>', "<?xml version='1.0' encoding='UTF-8'?>\n"]);
  const uris = new Set([...elementsOf(tree)].flatMap(({ element }) => [element.uri, ...element.attributes.flatMap(urisOf)]));
  uris.delete('');
  const prefixes = new Map([...uris].map((uri, at) => [uri, uri === XSI ? 'xsi' : `ns${at + 1}`]));
  const declared = [...prefixes].map(([uri, prefix]) => ` xmlns:${prefix}="${uri}"`).join('');
  return declaration + element(tree, { manner, prefixes, around: '', indent: manner.lineEnd, declared });
}

interface Writing {
  readonly manner: Manner;
  readonly prefixes: ReadonlyMap<string, string>;
  /** The default namespace. */
  readonly around: string;
  readonly indent: string;
  readonly declared: string;
}

function element({ uri, name, attributes, children }: XmlElement, writing: Writing): string {
  const { manner, prefixes, around, indent, declared } = writing;
  const usesPrefix = manner.prefixed && uri !== '';
  const qualified = usesPrefix ? `${prefixes.get(uri)}:${name}` : name;
  const inDefault = usesPrefix || uri === around ? '' : ` xmlns="${uri}"`;
  const written = attributes.map(({ uri: of, name: key, value, qualified: type }) => {
    const text = type === undefined ? value : (type.uri === '' ? '' : `${prefixes.get(type.uri)}:`) + type.name + value;
    return ` ${of === XML ? 'xml:' : of === '' ? '' : `${prefixes.get(of)}:`}${key}="${escaped(text, manner)}"`;
  });
  const start = `<${qualified}${inDefault}${declared}${written.join('')}`;
  if (children.length === 0 || (children.length === 1 && children[0] === '')) return `${start}/>`;
  const inside = { ...writing, around: usesPrefix ? around : uri, indent: indent === '' ? '' : `${indent}  `, declared: '' };
  const apart = children.every((child) => typeof child !== 'string');
  const content = children.map((child) =>
    typeof child === 'string' ? escaped(child, manner) : (apart ? inside.indent : '') + element(child, inside),
  );
  return `${start}>${content.join('')}${apart ? indent : ''}</${qualified}>`;
}

const XML = 'http://www.w3.org/XML/1998/namespace';

function urisOf({ uri, qualified }: XmlElement['attributes'][number]): string[] {
  return [uri === XML ? '' : uri, qualified?.uri ?? ''];
}

const NAMED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string, { numbered }: Manner): string {
  const marked = text.replace(/[&<>"]/g, (sign) => NAMED[sign] as string).replace(/[\t\n\r]/g, (blank) => `&#${blank.charCodeAt(0)};`);
  return numbered ? marked.replace(/[^\0-\x7f]/gu, (sign) => `&#${sign.codePointAt(0)};`) : marked;
}
