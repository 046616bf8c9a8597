import type { Findings } from '../findings.js';
import type { RuleId } from '../rules.js';
import type { Constraint } from './grammar.js';
import { indexedPath, unpackPosition } from './positions.js';

type Steps = readonly { readonly name: string; readonly many: boolean }[];

interface References {
  readonly values: string[];
  readonly positions: number[];
  readonly indices: number[];
  steps: Steps;
}

const RULE: Readonly<Record<Constraint['kind'], RuleId>> = { key: 'UWLR-ID-001', unique: 'UWLR-ID-002', keyref: 'UWLR-ID-003' };

/** The identity rules of one element while it is open: what was seen of their keys, and the references still to be checked. */
export class IdentityTables {
  readonly #keys = new Map<string, Set<string>>();
  readonly #references = new Map<Constraint, References>();

  constructor(private readonly constraints: readonly Constraint[]) {}

  /** Takes a field's value. `indices` and `steps` say where it stands; they are only used when it is wrong. */
  add(constraint: Constraint, value: string, position: number, indices: number, steps: () => Steps, findings: Findings): void {
    if (constraint.kind === 'keyref') {
      this.#refer(constraint, value, position, indices, steps);
      return;
    }
    const seen = this.#keys.get(constraint.name) ?? new Set<string>();
    this.#keys.set(constraint.name, seen);
    if (seen.has(value)) findings.add(RULE[constraint.kind], { path: indexedPath(steps(), indices), ...unpackPosition(position) });
    else seen.add(value);
  }

  /** The element closes: every reference must have found its key by now. */
  finish(findings: Findings): void {
    for (const constraint of this.constraints) {
      const references = this.#references.get(constraint);
      if (references === undefined) continue;
      const keys = this.#keys.get(constraint.refers ?? '') ?? new Set<string>();
      references.values.forEach((value, at) => {
        if (keys.has(value)) return;
        const path = indexedPath(references.steps, references.indices[at] as number);
        findings.add(RULE.keyref, { path, ...unpackPosition(references.positions[at] as number) });
      });
    }
  }

  #refer(constraint: Constraint, value: string, position: number, indices: number, steps: () => Steps): void {
    let references = this.#references.get(constraint);
    if (references === undefined) {
      references = { values: [], positions: [], indices: [], steps: steps() };
      this.#references.set(constraint, references);
    }
    references.values.push(value);
    references.positions.push(position);
    references.indices.push(indices);
  }
}
