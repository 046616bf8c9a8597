import type { Constraint, ElementParticle } from './grammar.js';

/** This element, or its attribute, is the field of a constraint that belongs to the element `up` levels above it. */
export interface FieldOf {
  readonly constraint: Constraint;
  /** Its number among the constraints of that element. */
  readonly index: number;
  readonly up: number;
  readonly attribute?: string;
  /** The whole way from the root to the field, and which of its steps may repeat. */
  readonly steps: readonly Step[];
  readonly repeated: readonly number[];
}

export interface Step {
  readonly name: string;
  readonly many: boolean;
}

/** Which constraints have the last element of `line`, or an attribute of it, as their field. */
export function fieldsOf(line: readonly ElementParticle[]): FieldOf[] {
  const elements = matches(line, ({ selector, field }) =>
    field.startsWith('@') ? [] : selectorsOf(selector).map((one) => `${one}/${field}`),
  );
  const attributes = matches(line, ({ selector, field }) => (field.startsWith('@') ? selectorsOf(selector) : []));
  return [...elements, ...attributes.map((match) => withAttribute(match, match.constraint.field.slice(1)))];
}

function withAttribute(match: FieldOf, attribute: string): FieldOf {
  return { ...match, attribute, steps: [...match.steps, { name: `@${attribute}`, many: false }] };
}

function matches(line: readonly ElementParticle[], pathsOf: (constraint: Constraint) => readonly string[]): FieldOf[] {
  // Nearly every element has none above it.
  if (line.every(({ constraints }) => constraints.length === 0)) return [];
  const steps = line.map(({ name, max }) => ({ name, many: max === 'unbounded' }));
  const repeated = steps.flatMap(({ many }, at) => (many ? [at] : []));
  return line.flatMap((scope, at) => {
    if (scope.constraints.length === 0) return [];
    const below = line.slice(at + 1);
    const path = below.map((particle) => particle.name).join('/');
    return scope.constraints.flatMap((constraint, index) =>
      pathsOf(constraint).includes(path) ? [{ constraint, index, up: below.length, steps, repeated }] : [],
    );
  });
}

/** The alternatives of a selector. */
export function selectorsOf(selector: string): readonly string[] {
  return selector.split('|');
}

interface Checked {
  readonly constraints: readonly Constraint[];
  readonly children: readonly Checked[];
  readonly path: string;
  readonly fieldOf: readonly FieldOf[];
}

/** A constraint whose path leads nowhere would never fire: the mistake that killed most constraints of UWLR 2.0. */
export function checkFields(root: Checked): void {
  const declared: Constraint[] = [];
  const reached = new Set<Constraint>();
  const walk = (node: Checked): void => {
    declared.push(...node.constraints);
    for (const { constraint } of node.fieldOf) reached.add(constraint);
    node.children.forEach(walk);
  };
  walk(root);
  const dead = declared.find((constraint) => !reached.has(constraint));
  if (dead !== undefined) throw new Error(`grammar: constraint ${dead.name} selects nothing`);
}
