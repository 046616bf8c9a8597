import type { Activity, OriginType } from '../model/result.js';
import { fitsCode } from './fits-code.js';
import type { SourceProfile } from './source-profile.js';

/** What kind of work an activity is, as the profile of its product declares it; undefined when it does not. */
export function originOf({ origins }: SourceProfile, { code, category }: Pick<Activity, 'code' | 'category'>): OriginType | undefined {
  return origins.find((rule) => fitsCode(rule, code) && fitsCategory(rule.categories, category?.value))?.originType;
}

function fitsCategory(categories: readonly string[] | undefined, category: string | undefined): boolean {
  if (categories === undefined) return true;
  return category !== undefined && categories.some((one) => one.trim().toLowerCase() === category.trim().toLowerCase());
}
