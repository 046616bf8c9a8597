import { XSI } from '../../xml/name.js';
import { Prefixes } from './prefixes.js';
import type { Random } from './random.js';
import { attributeText, markup, textPieces, type WritingStyle } from './writing-style.js';
import type { XmlElement, XmlTreeAttribute } from './xml-tree.js';

const DECLARATIONS = ['<?xml version="1.0" encoding="UTF-8"?>', "<?xml version='1.0' standalone='yes' ?>", '<?xml version="1.0"?>'];

/**
 * Writes a tree as XML, each time in another way that means the same: prefixes and where they are declared, white space
 * between elements, comments, processing instructions, CDATA, references, quotes, line ends, order of attributes.
 * `sections: false` leaves CDATA out.
 */
export function writeTree(root: XmlElement, random: Random, { sections = true } = {}): string {
  const style: WritingStyle = {
    random,
    sections,
    lineEnd: random.pick(['\n', '\r\n']),
    spaced: random.chance(0.5),
    remarks: random.chance(0.3) ? 0.15 : 0,
    dressed: random.chance(0.5) ? 0.3 : 0,
  };
  const located = random.chance(0.1) ? { ...root, attributes: [...root.attributes, schemaLocation(root)] } : root;
  const declaration = random.chance(0.4) ? random.pick(DECLARATIONS) : '';
  const prefixes = Prefixes.atTop(random, random.pick([0, 0.5, 1]));
  return declaration + markup(style) + writeElement(located, prefixes, style) + markup(style);
}

function writeElement(element: XmlElement, prefixes: Prefixes, style: WritingStyle): string {
  const { random } = style;
  const name = prefixes.name(element.uri, element.name, false);
  const attributes = element.attributes.map(
    (attribute) => [prefixes.name(attribute.uri, attribute.name, true), attributeValue(attribute, prefixes)] as const,
  );
  const declarations = [...prefixes.declared].map(([prefix, uri]) => [prefix === '' ? 'xmlns' : `xmlns:${prefix}`, uri] as const);
  const all = [...declarations, ...attributes];
  const written = (random.chance(0.5) ? random.shuffled(all) : all).map(
    ([key, value]) => `${gap(style)}${key}${equals(style)}${attributeText(value, style)}`,
  );
  const start = `<${name}${written.join('')}${random.chance(0.1) ? ' ' : ''}`;
  const content = writeContent(element, prefixes, style);
  return content === '' && random.chance(0.5) ? `${start}/>` : `${start}>${content}</${name}${random.chance(0.05) ? ' ' : ''}>`;
}

/** White space goes only where there are elements and nothing else: elsewhere it would be content. */
function writeContent({ children }: XmlElement, prefixes: Prefixes, style: WritingStyle): string {
  const elementsOnly = children.length > 0 && children.every((child) => typeof child !== 'string');
  const between = () => (elementsOnly ? markup(style) : '');
  const parts = children.map((child) =>
    typeof child === 'string' ? textPieces(child, style) : between() + writeElement(child, prefixes.within(), style),
  );
  return parts.join('') + between();
}

function attributeValue({ value, qualified }: XmlTreeAttribute, prefixes: Prefixes): string {
  return qualified === undefined ? value : prefixes.name(qualified.uri, qualified.name, false) + value;
}

function schemaLocation({ uri }: XmlElement): XmlTreeAttribute {
  return { uri: XSI, name: 'schemaLocation', value: `${uri} nergens.xsd` };
}

function gap({ random, lineEnd }: WritingStyle): string {
  return random.chance(0.1) ? `${lineEnd}\t ` : ' ';
}

function equals({ random }: WritingStyle): string {
  return random.chance(0.05) ? ' = ' : '=';
}
