import type { UwlrVersion } from '../uwlr/finding.js';
import { compile, type Node } from '../uwlr/grammar/compile.js';
import { judgeContent } from '../uwlr/grammar/content-repair.js';
import type { PupilProfile } from '../uwlr/grammar/grammar.js';
import { leerlinggegevens } from '../uwlr/messages/leerlinggegevens.js';
import { leerlinggegevens1 } from '../uwlr/messages/v1/leerlinggegevens.js';
import { ConversionLosses } from './conversion.js';
import { isInProfile, rosterFields, standardPath } from './roster-fields.js';

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
 * Makes what could be said of somebody into what a version and a profile let one say, by the grammar: what the profile forbids
 * goes without a word, what the version does not have is a loss, and what is demanded but missing a problem.
 */
export class RosterFitter {
  readonly losses = new ConversionLosses();
  readonly #problems = new Map<string, RosterProblem>();
  readonly #fates = new Map<string, Fate>();
  readonly #missing = new Map<string, readonly Missing[]>();
  readonly #plain: ReadonlyMap<string, Node>;
  readonly #inProfile: ReadonlyMap<string, Node>;
  readonly #allowed: ReadonlySet<string>;

  constructor(
    version: UwlrVersion,
    private readonly profile: PupilProfile,
  ) {
    const root = version === '1.0' ? leerlinggegevens1 : leerlinggegevens;
    this.#plain = compile(root, version).byPath;
    this.#inProfile = compile(root, version, profile).byPath;
    this.#allowed = rosterFields(version, profile);
  }

  get problems(): RosterProblem[] {
    return [...this.#problems.values()];
  }

  /** The element at a path, with what may be said of it. Empty texts and lists are as good as none. */
  fit(value: Fields, path: string): Fields {
    const plain = this.#plain.get(path) as Node;
    const kept: Fields = {};
    const refused = new Set<string>();
    for (const [name, field] of Object.entries(value)) {
      if (field === undefined || field === '' || (Array.isArray(field) && field.length === 0)) continue;
      const below = ATTRIBUTES.has(name) ? `${path}/@${name}` : `${path}/${name}`;
      const fate = this.fateOf(below);
      if (fate === 'lost') this.lose(below, 'not-in-version');
      if (fate !== 'kept') continue;
      const fitted = this.#fitField(field, plain, name, below);
      if (fitted === undefined) refused.add(name);
      else kept[name] = fitted;
    }
    this.#checkMissing(kept, plain, refused);
    return kept;
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

  /** Counts a field that is left out, unless the profile forbids it anyway. */
  lose(path: string, reason: string): void {
    if (this.fateOf(path) !== 'withheld') this.losses.add('left-out', `/${path}`, reason);
  }

  refuse(path: string, rule: RosterProblem['rule'] = 'UWLR-EX-009'): void {
    const key = `${rule} ${path}`;
    this.#problems.set(key, { rule, path: `/${path}`, count: (this.#problems.get(key)?.count ?? 0) + 1 });
  }

  #lossOf(path: string): Fate {
    return !this.#has(path) && isInProfile(path, this.profile) ? 'lost' : 'withheld';
  }

  #has(path: string): boolean {
    const [element = '', attribute] = path.split('/@');
    const node = this.#plain.get(element);
    return node !== undefined && (attribute === undefined || node.attributes.has(attribute));
  }

  /** Undefined for a text that the version does not allow. */
  #fitField(field: unknown, plain: Node, name: string, path: string): unknown {
    if (Array.isArray(field)) {
      const fitted = field.map((item) => this.#fitField(item, plain, name, path)).filter((item) => item !== undefined);
      return fitted.length === 0 ? undefined : fitted;
    }
    const child = this.#plain.get(path);
    if (child !== undefined && child.text === undefined) return this.fit(field as Fields, path);
    const type = child?.text ?? plain.attributes.get(name)?.type;
    const text = typeof field === 'string' ? field : (field as { readonly value: string }).value;
    if (type === undefined || typeof type.check(text) === 'string') return field;
    this.refuse(path);
    return undefined;
  }

  #checkMissing(kept: Fields, plain: Node, refused: ReadonlySet<string>): void {
    for (const { name, rule } of this.#missingIn(kept, plain)) {
      if (!refused.has(name.replace('@', ''))) this.refuse(`${plain.path}/${name}`, rule);
    }
  }

  /** Most people have the same fields as others, so it is worked out once for each set of fields. */
  #missingIn(kept: Fields, plain: Node): readonly Missing[] {
    const shape = `${plain.path} ${Object.keys(kept).join(' ')}`;
    const known = this.#missing.get(shape);
    if (known !== undefined) return known;
    const byVersion = new Set(missingIn(plain, kept));
    const missing = missingIn(this.#inProfile.get(plain.path) as Node, kept).map(
      (name): Missing => ({ name, rule: byVersion.has(name) ? 'UWLR-EX-009' : 'UWLR-EX-008' }),
    );
    this.#missing.set(shape, missing);
    return missing;
  }
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
