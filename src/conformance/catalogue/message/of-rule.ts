import { UWLR_VERSIONS } from '../../../uwlr/finding.js';
import { type RuleId, ruleOf } from '../../../uwlr/rules.js';
import type { Requirement } from '../../requirement.js';

/** Where something is stated: section of the fact sheet and its source. */
type Stated = readonly [source: string, status: 'confirmed' | 'inferred'];

/** The requirement behind a rule of the gateway, under the same id. What the gateway refuses is a MUST, what it only remarks on a SHOULD. */
export function ofRule(
  id: RuleId,
  [source, status]: Stated,
  en: string,
  nl: string,
  more: Pick<Partial<Requirement>, 'versions' | 'strength' | 'notTestable'> = {},
): Requirement {
  const strength = ruleOf(id).severity === 'error' ? 'MUST' : 'SHOULD';
  return { id, role: 'message', versions: UWLR_VERSIONS, strength, source, status, en, nl, ...more };
}
