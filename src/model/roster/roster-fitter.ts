import type { UwlrVersion } from '../../uwlr/finding.js';
import { compile, type Node } from '../../uwlr/grammar/compile.js';
import { judgeContent } from '../../uwlr/grammar/content-repair.js';
import type { SimpleType } from '../../uwlr/grammar/simple-type.js';
import { leerlinggegevens } from '../../uwlr/messages/leerlinggegevens.js';
import { leerlinggegevens1 } from '../../uwlr/messages/v1/leerlinggegevens.js';
import { ConversionLosses } from '../conversion.js';
import { type SayableFields, standardPath } from './roster-fields.js';

export type Fields = Record<string, unknown>;

/** Why an answer cannot be given, counted per path; never for whom. */
export interface RosterProblem {
  /** The profile demands what is not there, or the version does, or it cannot say what is there. */
  readonly rule: 'UWLR-EX-008' | 'UWLR-EX-009';
  /** From the root element `leerlinggegevens`, without indices. */
  readonly path: string;
  readonly count: number;
}

/** What becomes of a field: said, not to be told, or without a place in the version. */
type Fate = 'kept' | 'withheld' | 'lost';

/**
 * Makes what could be said of somebody into what a version and an agreement let one say, by the grammar: what was not agreed on
 * goes without a word, what the version does not have is a loss, and what is demanded but missing a problem.
 */
export class RosterFitter {
  readonly losses = new ConversionLosses();
  readonly #problems = new Map<string, RosterProblem>();
  readonly #fates = new Map<string, Fate>();
  readonly #plans = new Map<string, ElementPlan>();
  readonly #plain: ReadonlyMap<string, Node>;
  readonly #inProfile: ReadonlyMap<string, Node>;
  readonly #allowed: ReadonlySet<string>;

  constructor(
    version: UwlrVersion,
    private readonly fields: SayableFields,
  ) {
    const root = version === '1.0' ? leerlinggegevens1 : leerlinggegevens;
    this.#plain = compile(root, version).byPath;
    this.#inProfile = compile(root, version, fields.profileIn(version)).byPath;
    this.#allowed = fields.in(version);
  }

  get problems(): RosterProblem[] {
    return [...this.#problems.values()];
  }

  /** The element at a path, with what may be said of it. Empty texts and lists are as good as none. */
  fit(value: Fields, path: string): Fields {
    return this.#fit(value, this.#planOf(path));
  }

  fateOf(path: string): Fate {
    const known = this.#fates.get(path);
    if (known !== undefined) return known;
    const fate = this.#allowed.has(standardPath(path)) && this.#has(path) ? 'kept' : this.#lossOf(path);
    this.#fates.set(path, fate);
    return fate;
  }

  /** Whether the profile demands the element at a path. */
  demands(path: string): boolean {
    return this.#inProfile.get(path)?.optional === false;
  }

  /** Whether an element may be said at all. */
  allows(path: string): boolean {
    return this.#allowed.has(standardPath(path));
  }

  /** Counts a field that is left out, unless it may not be said anyway. */
  lose(path: string, reason: string): void {
    if (this.fateOf(path) !== 'withheld') this.losses.add('left-out', `/${path}`, reason);
  }

  refuse(path: string, rule: RosterProblem['rule'] = 'UWLR-EX-009'): void {
    const key = `${rule} ${path}`;
    this.#problems.set(key, { rule, path: `/${path}`, count: (this.#problems.get(key)?.count ?? 0) + 1 });
  }

  #fit(value: Fields, plan: ElementPlan): Fields {
    const kept: Fields = {};
    let { shape } = plan;
    let refused: string[] | undefined;
    for (const name in value) {
      const field = value[name];
      if (field === undefined || field === '' || (Array.isArray(field) && field.length === 0)) continue;
      const fieldPlan = plan.fields.get(name) ?? this.#planField(plan, name);
      if (fieldPlan.fate === 'lost') this.lose(fieldPlan.path, 'not-in-version');
      if (fieldPlan.fate !== 'kept') continue;
      const fitted = this.#fitField(field, fieldPlan);
      if (fitted === undefined) {
        refused ??= [];
        refused.push(name);
      } else {
        kept[name] = fitted;
        shape = shape.with(name);
      }
    }
    shape.missing ??= this.#findMissing(plan, kept);
    for (const { name, rule } of shape.missing) {
      if (!refused?.includes(name.replace('@', ''))) this.refuse(`${plan.node.path}/${name}`, rule);
    }
    return kept;
  }

  /** Undefined for a text that the version does not allow. */
  #fitField(field: unknown, plan: FieldPlan): unknown {
    if (Array.isArray(field)) {
      const fitted = field.map((item) => this.#fitField(item, plan)).filter((item) => item !== undefined);
      return fitted.length === 0 ? undefined : fitted;
    }
    if (plan.element !== undefined) return this.#fit(field as Fields, plan.element);
    const text = typeof field === 'string' ? field : (field as { readonly value: string }).value;
    if (plan.type === undefined || typeof plan.type.check(text) === 'string') return field;
    this.refuse(plan.path);
    return undefined;
  }

  #planOf(path: string): ElementPlan {
    const known = this.#plans.get(path);
    if (known !== undefined) return known;
    const plan = {
      node: this.#plain.get(path) as Node,
      fields: new Map<string, FieldPlan>(),
      shape: new Shape(),
    };
    this.#plans.set(path, plan);
    return plan;
  }

  #planField({ node, fields }: ElementPlan, name: string): FieldPlan {
    const path = ATTRIBUTES.has(name) ? `${node.path}/@${name}` : `${node.path}/${name}`;
    const child = this.#plain.get(path);
    const plan: FieldPlan = {
      path,
      fate: this.fateOf(path),
      element: child !== undefined && child.text === undefined ? this.#planOf(path) : undefined,
      type: child?.text ?? node.attributes.get(name)?.type,
    };
    fields.set(name, plan);
    return plan;
  }

  /** Most people have the same fields as others, so it is worked out once for each set of fields. */
  #findMissing({ node }: ElementPlan, kept: Fields): readonly Missing[] {
    const byVersion = new Set(missingIn(node, kept));
    return missingIn(this.#inProfile.get(node.path) as Node, kept).map((name) => ({
      name,
      rule: byVersion.has(name) ? 'UWLR-EX-009' : 'UWLR-EX-008',
    }));
  }

  #lossOf(path: string): Fate {
    return !this.#has(path) && this.fields.ever.has(standardPath(path)) ? 'lost' : 'withheld';
  }

  #has(path: string): boolean {
    const [element = '', attribute] = path.split('/@');
    const node = this.#plain.get(element);
    return node !== undefined && (attribute === undefined || node.attributes.has(attribute));
  }
}

/** What is known of an element once the first of its kind was said. */
interface ElementPlan {
  readonly node: Node;
  readonly fields: Map<string, FieldPlan>;
  /** Of an element without fields. */
  readonly shape: Shape;
}

/** Names of fields that are there, in their order, and what is missing beside them. */
class Shape {
  missing: readonly Missing[] | undefined;
  readonly #next = new Map<string, Shape>();

  /** With one more field. */
  with(name: string): Shape {
    let next = this.#next.get(name);
    if (next === undefined) {
      next = new Shape();
      this.#next.set(name, next);
    }
    return next;
  }
}

interface FieldPlan {
  readonly path: string;
  readonly fate: Fate;
  /** For an element with elements in it. */
  readonly element: ElementPlan | undefined;
  /** For a text. */
  readonly type: SimpleType | undefined;
}

interface Missing {
  /** Of an attribute with `@`. */
  readonly name: string;
  readonly rule: RosterProblem['rule'];
}

/** Of all that is ever said about somebody, what stands in attributes. */
const ATTRIBUTES = new Set(['key', 'eckid']);

function missingIn(node: Node, kept: Fields): string[] {
  if (node.text !== undefined) return [];
  return [
    ...node.requiredAttributes.filter((name) => kept[name] === undefined).map((name) => `@${name}`),
    ...judgeContent(node, ({ name }) => kept[name] !== undefined).missing.map(({ name }) => name),
  ];
}
