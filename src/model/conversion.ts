import { supplied } from '../core/supplied.js';
import type { UwlrVersion } from '../uwlr/finding.js';
import { compile, type Node } from '../uwlr/grammar/compile.js';
import { judgeContent } from '../uwlr/grammar/content-repair.js';
import type { Root, ValueOf } from '../uwlr/grammar/grammar.js';
import type { Loss } from './result.js';

type Fields = Readonly<Record<string, unknown>>;

/** What a message in the wanted version cannot say. Never holds a value. */
export interface ConversionLoss extends Loss {
  /**
   * `left-out`: the rest goes without it. `blocked`: the element at `path` cannot be expressed without it, and goes as a
   * whole; a toetsafname takes its results with it.
   */
  readonly kind: 'left-out' | 'blocked';
  /** How many fields; of a blocked toetsafname, how many results. */
  readonly count: number;
}

/** A message in the wanted version; absent when nothing of it could be expressed. */
export interface Conversion<Message> {
  readonly message?: Message;
  readonly losses: readonly ConversionLoss[];
}

/** Losses of one conversion: what is left out counted per field, what is blocked one by one. */
export class ConversionLosses {
  readonly #losses = new Map<string, ConversionLoss>();

  /** `path` with indices; those are kept for what is blocked only. */
  add(kind: ConversionLoss['kind'], path: string, reason: string, count = 1): void {
    const shown = kind === 'blocked' ? path : path.replace(/\[\d+\]/g, '');
    const key = `${kind} ${shown} ${reason}`;
    this.#losses.set(key, { kind, path: shown, reason, count: (this.#losses.get(key)?.count ?? 0) + count });
  }

  list(): ConversionLoss[] {
    return [...this.#losses.values()];
  }
}

/**
 * The same message in another version of UWLR, up or down, with what got lost on the way: no ECK iD in 2.1, and up to 2.2 no
 * pupil without the LAS's own key.
 */
export function convertMessage<R extends Root>(root: R, message: ValueOf<R>, to: UwlrVersion): Conversion<ValueOf<R>> {
  const losses = new ConversionLosses();
  const converted = fitVersion(root, message, to, losses);
  return { ...supplied({ message: converted }), losses: losses.list() };
}

/**
 * A message as it can be said in a version, by the grammar of that version: fields that it does not have are left out, and an
 * element that cannot do without what is missing goes with them. Undefined when nothing is left.
 */
export function fitVersion<R extends Root>(
  root: R,
  message: ValueOf<R>,
  version: UwlrVersion,
  losses: ConversionLosses,
): ValueOf<R> | undefined {
  const { root: node } = compile(root, version);
  const steps = root.versionPath?.split('/') ?? [];
  const restated = steps.length === 0 ? message : withText(message, steps, version);
  return fitElement(restated, node, `/${node.path}`, losses) as ValueOf<R> | undefined;
}

function fitElement(value: unknown, node: Node, path: string, losses: ConversionLosses): unknown {
  if (node.text !== undefined && !isText(value, node.text)) {
    losses.add(node.optional ? 'left-out' : 'blocked', path, 'value-not-allowed');
    return undefined;
  }
  // Fields of a registered extension are the same in every version.
  if (!node.structured || node.abstract) return value;
  const fields = value as Fields;
  const children = childrenOf(node);
  // Most elements can be said as they are, and need no copy.
  let changed: Record<string, unknown> | undefined;
  const entries = Object.entries(fields);
  for (const [at, [name, field]] of entries.entries()) {
    const fitted = field === undefined ? undefined : fitField(name, field, node, children, path, losses);
    if (fitted === undefined || fitted !== field) changed ??= Object.fromEntries(entries.slice(0, at));
    if (fitted !== undefined && changed !== undefined) changed[name] = fitted;
  }
  const kept = changed ?? fields;
  const missing = node.text === undefined ? judgeContent(node, ({ name }) => kept[name] !== undefined).missing : [];
  if (missing.length === 0) return kept;
  losses.add('blocked', path, `missing-${missing.map(({ name }) => name).join('-')}`, resultsIn(fields));
  return undefined;
}

function fitField(
  name: string,
  field: unknown,
  node: Node,
  children: ReadonlyMap<string, Node>,
  path: string,
  losses: ConversionLosses,
): unknown {
  if (node.attributes.has(name) || (name === 'value' && node.text !== undefined)) return field;
  const child = children.get(name);
  if (child !== undefined)
    return Array.isArray(field) ? fitList(field, child, path, losses) : fitElement(field, child, `${path}/${name}`, losses);
  losses.add('left-out', `${path}/${name}`, 'not-in-version');
  return undefined;
}

function fitList(items: readonly unknown[], node: Node, path: string, losses: ConversionLosses): readonly unknown[] | undefined {
  const fitted = items.map((item, at) => fitElement(item, node, `${path}/${node.name}[${at + 1}]`, losses));
  if (fitted.every((item, at) => item !== undefined && item === items[at])) return items.length === 0 ? undefined : items;
  const kept = fitted.filter((item) => item !== undefined);
  return kept.length === 0 ? undefined : kept;
}

const childrenByName = new WeakMap<Node, ReadonlyMap<string, Node>>();

function childrenOf(node: Node): ReadonlyMap<string, Node> {
  const known = childrenByName.get(node);
  if (known !== undefined) return known;
  const made = new Map(node.children.map((child) => [child.name, child]));
  childrenByName.set(node, made);
  return made;
}

function isText(value: unknown, type: NonNullable<Node['text']>): boolean {
  const text = typeof value === 'string' ? value : (value as { readonly value: string }).value;
  return typeof type.check(text) === 'string';
}

function resultsIn({ resultaten }: Fields): number {
  return (resultaten as { readonly resultaat: readonly unknown[] } | undefined)?.resultaat.length ?? 1;
}

function withText(value: unknown, [step, ...rest]: readonly string[], text: string): unknown {
  if (step === undefined) return text;
  const fields = value as Fields;
  return { ...fields, [step]: withText(fields[step] ?? {}, rest, text) };
}
