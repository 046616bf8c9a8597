import type { Findings } from '../findings.js';
import type { RuleId } from '../rules.js';
import type { FieldOf } from './constraint-index.js';
import type { Constraint } from './grammar.js';
import { indexedPath, unpackPosition } from './positions.js';
import type { SimpleType } from './simple-type.js';

const RULE: Readonly<Record<Constraint['kind'], RuleId>> = { key: 'UWLR-ID-001', unique: 'UWLR-ID-002', keyref: 'UWLR-ID-003' };

/** References that wait for the keys: a big message has hundreds of thousands, so each costs three slots and no object. */
interface References {
  field: FieldOf | undefined;
  readonly values: string[];
  readonly positions: number[];
  readonly indices: number[];
}

/** The identity rules of one element while it is open: what was seen of their keys, and the references still to be checked. */
export class IdentityTables {
  readonly #keys: Set<string>[];
  readonly #references: References[];

  constructor(private readonly constraints: readonly Constraint[]) {
    this.#keys = constraints.map(() => new Set());
    this.#references = constraints.map(() => ({ field: undefined, values: [], positions: [], indices: [] }));
  }

  /** Takes a field's value. `position` and `indices` are packed: they are only read when it is wrong. */
  add(field: FieldOf, value: string, position: number, indices: number, findings: Findings): void {
    const { kind } = field.constraint;
    if (kind === 'keyref') {
      const references = this.#references[field.index] as References;
      references.field = field;
      references.values.push(value);
      references.positions.push(position);
      references.indices.push(indices);
      return;
    }
    const keys = this.#keys[field.index] as Set<string>;
    const before = keys.size;
    keys.add(value);
    if (keys.size === before && field.constraint.silent === undefined)
      findings.add(field.constraint.rule ?? RULE[kind], { path: indexedPath(field.steps, indices), ...unpackPosition(position) });
  }

  /** The element closes: every reference must have found its key by now. */
  finish(findings: Findings): void {
    for (const { field, values, positions, indices } of this.#references) {
      if (field === undefined) continue;
      const keys = this.#keys[this.constraints.findIndex(({ name }) => name === field.constraint.refers)] ?? new Set();
      let last: string | undefined;
      for (let at = 0; at < values.length; at++) {
        const value = values[at] as string;
        if (value === last) continue;
        if (keys.has(value)) {
          last = value;
          continue;
        }
        findings.add(field.constraint.rule ?? RULE.keyref, {
          path: indexedPath(field.steps, indices[at] as number),
          ...unpackPosition(positions[at] as number),
        });
      }
    }
  }
}

/** What decides whether two keys are the same. White space around a key counts for nothing (spec, section a.4), unless XSDs compare. */
export function canonicalKey({ heldBy }: Constraint, { canonical }: SimpleType, text: string): string {
  if (canonical !== undefined) return canonical(text);
  return heldBy === 'code' ? text.trim() : text;
}
