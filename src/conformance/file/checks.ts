import { type RuleId, ruleOf } from '../../uwlr/rules.js';
import type { XmlNode } from '../reader/xml-node.js';
import type { SuiteFinding } from '../verdict.js';

/** Findings of one rule that are kept of one message; the others are counted. */
const MOST_FINDINGS = 50;

/** What came of one rule in one message. */
export interface CheckedRule {
  /** In how many places it was looked at. Without any there was nothing to hold it to. */
  readonly looked: number;
  /** In how many of them it was broken. */
  readonly broken: number;
  /** The first fifty. */
  readonly findings: readonly SuiteFinding[];
}

export type CheckedRules = ReadonlyMap<RuleId, CheckedRule>;

interface Counting extends CheckedRule {
  looked: number;
  broken: number;
  readonly findings: SuiteFinding[];
}

/** Counts per rule where it was looked at and where it was broken, in one message. Holds no value of the message. */
export class Checks {
  readonly #rules = new Map<RuleId, Counting>();
  readonly #before: number;

  /** `message`: its root element; paths start there. */
  constructor(message: XmlNode) {
    this.#before = message.path.lastIndexOf('/') + 1;
  }

  get rules(): CheckedRules {
    return this.#rules;
  }

  /** One place where the rule holds, or not. `attribute`: of the element, when the rule is about that. */
  hold(rule: RuleId, holds: boolean, element: XmlNode, attribute?: string): boolean {
    const counting = this.#of(rule);
    counting.looked += 1;
    if (holds) return true;
    counting.broken += 1;
    if (counting.findings.length < MOST_FINDINGS) counting.findings.push(this.#finding(rule, element, attribute));
    return false;
  }

  #of(rule: RuleId): Counting {
    const known = this.#rules.get(rule) ?? { looked: 0, broken: 0, findings: [] };
    this.#rules.set(rule, known);
    return known;
  }

  #finding(rule: RuleId, { path, line }: XmlNode, attribute: string | undefined): SuiteFinding {
    const at = attribute === undefined ? '' : `/@${attribute}`;
    return { rule, path: `${path.slice(this.#before)}${at}`, line, message: ruleOf(rule).en };
  }
}
