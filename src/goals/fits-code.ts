import type { CodeSelector } from './source-profile.js';

/** A profile may list thousands of codes: they are made a set once. */
const SETS = new WeakMap<readonly string[], ReadonlySet<string>>();

/** Whether a selector means the test with this code. One that names no code at all means every test. */
export function fitsCode({ codes, codePrefixes }: CodeSelector, code: string): boolean {
  if (codes === undefined && codePrefixes === undefined) return true;
  const trimmed = code.trim();
  return (codes !== undefined && setOf(codes).has(trimmed)) || (codePrefixes ?? []).some((prefix) => trimmed.startsWith(prefix.trim()));
}

function setOf(codes: readonly string[]): ReadonlySet<string> {
  const known = SETS.get(codes) ?? new Set(codes.map((code) => code.trim()));
  SETS.set(codes, known);
  return known;
}
