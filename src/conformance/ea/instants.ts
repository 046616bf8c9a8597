import { dateTime, instantOf } from '../../uwlr/grammar/dates.js';

/** Milliseconds since 1970 of an `xs:dateTime`; one without a zone is taken as Dutch time. Undefined for anything else. */
export function millisecondsOf(text: string | undefined): number | undefined {
  if (text === undefined || typeof dateTime.check(text.trim()) !== 'string') return undefined;
  return Number(instantOf(text.trim()) / 1_000_000n);
}

/** Whether it says its zone: `Z` or an offset. */
export function hasZone(text: string): boolean {
  return /(?:Z|[+-]\d{2}:\d{2})$/.test(text.trim());
}
