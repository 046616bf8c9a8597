import { attributeOf, child, childrenOf, descend, type XmlNode } from '../../reader/xml-node.js';
import type { Checks } from '../checks.js';
import { checkTerm } from './check-terms.js';
import { isForwards, overlapping, rangesOf } from './norm-ranges.js';
import { isBelow, wholeNumber } from './numbers.js';

/** Definitions of tests, beside results or in a file. `codesByHand`: the schema does not hold that each code occurs once. */
export function checkTests(tests: readonly XmlNode[], checks: Checks, { codesByHand }: { readonly codesByHand: boolean }): void {
  if (codesByHand) checkCodes('UWLR-LR-017', tests, 'toetscode', checks);
  for (const test of tests) {
    for (const name of ['toetscode', 'versie', 'leerjaar', 'vakgebied']) checkTerm(child(test, name), checks);
    checkNorms(child(test, 'toetsnormering'), checks);
    checkHierarchy(childrenOf(child(test, 'toetshierarchie'), 'ingang'), checks);
    const parts = partsOf(test);
    checkCodes('UWLR-LR-003', parts, 'toetsonderdeelcode', checks);
    for (const part of parts) {
      checkTerm(child(part, 'toetsonderdeelcode'), checks);
      checkNorms(child(part, 'toetsonderdeelnormering'), checks);
    }
  }
}

export function partsOf(test: XmlNode): readonly XmlNode[] {
  return childrenOf(child(test, 'toetsonderdelen'), 'toetsonderdeel');
}

function checkCodes(rule: 'UWLR-LR-003' | 'UWLR-LR-017', elements: readonly XmlNode[], name: string, checks: Checks): void {
  const seen = new Set<string>();
  for (const element of elements) {
    const code = child(element, name);
    if (code === undefined) continue;
    checks.hold(rule, !seen.has(code.text), code);
    seen.add(code.text);
  }
}

function checkNorms(normering: XmlNode | undefined, checks: Checks): void {
  if (normering === undefined) return;
  for (const name of ['toetscategorie', 'toetsniveau']) checkTerm(child(normering, name), checks);
  const vocabulary = attributeOf(normering, 'vocabulaire');
  for (const norm of childrenOf(normering, 'norm')) {
    checkTerm(child(norm, 'term'), checks, vocabulary);
    const [from, to] = [child(norm, 'schoolcijfer_vanaf'), child(norm, 'schoolcijfer_totenmet')];
    const below = from && to && isBelow(to.text, from.text);
    if (to !== undefined && below !== undefined) checks.hold('UWLR-LR-021', !below, to);
  }
  const ranges = rangesOf(normering);
  for (const range of ranges) checks.hold('UWLR-LR-004', isForwards(range), descend(range.norm, 'eindnormwaarde') ?? range.norm);
  // In 1.0 a norm says where it begins only: none can overlap another.
  if (ranges.length < 2 || ranges.some(({ norm }) => child(norm, 'scoregrotergelijkaan') !== undefined)) return;
  const overlaps = overlapping(ranges);
  for (const { norm } of ranges) checks.hold('UWLR-LR-005', !overlaps.has(norm), norm);
}

function checkHierarchy(entries: readonly XmlNode[], checks: Checks): void {
  const levels = new Set<bigint>();
  for (const entry of entries) {
    checkTerm(entry, checks);
    const level = wholeNumber(attributeOf(entry, 'niveau'));
    if (level === undefined) continue;
    checks.hold('UWLR-LR-008', level >= 1n && !levels.has(level), entry, 'niveau');
    levels.add(level);
  }
}
