import { OSO_REFERENTIESCORES, OSO_VERGELIJKINGSGROEPEN } from '../../../uwlr/vocabularies.js';
import { child, childrenOf, type XmlNode } from '../../reader/xml-node.js';
import type { Checks } from '../checks.js';
import { isBelow, wholeNumber } from './numbers.js';

const COUNTS = ['aantalopgaven', 'aantalgoed', 'aantalfout', 'aantalgelezen'];

/** An osoresultaat: counts that can be true beside each other, codes that OSO lists, and something in it. */
export function checkOsoResult(oso: XmlNode, checks: Checks): void {
  const scores = child(oso, 'toetsscore');
  const references = childrenOf(oso, 'referentiescore');
  checks.hold('UWLR-LR-015', references.length > 0 || (scores?.children.length ?? 0) > 0, oso);
  if (scores !== undefined) checkCounts(scores, checks);
  const interval = child(scores, 'betrouwbaarheidsinterval');
  const [low, high] = [child(interval, 'bivlaag'), child(interval, 'bivhoog')];
  const below = low && high && isBelow(high.text, low.text);
  if (interval !== undefined && below !== undefined) checks.hold('UWLR-LR-011', !below, interval);
  for (const reference of references) {
    const [code, group] = [child(reference, 'codereferentiescore'), child(reference, 'codevergelijkingsgroep')];
    if (code !== undefined) checks.hold('UWLR-LR-012', OSO_REFERENTIESCORES.has(code.text), code);
    if (group !== undefined) checks.hold('UWLR-LR-013', OSO_VERGELIJKINGSGROEPEN.has(group.text), group);
  }
}

interface Count {
  readonly element: XmlNode;
  readonly number: bigint;
}

function checkCounts(scores: XmlNode, checks: Checks): void {
  const given = COUNTS.map((name): Count | undefined => {
    const element = child(scores, name);
    const number = wholeNumber(element?.text);
    return element === undefined || number === undefined ? undefined : { element, number };
  });
  const wrong = contradicting(given) ?? [];
  for (const count of given) {
    if (count !== undefined) checks.hold('UWLR-LR-010', count.number >= 0n && !wrong.includes(count), count.element);
  }
}

/** The count that cannot be true beside the others. What is not given is not guessed. */
function contradicting([items, right, wrong]: readonly (Count | undefined)[]): readonly Count[] | undefined {
  const [goed, fout] = [right?.number ?? 0n, wrong?.number ?? 0n];
  if (items === undefined || items.number < 0n || goed < 0n || fout < 0n || goed + fout <= items.number) return undefined;
  if (right !== undefined && goed > items.number) return [right];
  return wrong !== undefined && fout > items.number ? [wrong] : [items];
}
