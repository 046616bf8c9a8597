import type { FaultCode } from './fault-code.js';
import type { Severity } from './finding.js';
import { EXCHANGE_RULES } from './rules/exchange-rules.js';
import { RESULT_RULES } from './rules/result-rules.js';
import { SCHEMA_RULES } from './rules/schema-rules.js';
import { TRANSPORT_RULES } from './rules/transport-rules.js';

/** A rule of the standard, of SOAP, or of this gateway, that a message can break. */
export interface Rule {
  readonly severity: Severity;
  /**
   * `schema`: the XSDs say so too (shape, facets, identity rules that have effect there). `semantic`: beyond the XSDs.
   * `transport`: bytes, XML and envelope. `exchange`: who, when and by what right.
   */
  readonly level: 'transport' | 'schema' | 'semantic' | 'exchange';
  /** The code that goes with it when it refuses a message. */
  readonly fault: FaultCode;
  /** Under the tolerant policy it is a warning: what was sent can be read without guessing. */
  readonly tolerable: boolean;
  readonly en: string;
  readonly nl: string;
}

/** Every rule, by id. One list for the gateway, `uwlr validate`, the conformance suite and `docs/rules.md`. */
export const RULES = { ...TRANSPORT_RULES, ...SCHEMA_RULES, ...RESULT_RULES, ...EXCHANGE_RULES } as const satisfies Readonly<Record<string, Rule>>;

export type RuleId = keyof typeof RULES;

export function ruleOf(id: string): Rule {
  const rule = (RULES as Readonly<Record<string, Rule>>)[id];
  if (rule === undefined) throw new Error(`no such rule: ${id}`);
  return rule;
}
