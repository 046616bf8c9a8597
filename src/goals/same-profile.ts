import { isDeepStrictEqual } from 'node:util';
import type { SourceProfile } from './source-profile.js';

/** Whether a stored version says exactly what is declared now. */
export function isStored(declared: Omit<SourceProfile, 'version'>, stored: SourceProfile): boolean {
  const { version: _, ...rest } = stored as SourceProfile & { readonly declaredAt?: string };
  const { declaredAt: __, ...said } = rest;
  return isDeepStrictEqual(plain(declared), plain(said));
}

/** As it comes back from the store: without members that are undefined. */
function plain(value: object): unknown {
  return JSON.parse(JSON.stringify(value));
}
