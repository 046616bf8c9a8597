import type { Node } from '../uwlr/grammar/compile.js';
import type { Profile } from './profile.js';
import type { StripCounts } from './strip-counts.js';

/** What has to be taken out of an element, and of the elements in it. Undefined: nothing anywhere, so it need not be looked at. */
export interface PrunePlan {
  readonly drops: readonly { readonly name: string; readonly path: string; readonly rule: string }[];
  readonly inner: readonly { readonly name: string; readonly plan: PrunePlan }[];
}

type Fields = Readonly<Record<string, unknown>>;

/** The plan for a message, or a part of it, under a profile. Parts in `apart` are left alone: they have plans of their own. */
export function planPruning(node: Node, profile: Profile, apart: readonly string[] = []): PrunePlan | undefined {
  const drops: { name: string; path: string; rule: string }[] = [];
  const inner: { name: string; plan: PrunePlan }[] = [];
  const judge = (name: string, path: string): boolean => {
    if (profile.allowed.has(path)) return true;
    drops.push({ name, path, rule: profile.withheld.get(path) ?? 'not-in-profile' });
    return false;
  };
  for (const name of node.attributes.keys()) judge(name, `${node.path}/@${name}`);
  for (const child of node.children) {
    if (apart.includes(child.path) || !judge(child.name, child.path)) continue;
    const plan = planPruning(child, profile, apart);
    if (plan !== undefined) inner.push({ name: child.name, plan });
  }
  return drops.length === 0 && inner.length === 0 ? undefined : { drops, inner };
}

/** The value without what its plan takes out: the very same one when there is nothing to take out, else a copy. */
export function prune<T>(value: T, plan: PrunePlan | undefined, counts: StripCounts): T {
  if (plan === undefined) return value;
  if (Array.isArray(value)) {
    const kept = value.map((item) => prune(item, plan, counts));
    return kept.some((item, at) => item !== value[at]) ? (kept as T) : value;
  }
  let kept = value as Fields;
  for (const { name, path, rule } of plan.drops) {
    if (kept[name] === undefined) continue;
    const { [name]: _, ...rest } = kept;
    kept = rest;
    counts.add(path, rule);
  }
  for (const { name, plan: below } of plan.inner) {
    const before = kept[name];
    if (before === undefined) continue;
    const after = prune(before, below, counts);
    if (after !== before) kept = { ...kept, [name]: after };
  }
  return kept as T;
}
