import type { Rule } from './rules/define.js';
import { EXCHANGE_RULES } from './rules/exchange-rules.js';
import { JSON_RULES } from './rules/json-rules.js';
import { RESULT_RULES } from './rules/result-rules.js';
import { ROSTER_RULES } from './rules/roster-rules.js';
import { SCHEMA_RULES } from './rules/schema-rules.js';
import { SIGNAL_RULES } from './rules/signal-rules.js';
import { SYNC_RULES } from './rules/sync-rules.js';
import { TRANSPORT_RULES } from './rules/transport-rules.js';

/** Every rule, by id. One list for the gateway, `uwlr validate`, the conformance suite and `docs/rules.md`. */
export const RULES = {
  ...TRANSPORT_RULES,
  ...SCHEMA_RULES,
  ...RESULT_RULES,
  ...ROSTER_RULES,
  ...EXCHANGE_RULES,
  ...SYNC_RULES,
  ...JSON_RULES,
  ...SIGNAL_RULES,
} as const satisfies Readonly<Record<string, Rule>>;

export type RuleId = keyof typeof RULES;

export function ruleOf(id: string): Rule {
  const rule = (RULES as Readonly<Record<string, Rule>>)[id];
  if (rule === undefined) throw new Error(`no such rule: ${id}`);
  return rule;
}
