import { clashOf } from '../../directory/agreement-clash.js';
import { agreementsBetween } from '../../directory/authorise.js';
import type { Agreement, Directory } from '../../directory/directory.js';
import { conflict, type Refusal } from '../refusal.js';

/**
 * Why these agreements cannot stand beside those that are there: it names the first that is in the way, and says what to do. Undefined when
 * they can. `instead`: the id of one that goes.
 */
export function secondAgreement(directory: Directory, fresh: readonly Agreement[], instead?: string): Refusal | undefined {
  for (const one of fresh) {
    const others = agreementsBetween(directory, one).filter(({ id }) => id !== instead);
    const other = others.find((each) => clashOf(one, each).length > 0);
    if (other !== undefined) return conflict(complaintOf(one, other));
  }
  return undefined;
}

function complaintOf(one: Agreement, other: Agreement): string {
  const { id, party, school, from, until } = other;
  const kinds = clashOf(one, other).join(' and ');
  const term = `from ${from}${until === undefined ? '' : ` until ${until}`}`;
  const todo = `change it with uwlr agreement replace ${id}, or end it with uwlr agreement end ${id}`;
  if (saysTheSame(one, other)) return `agreement ${id} of ${party} and school ${school} says the same, ${term}: nothing was added`;
  return `agreement ${id} of ${party} and school ${school} covers ${kinds} ${term}: ${todo}`;
}

function saysTheSame(one: Agreement, other: Agreement): boolean {
  return termsText(one) === termsText(other) && one.until === other.until;
}

function termsText({ exchanges, profile, fields, purpose, infourl }: Agreement): string {
  return JSON.stringify([[...exchanges].sort(), profile, fields === undefined ? null : [...fields].sort(), purpose, infourl]);
}
