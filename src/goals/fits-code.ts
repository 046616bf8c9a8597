import type { CodeSelector } from './source-profile.js';

/** Whether a selector means the test with this code. One that names no code at all means every test. */
export function fitsCode({ codes, codePrefixes }: CodeSelector, code: string): boolean {
  if (codes === undefined && codePrefixes === undefined) return true;
  const trimmed = code.trim();
  return (codes ?? []).some((one) => one.trim() === trimmed) || (codePrefixes ?? []).some((prefix) => trimmed.startsWith(prefix.trim()));
}
