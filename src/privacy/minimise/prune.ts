import type { Node } from '../../uwlr/grammar/compile.js';
import type { Profile } from '../fields/profile.js';
import { type KeptText, keptTextOf } from './free-text.js';
import type { StripCounts } from './strip-counts.js';
import { TextCleaner } from './text-cleaner.js';

/** What has to be taken out of an element, and of the elements in it. Undefined: nothing anywhere, so it need not be looked at. */
export interface PrunePlan {
  readonly drops: readonly { readonly name: string; readonly path: string; readonly rule: string }[];
  /** Texts that stay, in which a national number or the id of a learner may stand all the same. */
  readonly texts: readonly { readonly name: string; readonly path: string; readonly kind: KeptText }[];
  readonly inner: readonly { readonly name: string; readonly plan: PrunePlan }[];
}

export interface PruneOptions {
  /** Absent: every field may stay. */
  readonly profile?: Profile;
  /** Parts that are left alone: they have plans of their own. */
  readonly apart?: readonly string[];
  /** False: codes are left alone. */
  readonly codes?: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

/** The plan for a message, or a part of it. */
export function planPruning(node: Node, options: PruneOptions = {}): PrunePlan | undefined {
  const { profile, apart = [], codes = true } = options;
  const drops: { name: string; path: string; rule: string }[] = [];
  const texts: { name: string; path: string; kind: KeptText }[] = [];
  const inner: { name: string; plan: PrunePlan }[] = [];
  const judge = (name: string, path: string): boolean => {
    if (profile === undefined || profile.allowed.has(path)) return true;
    drops.push({ name, path, rule: profile.withheld.get(path) ?? 'not-in-profile' });
    return false;
  };
  const addText = (name: string, path: string, kind: KeptText | undefined) => {
    if (kind !== undefined && (codes || kind !== 'code')) texts.push({ name, path, kind });
  };
  for (const [name, { type, privacy }] of node.attributes) {
    const path = `${node.path}/@${name}`;
    if (judge(name, path)) addText(name, path, keptTextOf(name, type, privacy));
  }
  if (node.structured && node.text !== undefined) addText('value', node.path, keptTextOf(node.name, node.text, node.privacy));
  for (const child of node.children) {
    if (apart.includes(child.path) || !judge(child.name, child.path)) continue;
    if (!child.structured && child.text !== undefined) addText(child.name, child.path, keptTextOf(child.name, child.text, child.privacy));
    const plan = planPruning(child, options);
    if (plan !== undefined) inner.push({ name: child.name, plan });
  }
  return drops.length === 0 && texts.length === 0 && inner.length === 0 ? undefined : { drops, texts, inner };
}

/** The value without what its plan takes out: the very same one when there is nothing to take out, else a copy. */
export function prune<T>(value: T, plan: PrunePlan | undefined, counts: StripCounts, cleaner = new TextCleaner(counts)): T {
  if (plan === undefined) return value;
  if (Array.isArray(value)) {
    const kept = value.map((item) => prune(item, plan, counts, cleaner));
    return kept.some((item, at) => item !== value[at]) ? (kept as T) : value;
  }
  let kept = value as Fields;
  for (const { name, path, rule } of plan.drops) {
    if (kept[name] === undefined) continue;
    const { [name]: _, ...rest } = kept;
    kept = rest;
    counts.add(path, rule);
  }
  for (const { name, path, kind } of plan.texts) {
    if (kept[name] !== undefined) kept = withCleanText(kept, name, kind, path, cleaner);
  }
  for (const { name, plan: below } of plan.inner) {
    const before = kept[name];
    if (before === undefined) continue;
    const after = prune(before, below, counts, cleaner);
    if (after !== before) kept = { ...kept, [name]: after };
  }
  return kept as T;
}

/** A field that may hold a text, or a list of them, without what the cleaner takes out. */
export function withCleanText(fields: Fields, name: string, kind: KeptText, path: string, cleaner: TextCleaner): Fields {
  const before = fields[name];
  const after = Array.isArray(before) ? allClean(before, kind, path, cleaner) : oneClean(before, kind, path, cleaner);
  if (after === before) return fields;
  if (after !== undefined) return { ...fields, [name]: after };
  const { [name]: _, ...rest } = fields;
  return rest;
}

function oneClean(value: unknown, kind: KeptText, path: string, cleaner: TextCleaner): unknown {
  return typeof value === 'string' ? cleaner.clean(value, kind, path) : value;
}

/** The very same list when nothing was taken out. */
function allClean(values: readonly unknown[], kind: KeptText, path: string, cleaner: TextCleaner): readonly unknown[] {
  const clean = values.map((value) => oneClean(value, kind, path, cleaner));
  return clean.every((value, at) => value === values[at]) ? values : clean;
}
