import { InvalidArgumentError } from 'commander';
import { parseSchoolId } from '../model/school-id.js';
import { dateTime, instantOf } from '../uwlr/grammar/dates.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A school as a person writes it. */
export function school(text: string): string {
  const id = parseSchoolId(text);
  if (id !== undefined) return id;
  throw new InvalidArgumentError('Expected a school such as 99AB, 99AB-01 or schoolkey:KEY.');
}

/** Schools with commas between them. A schoolkey may hold a comma: give such a school an option of its own. */
export function schools(text: string, before: readonly string[] = []): readonly string[] {
  const parts = text.startsWith('schoolkey:') ? [text] : text.split(',');
  return [...new Set([...before, ...parts.map(school)])];
}

/** Words out of a list, with commas between them. */
export function words<T extends string>(allowed: readonly T[]) {
  return (text: string, before: readonly T[] = []): readonly T[] => {
    const given = text.split(',').map((word) => word.trim());
    const found = given.map((word) => allowed.find((candidate) => candidate === word));
    if (found.some((word) => word === undefined)) throw new InvalidArgumentError(`Allowed are ${allowed.join(', ')}.`);
    return [...new Set([...before, ...(found as T[])])];
  };
}

/** A moment as an ISO instant in UTC. Without a zone it is taken as Europe/Amsterdam, and a day as its beginning. */
export function moment(text: string): string {
  const full = dateTime.check(DAY.test(text) ? `${text}T00:00:00` : text);
  if (typeof full !== 'string') throw new InvalidArgumentError('Expected a date or a moment such as 2026-08-01 or 2026-08-01T09:00:00Z.');
  return new Date(Number(instantOf(full) / 1_000_000n)).toISOString();
}

export function count(most: number) {
  return (text: string): number => {
    const number = /^\d{1,6}$/.test(text) ? Number(text) : 0;
    if (number >= 1 && number <= most) return number;
    throw new InvalidArgumentError(`Expected a whole number from 1 to ${most}.`);
  };
}

/** A text of some length, without white space around it. */
export function text(most: number) {
  return (given: string): string => {
    const trimmed = given.trim();
    if (trimmed.length >= 1 && trimmed.length <= most) return trimmed;
    throw new InvalidArgumentError(`Expected 1 to ${most} characters.`);
  };
}

export function httpUrl(given: string): string {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url !== undefined && (url.protocol === 'http:' || url.protocol === 'https:')) return url.href;
  throw new InvalidArgumentError('Expected a URL that begins with http:// or https://.');
}
