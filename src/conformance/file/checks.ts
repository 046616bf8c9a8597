import { supplied } from '../../core/supplied.js';
import { RULES, type RuleId } from '../../uwlr/rules.js';
import { shownPath } from '../reader/shown-path.js';
import type { XmlNode } from '../reader/xml-node.js';
import type { SuiteFinding } from '../verdict.js';

/** Findings of one rule that are kept of one message; the others are counted. */
const MOST_FINDINGS = 50;

/** What a message is held to: a rule of the gateway, or a requirement on messages that it has no rule for. */
export type CheckId = RuleId | BeyondRuleId;

/** What came of one rule in one message. */
export interface CheckedRule {
  /** In how many places it was looked at. Without any there was nothing to hold it to. */
  readonly looked: number;
  /** In how many of them it was broken. */
  readonly broken: number;
  /** In how many of those the schema cannot know: what two parties agreed on, or a school year that came after it. */
  readonly unsure: number;
  /** The first fifty. */
  readonly findings: readonly SuiteFinding[];
}

export type CheckedRules = ReadonlyMap<CheckId, CheckedRule>;

interface Counting extends CheckedRule {
  looked: number;
  broken: number;
  unsure: number;
  readonly findings: SuiteFinding[];
}

/** Counts per rule where it was looked at and where it was broken, in one message. Holds no value of the message. */
export class Checks {
  readonly #rules = new Map<CheckId, Counting>();
  readonly #before: number;

  /** `message`: its root element; paths start there. Without one, findings are about the whole. */
  constructor(message?: XmlNode) {
    this.#before = message === undefined ? 0 : message.path.lastIndexOf('/') + 1;
  }

  get rules(): CheckedRules {
    return this.#rules;
  }

  /** Places that a judge looked at, and had nothing to say of. */
  look(rule: CheckId, places = 1): void {
    this.#of(rule).looked += places;
  }

  /** One place where the rule holds, or not. `attribute`: of the element, when the rule is about that. */
  hold(rule: CheckId, holds: boolean, element: XmlNode, attribute?: string): boolean {
    this.look(rule);
    if (!holds) this.break(rule, element, attribute);
    return holds;
  }

  /** A place where it does not hold, and that was looked at. */
  break(rule: CheckId, element: XmlNode, attribute?: string, unsure?: string): void {
    const at = attribute === undefined ? '' : `/@${attribute}`;
    this.breakAt(rule, `${shownPath(element.path.slice(this.#before))}${at}`, element.line, unsure);
  }

  breakAt(rule: CheckId, path: string, line: number | undefined, unsure?: string): void {
    const counting = this.#of(rule);
    counting.broken += 1;
    if (unsure !== undefined) counting.unsure += 1;
    if (counting.findings.length >= MOST_FINDINGS) return;
    counting.findings.push({
      rule,
      path,
      ...supplied({ line }),
      message: unsure === undefined ? wordsOf(rule) : `${wordsOf(rule)}: ${unsure}`,
    });
  }

  #of(rule: CheckId): Counting {
    const known = this.#rules.get(rule) ?? { looked: 0, broken: 0, unsure: 0, findings: [] };
    this.#rules.set(rule, known);
    return known;
  }
}

function wordsOf(rule: CheckId): string {
  return rule in RULES ? RULES[rule as RuleId].en : BEYOND_RULES[rule as BeyondRuleId];
}

/** What came of each rule in several parts of a message. */
export function mergedRules(parts: readonly CheckedRules[]): CheckedRules {
  const merged = new Map<CheckId, CheckedRule>();
  for (const [rule, one] of parts.flatMap((part) => [...part])) {
    const { looked, broken, unsure, findings } = merged.get(rule) ?? { looked: 0, broken: 0, unsure: 0, findings: [] };
    merged.set(rule, {
      looked: looked + one.looked,
      broken: broken + one.broken,
      unsure: unsure + one.unsure,
      findings: [...findings, ...one.findings].slice(0, MOST_FINDINGS),
    });
  }
  return merged;
}

/** What is said of a message that does not keep a requirement for which the gateway has no rule. */
const BEYOND_RULES = {
  'MESSAGE-01': 'The answer does not say of which school it is',
  'MESSAGE-02': 'The moment has no time zone',
  'MESSAGE-03': 'The family name is longer than 70 characters',
  'MESSAGE-04': 'The faultcode is not in the namespace of the envelope',
  'MESSAGE-05': 'The faultcode is none of the standard',
  'MESSAGE-06': 'The fault has no text',
  'MESSAGE-07': 'The code has a digit or letter that is not ASCII',
} as const;

type BeyondRuleId = keyof typeof BEYOND_RULES;
