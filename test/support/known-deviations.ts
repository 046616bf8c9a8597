import { elementsOf, type XmlElement, type XmlTreeAttribute } from '../../src/synthetic/messages/xml-tree.js';
import type { DeviationName } from '../../src/uwlr/deviations.js';
import { collapse, type SimpleType } from '../../src/uwlr/grammar/simple-type.js';

/** Takes a deviation out of a text of some type. What has none of it comes back as it was. */
export const TEXT_NEUTRALISERS: Readonly<Partial<Record<DeviationName, (type: SimpleType, text: string) => string>>> = {
  'libxml2-white-space': ({ xsd }, text) => (xsd.base === 'xs:date' || xsd.base === 'xs:dateTime' ? collapse(text) : text),
  'libxml2-uri-port': ({ xsd }, text) => (xsd.base === 'xs:anyURI' ? text.replace(PORT, '$1') : text),
  'libxml2-seconds': ({ xsd }, text) => (xsd.base === 'xs:dateTime' ? text.replace(/(\.[0-9]{9})[0-9]+/, '$1') : text),
  // Another number in its place is no duplicate to anybody.
  'libxml2-minus-zero': ({ xsd }, text) =>
    xsd.base === 'xs:nonNegativeInteger' ? text.replace(/^[ \t\r\n]*-0+[ \t\r\n]*$/, '987654') : text,
  'school-years': ({ name }, text) =>
    name === 'EDEXSchooljaarType' ? text.replace(/^20(?:2[5-9]|[3-9][0-9])-20[0-9]{2}$/, '2024-2025') : text,
  'role-tal': ({ name }, text) => (name === 'EDEXLeerkrachtRolType' && text === 'TAL' ? 'LRK' : text),
  'ascii-codes': ({ xsd }, text) =>
    xsd.facets.some(([facet]) => facet === 'pattern') ? text.replace(/(?![0-9])\p{Nd}/gu, '0').replace(/(?![A-Z])\p{Lu}/gu, 'A') : text,
};

const PORT = /^([^/?#]*\/\/[^/?#[]*(?:\[[^\]]*\])?[^/?#]*?):[0-9]*(?=[/?#]|\s*$)/s;

/** Takes a deviation out of a message: what is left must be judged alike by all. Each says whether it found any. */
export const NEUTRALISERS: Readonly<Partial<Record<DeviationName, (tree: XmlElement) => boolean>>> = {
  'libxml2-white-space': (tree) => {
    const inTexts = changeTexts(tree, 'libxml2-white-space');
    return changeAttributes(tree, (_, attributes) => attributes.map(withoutSpace)) || inTexts;
  },
  'libxml2-uri-port': (tree) => changeTexts(tree, 'libxml2-uri-port'),
  'libxml2-seconds': (tree) => changeTexts(tree, 'libxml2-seconds'),
  'libxml2-minus-zero': (tree) => changeTexts(tree, 'libxml2-minus-zero'),
  'school-years': (tree) => changeTexts(tree, 'school-years'),
  'role-tal': (tree) => changeTexts(tree, 'role-tal'),
  'ascii-codes': (tree) => changeTexts(tree, 'ascii-codes'),
  'xsi-type': (tree) => changeAttributes(tree, (element, attributes) => attributes.filter((attribute) => isPlain(attribute, element))),
  // Taken out when the message is written without CDATA sections.
  'libxml2-cdata': () => true,
};

const LR = 'http://www.edustandaard.nl/leerresultaten/2/leerresultaten';
const LG = 'http://www.edustandaard.nl/leerresultaten/2/leerlinggegevens';
const ABSTRACT = `{${LR}}ctpAnderResultaatType`;
/** Types that have no name in the official files, or another there. */
const NAMED_BY_US: ReadonlySet<string> = new Set([
  `{${LR}}tpDependanceCode`,
  `{${LG}}tpDependanceCode`,
  `{${LG}}ctpGroepVerzoek`,
  `{${LG}}LeerkrachtGroepReferentieType`,
  ...['VestigingenType', 'GroepenType', 'LeerlingenType', 'LeerkrachtenType'].flatMap((list) => [`{${LG}}${list}`, `{}${list}`]),
]);

/** No `xsi:type`, or one that says what the element is anyway, or that an abstract element needs. */
function isPlain({ qualified }: XmlTreeAttribute, { node }: XmlElement): boolean {
  if (qualified === undefined || node?.typeKey === ABSTRACT) return true;
  return node?.typeKey === `{${qualified.uri}}${qualified.name}` && !NAMED_BY_US.has(node.typeKey);
}

function withoutSpace(attribute: XmlTreeAttribute): XmlTreeAttribute {
  return attribute.qualified === undefined || attribute.value === '' ? attribute : { ...attribute, value: '' };
}

function changeAttributes(tree: XmlElement, change: (element: XmlElement, attributes: XmlTreeAttribute[]) => XmlTreeAttribute[]): boolean {
  let found = false;
  for (const { element } of elementsOf(tree)) {
    const changed = change(element, element.attributes);
    found ||= changed.length !== element.attributes.length || changed.some((attribute, at) => attribute !== element.attributes[at]);
    element.attributes = changed;
  }
  return found;
}

function changeTexts(tree: XmlElement, name: DeviationName): boolean {
  const neutralise = TEXT_NEUTRALISERS[name] ?? ((_, text) => text);
  let found = false;
  const changed = (type: SimpleType | undefined, text: string) => {
    const neutral = type === undefined ? text : neutralise(type, text);
    found ||= neutral !== text;
    return neutral;
  };
  for (const { element } of elementsOf(tree)) {
    const { node } = element;
    element.children = element.children.map((child) => (typeof child === 'string' ? changed(node?.text, child) : child));
    for (const attribute of element.attributes) {
      if (attribute.uri === '') attribute.value = changed(node?.attributes.get(attribute.name)?.type, attribute.value);
    }
  }
  return found;
}
