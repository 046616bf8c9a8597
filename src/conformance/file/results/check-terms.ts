import { isTerm } from '../../../uwlr/vocabularies.js';
import { attributeOf, type XmlNode } from '../../reader/xml-node.js';
import type { Checks } from '../checks.js';

/** A term of a vocabulary that the suite holds is one of its terms. A vocabulary that it does not hold counts as not found (spec g). */
export function checkTerm(element: XmlNode | undefined, checks: Checks, vocabulary = attributeOf(element, 'vocabulaire')): void {
  const known = element === undefined || vocabulary === undefined ? undefined : isTerm(vocabulary, element.text);
  if (element !== undefined && known !== undefined) checks.hold('UWLR-LR-009', known, element);
}
