import { supplied } from '../core/supplied.js';
import type { Finding, Policy } from './finding.js';
import { type RuleId, ruleOf } from './rules.js';

/** How many findings of one message are kept; the rest is counted. */
export const MOST_FINDINGS = 200;

export interface Place {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** Collects what is found about one message, under a policy. */
export class Findings {
  readonly list: Finding[] = [];
  /** All findings, also those that are not kept. */
  count = 0;
  errors = 0;
  /** Kept findings about the message as a whole, by rule. */
  #ofWhole: Map<RuleId, number> | undefined;
  /** No finding of schema level: the XSDs would say the same. Also false when the text could not be read at all. */
  schemaValid = true;

  constructor(readonly policy: Policy) {}

  add(id: RuleId, { path, line, column }: Place, hint?: string): void {
    const rule = ruleOf(id);
    const severity = rule.tolerable && this.policy === 'tolerant' ? 'warning' : rule.severity;
    this.count += 1;
    if (severity === 'error') this.errors += 1;
    if (rule.level === 'schema' || rule.level === 'transport') this.schemaValid &&= rule.level === 'transport' && rule.severity !== 'error';
    // What is said about the message as a whole is not crowded out by what is said about its parts, nor errors by warnings.
    const ofPart = rule.level === 'schema' || rule.level === 'semantic';
    if (!ofPart && !this.#isNew(id)) return;
    if (ofPart && this.list.length >= MOST_FINDINGS && (severity !== 'error' || this.errors > MOST_FINDINGS)) return;
    this.list.push({ rule: id, severity, path, line, column, message: rule.en, ...supplied({ hint }) });
  }

  /** Whether a finding about the whole, of a rule that may hold for each of many, is still to be kept. */
  #isNew(id: RuleId): boolean {
    this.#ofWhole ??= new Map();
    const kept = (this.#ofWhole.get(id) ?? 0) + 1;
    this.#ofWhole.set(id, kept);
    return kept <= MOST_FINDINGS;
  }

  /** Findings that refuse nothing. */
  get remarks(): number {
    return this.count - this.errors;
  }

  get valid(): boolean {
    return this.errors === 0;
  }

  /** The first error, in the order of the message. */
  get firstError(): Finding | undefined {
    return this.list.find((finding) => finding.severity === 'error');
  }
}
