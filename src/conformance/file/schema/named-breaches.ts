import type { RuleId } from '../../../uwlr/rules.js';
import type { SchemaBreach } from '../../judge/suite-judge.js';
import { attributeOf, type XmlNode } from '../../reader/xml-node.js';
import { followsOn } from '../moments.js';
import type { Declared } from './declared.js';
import { excludes } from './excludes.js';

const LATER_YEAR = 'the list of these schemas may end before this year';
const AGREED = 'unless the two parties agreed on this extension';
const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
const WHOLE = /^[ \t\r\n]*[+-]?\d+[ \t\r\n]*$/;

/** A breach of a schema, and the rule of the gateway that says the same. */
export interface NamedBreach {
  readonly rule: RuleId;
  readonly element: XmlNode;
  /** That it is about, or lacks. */
  readonly attribute?: string;
  /** Why the schema cannot know. */
  readonly unsure?: string;
}

/**
 * Names the rules behind what libxml2 says of a message. The verdict is libxml2's; which of the gateway's rules it comes down to follows from
 * its words, and from what the grammar declares at that place.
 */
export function namedBreaches(breaches: readonly SchemaBreach[], declared: Declared): readonly NamedBreach[] {
  const faceted = new Set(breaches.filter(({ message }) => message.includes('breaks the facet')).map(({ element }) => element));
  const found = breaches.flatMap((breach) => {
    const again = breach.message.endsWith('not one of its type') && faceted.has(breach.element);
    return again ? [] : [named(breach, declared)];
  });
  const seen = new Set<string>();
  return found.filter(({ rule, element, attribute }) => {
    const key = `${rule} ${element.path} ${attribute ?? ''}`;
    return seen.size < seen.add(key).size;
  });
}

function named({ element, message }: SchemaBreach, declared: Declared): NamedBreach {
  const [subject = '', words = ''] = splitAt(message, ': ');
  const attribute = subject.includes('/@') ? subject.slice(subject.indexOf('/@') + 2) : undefined;
  const at = { element, ...(attribute === undefined || attribute === '*' ? {} : { attribute }) };
  if (words.startsWith('This element is not expected')) return { rule: misplaced(element, words, declared), element };
  if (words.startsWith('Missing child'))
    return { rule: expectedIn(words).includes('xsdversie') ? 'UWLR-SCH-013' : 'UWLR-SCH-003', element };
  if (attribute !== undefined && !isDeclared(attribute, element, declared) && words.startsWith('the value'))
    return ofXsi(element, declared);
  const facet = /^the value breaks the facet (\w+)/.exec(words)?.[1];
  // The list in the official files of 2.2 ends with 2024-2025, and all administrations give the current year.
  const isLaterYear = facet === 'enumeration' && element.local === 'schooljaar' && followsOn(element.text) === true;
  if (facet !== undefined) return { rule: ofFacet(facet, element, declared), ...at, ...(isLaterYear ? { unsure: LATER_YEAR } : {}) };
  if (words.startsWith('the value is not one of its type')) return { rule: ofType(element, attribute, declared), ...at };
  for (const [beginning, rule] of PLAIN) if (words.startsWith(beginning)) return { rule, ...at };
  if (words.endsWith('is required but missing.'))
    return { rule: 'UWLR-SCH-009', element, attribute: /^The attribute '([\w:.-]+)'/.exec(words)?.[1] ?? '' };
  if (words.startsWith('the same key twice')) return { rule: twice(element), element };
  if (words.startsWith('a reference to a key')) return { rule: element.local === 'resultaat' ? 'UWLR-ID-003' : 'UWLR-ID-004', element };
  return ofXsi(element, declared);
}

const PLAIN: readonly (readonly [string, RuleId])[] = [
  ['an attribute that is not allowed', 'UWLR-SCH-008'],
  ['text is not allowed here', 'UWLR-SCH-007'],
  ['elements are not allowed here', 'UWLR-SCH-001'],
  ['a key without a value', 'UWLR-SCH-009'],
  ['no global declaration', 'UWLR-SOAP-004'],
];

function splitAt(text: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark);
  return [text.slice(0, at), text.slice(at + mark.length)];
}

function expectedIn(words: string): readonly string[] {
  return (/Expected is (?:one of )?\(([^()]*)\)/.exec(words)?.[1] ?? '').split(',').map((name) => name.trim());
}

/** Whether the standard itself has the attribute: others with a type are those of XML Schema. */
function isDeclared(attribute: string, element: XmlNode, declared: Declared): boolean {
  return declared.nodeOf(element)?.attributes.has(attribute) === true;
}

/** An element that does not come next: why. */
function misplaced(element: XmlNode, words: string, declared: Declared): RuleId {
  const parent = declared.parentOf(element);
  const holder = parent && declared.nodeOf(parent);
  if (parent === undefined || holder === undefined) return 'UWLR-SCH-001';
  const own = holder.childByKey.get(`{${element.namespace}}${element.local}`);
  if (own === undefined) return holder.children.some(({ name }) => name === element.local) ? 'UWLR-SCH-005' : 'UWLR-SCH-001';
  const before = parent.children.slice(0, parent.children.indexOf(element));
  if (!own.many && before.some((one) => one.local === element.local && one.namespace === element.namespace)) return 'UWLR-SCH-004';
  const there = parent.children.map(({ local }) => local);
  const expected = expectedIn(words);
  const rival = there.find((name) => excludes(holder, name, element.local, declared.variant));
  if (rival !== undefined) {
    const other = holder.children.find(({ name }) => name === rival);
    return own.particle.conflictRule ?? other?.particle.conflictRule ?? 'UWLR-SCH-006';
  }
  const after = parent.children.slice(before.length).map(({ local }) => local);
  if (expected.some((name) => after.includes(name))) return 'UWLR-SCH-002';
  if (expected.includes('xsdversie')) return 'UWLR-SCH-013';
  return 'UWLR-SCH-003';
}

function ofFacet(facet: string, element: XmlNode, declared: Declared): RuleId {
  if (facet === 'minLength') return 'UWLR-SCH-020';
  if (facet === 'maxLength') return declared.nodeOf(element)?.particle.failureRules['too-long'] ?? 'UWLR-SCH-021';
  if (facet === 'pattern') {
    // A template that was never filled leaves its quotes.
    const isEmpty = /^["']*$/.test(element.text);
    return (isEmpty ? declared.nodeOf(element)?.particle.failureRules['too-short'] : undefined) ?? 'UWLR-SCH-022';
  }
  if (facet === 'enumeration') return 'UWLR-SCH-028';
  return /^(?:min|max)(?:In|Ex)clusive$/.test(facet) ? 'UWLR-SCH-024' : 'UWLR-SCH-023';
}

function ofType(element: XmlNode, attribute: string | undefined, declared: Declared): RuleId {
  const node = declared.nodeOf(element);
  const type = attribute === undefined ? node?.text : node?.attributes.get(attribute)?.type;
  const base = type?.xsd.base;
  if (base === 'xs:date') return 'UWLR-SCH-025';
  if (base === 'xs:dateTime') return 'UWLR-SCH-026';
  if (base === 'xs:anyURI') return 'UWLR-SCH-027';
  return WHOLE.test(attribute === undefined ? element.text : (attributeOf(element, attribute) ?? '')) ? 'UWLR-SCH-024' : 'UWLR-SCH-023';
}

function twice({ local }: XmlNode): RuleId {
  if (local === 'toetsonderdeel') return 'UWLR-ID-002';
  return local === 'norm' ? 'UWLR-ID-005' : 'UWLR-ID-001';
}

/** What XML Schema itself says at an element: that it is nil, or of another type. */
function ofXsi(element: XmlNode, declared: Declared): NamedBreach {
  const xsi = (name: string) => element.attributes.some(({ namespace, local }) => namespace === XSI && local === name);
  if (xsi('nil')) return { rule: 'UWLR-SCH-010', element };
  const node = declared.nodeOf(element);
  if (node?.abstract === true) {
    const rule = node.particle.abstractRule ?? 'UWLR-SCH-012';
    return xsi('type') ? { rule, element, unsure: AGREED } : { rule, element };
  }
  return { rule: xsi('type') ? 'UWLR-SCH-011' : 'UWLR-SCH-022', element };
}
