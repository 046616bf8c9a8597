import type { StandardField, StandardFields } from '../../model/standard-fields.js';
import { compile } from '../../uwlr/grammar/compile.js';
import { leerresultatenVerzoek } from '../../uwlr/messages/leerresultaten.js';
import type { Profile } from '../fields/profile.js';
import { type KeptText, keptTextOf } from './free-text.js';
import type { PrunePlan } from './prune.js';

/** What a profile takes out of a part of the model. Undefined: nothing anywhere. */
export function planModel(fields: StandardFields, profile: Profile): PrunePlan | undefined {
  const drops: { name: string; path: string; rule: string }[] = [];
  const texts: { name: string; path: string; kind: KeptText }[] = [];
  const inner: { name: string; plan: PrunePlan }[] = [];
  for (const [name, field] of Object.entries(fields)) {
    const denied = deniedOf(field, profile);
    if (denied !== undefined) {
      drops.push({ name, path: denied, rule: ruleFor(denied, profile) });
    } else if (field.inner !== undefined) {
      const plan = planModel(field.inner, profile);
      if (plan !== undefined) inner.push({ name, plan });
    } else {
      const kind = keptTextAt(field.path);
      if (kind !== undefined) texts.push({ name, path: field.path, kind });
    }
  }
  return drops.length === 0 && texts.length === 0 && inner.length === 0 ? undefined : { drops, texts, inner };
}

/** The outermost element that may not be kept; undefined: all of it may. */
export function deniedOf({ path, within = [] }: Pick<StandardField, 'path' | 'within'>, { allowed }: Profile): string | undefined {
  return [...within, path].find((one) => !allowed.has(one));
}

export function ruleFor(path: string, { withheld }: Profile): string {
  return withheld.get(path) ?? 'not-in-profile';
}

/** How the text of a field of results is cleaned, by standard path. */
export function keptTextAt(path: string): KeptText | undefined {
  const [element = '', attribute] = path.split('/@');
  const node = compile(leerresultatenVerzoek, '2.3').byPath.get(element);
  if (node === undefined) return undefined;
  if (attribute === undefined) return node.text === undefined ? undefined : keptTextOf(node.name, node.text, node.privacy);
  const declared = node.attributes.get(attribute);
  return declared === undefined ? undefined : keptTextOf(attribute, declared.type, declared.privacy);
}
