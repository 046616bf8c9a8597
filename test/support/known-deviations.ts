import type { DeviationName } from '../../src/uwlr/deviations.js';
import { collapse } from '../../src/uwlr/grammar/simple-type.js';
import { elementsOf, type XmlElement } from '../../src/uwlr/synthetic/xml-tree.js';
import { XSI } from '../../src/xml/name.js';

/** How to take a deviation out of a message: what is left must be judged alike by all. Each says whether it found any. */
export const NEUTRALISERS: Readonly<Partial<Record<DeviationName, (tree: XmlElement) => boolean>>> = {
  'ascii-codes': (tree) =>
    changeTexts(tree, ({ node }, text) =>
      node?.text?.xsd.facets.some(([facet]) => facet === 'pattern')
        ? text.replace(/(?![0-9])\p{Nd}/gu, '0').replace(/(?![A-Z])\p{Lu}/gu, 'A')
        : text,
    ),

  'xsi-type': (tree) => {
    let found = false;
    for (const { element } of elementsOf(tree)) {
      const kept = element.attributes.filter(
        ({ qualified }) => qualified === undefined || `{${qualified.uri}}${qualified.name}` === element.node?.typeKey,
      );
      if (element.node?.typeKey === ABSTRACT || kept.length === element.attributes.length) continue;
      element.attributes = kept;
      found = true;
    }
    return found;
  },

  'libxml2-white-space': (tree) => {
    const dates = changeTexts(tree, ({ node }, text) => (/^xs:date/.test(node?.text?.xsd.base ?? '') ? collapse(text) : text));
    let types = false;
    for (const { element } of elementsOf(tree)) {
      for (const attribute of element.attributes) {
        if (attribute.uri !== XSI || attribute.qualified === undefined || attribute.value === '') continue;
        attribute.value = '';
        types = true;
      }
    }
    return dates || types;
  },

  'libxml2-uri-port': (tree) => {
    let found = false;
    for (const { element } of elementsOf(tree)) {
      for (const attribute of element.attributes) {
        if (element.node?.attributes.get(attribute.name)?.type.xsd.base !== 'xs:anyURI') continue;
        const value = attribute.value.replace(/^(.*?\/\/[^/?#]*):[0-9]*(?=[/?#]|\s*$)/s, '$1');
        found ||= value !== attribute.value;
        attribute.value = value;
      }
    }
    return found;
  },

  'libxml2-seconds': (tree) =>
    changeTexts(tree, ({ node }, text) => (node?.text?.xsd.base === 'xs:dateTime' ? text.replace(/(\.[0-9]{9})[0-9]+/, '$1') : text)),

  // Taken out when the message is written without CDATA sections.
  'libxml2-cdata': () => true,
};

const ABSTRACT = '{http://www.edustandaard.nl/leerresultaten/2/leerresultaten}ctpAnderResultaatType';

function changeTexts(tree: XmlElement, change: (element: XmlElement, text: string) => string): boolean {
  let found = false;
  for (const { element } of elementsOf(tree)) {
    element.children = element.children.map((child) => {
      if (typeof child !== 'string') return child;
      const changed = change(element, child);
      found ||= changed !== child;
      return changed;
    });
  }
  return found;
}
