import type { Agreement, ExchangeKind } from './directory.js';

/**
 * The exchanges of which a school and a party have one agreement at a time. Those for `rest` add up instead: a client reads for several
 * purposes, and each opens its own scopes.
 */
const ONE_AT_A_TIME: readonly ExchangeKind[] = ['leerlinggegevens', 'leerresultaten'];

type Terms = Pick<Agreement, 'school' | 'party' | 'exchanges' | 'from' | 'until' | 'endedAt'>;

/** The exchanges that two agreements of one school and party would both be about at some moment. What somebody ended is about nothing. */
export function clashOf(one: Terms, other: Terms): readonly ExchangeKind[] {
  if (one.school !== other.school || one.party !== other.party) return [];
  if (one.endedAt !== undefined || other.endedAt !== undefined || !(startsWithin(one, other) && startsWithin(other, one))) return [];
  return ONE_AT_A_TIME.filter((kind) => one.exchanges.includes(kind) && other.exchanges.includes(kind));
}

/** Whether an agreement on these exchanges can clash with another at all. */
export function standsAlone(exchanges: readonly ExchangeKind[]): boolean {
  return exchanges.some((kind) => ONE_AT_A_TIME.includes(kind));
}

/** Whether one begins before the other is over; an agreement whose end is no later than its beginning is never in force. */
function startsWithin(one: Terms, { until }: Terms): boolean {
  return (one.until === undefined || one.from < one.until) && (until === undefined || one.from < until);
}
