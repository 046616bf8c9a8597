import type { Node } from '../../../uwlr/grammar/compile.js';
import type { SimpleType } from '../../../uwlr/grammar/simple-type.js';
import type { RuleId } from '../../../uwlr/rules.js';
import { attributeOf, type XmlNode } from '../../reader/xml-node.js';
import type { Declared } from './declared.js';

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';

/** The rules of the schema that there was something to hold to at each element: libxml2 looked at every one of them. */
export function* schemaLooks(declared: Declared): Generator<RuleId> {
  for (const [element, node] of declared.elements) {
    yield* ofElement(element, node);
    yield* ofContent(element, node);
    if (node.text !== undefined) yield* ofText(node.text, node);
    for (const { namespace, local } of element.attributes) {
      const type = namespace === '' ? node.attributes.get(local)?.type : undefined;
      if (type !== undefined) yield* ofText(type, node);
    }
    yield* ofIdentity(element, node);
  }
}

function* ofElement(element: XmlNode, node: Node): Generator<RuleId> {
  yield 'UWLR-SCH-010';
  if (element.attributes.length > 0) yield 'UWLR-SCH-008';
  if (node.requiredAttributes.length > 0) yield 'UWLR-SCH-009';
  if (node.abstract) yield node.particle.abstractRule ?? 'UWLR-SCH-012';
  else if (element.attributes.some(({ namespace, local }) => namespace === XSI && local === 'type')) yield 'UWLR-SCH-011';
}

function* ofContent(element: XmlNode, node: Node): Generator<RuleId> {
  if (node.children.length === 0) return;
  yield 'UWLR-SCH-007';
  for (const _ of element.children) {
    yield 'UWLR-SCH-001';
    yield 'UWLR-SCH-005';
  }
  if (element.children.length > 1) yield 'UWLR-SCH-002';
  if (node.children.some(({ many }) => !many)) yield 'UWLR-SCH-004';
  if (node.children.some(({ key }) => !node.dispensable.has(key))) yield 'UWLR-SCH-003';
  if (node.children.some(({ particle }) => particle.tolerateMissing)) yield 'UWLR-SCH-013';
  const chosen = node.children.filter(({ optional, key }) => !optional && node.dispensable.has(key));
  if (chosen.length > 1) yield chosen.find(({ particle }) => particle.conflictRule !== undefined)?.particle.conflictRule ?? 'UWLR-SCH-006';
}

const BASES: Readonly<Record<string, RuleId>> = {
  'xs:date': 'UWLR-SCH-025',
  'xs:dateTime': 'UWLR-SCH-026',
  'xs:anyURI': 'UWLR-SCH-027',
};
const FACETS: Readonly<Record<string, RuleId>> = { minLength: 'UWLR-SCH-020', pattern: 'UWLR-SCH-022', enumeration: 'UWLR-SCH-028' };

function* ofText({ xsd: { base, facets } }: SimpleType, { particle }: Node): Generator<RuleId> {
  const ofBase = BASES[base];
  if (ofBase !== undefined) yield ofBase;
  else if (base !== 'xs:string') {
    yield 'UWLR-SCH-023';
    if (base !== 'xs:integer' && base !== 'xs:decimal') yield 'UWLR-SCH-024';
    else if (facets.some(([facet]) => facet.endsWith('clusive'))) yield 'UWLR-SCH-024';
  }
  for (const [facet, rule] of Object.entries(FACETS)) if (facets.some(([name]) => name === facet)) yield rule;
  if (particle.failureRules['too-short'] !== undefined) yield particle.failureRules['too-short'];
  if (facets.some(([name]) => name === 'maxLength')) yield particle.failureRules['too-long'] ?? 'UWLR-SCH-021';
}

const IDENTITY: Readonly<Record<string, RuleId>> = { key: 'UWLR-ID-001', unique: 'UWLR-ID-002', keyref: 'UWLR-ID-003' };

function* ofIdentity(element: XmlNode, node: Node): Generator<RuleId> {
  for (const { constraint, attribute } of node.fieldOf) {
    if (constraint.heldBy === 'code' || constraint.silent === true) continue;
    if (attribute === undefined || attributeOf(element, attribute) !== undefined)
      yield constraint.rule ?? (IDENTITY[constraint.kind] as RuleId);
  }
}
