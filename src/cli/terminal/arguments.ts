import { InvalidArgumentError } from 'commander';
import { byteCount, Unfit } from '../../config/setting.js';
import { isOneLine } from '../../model/plain-name.js';
import { parseSchoolId } from '../../model/school-id.js';
import { agreedProfile, RESULTS_ONLY } from '../../privacy/fields/agreed-profile.js';
import { isConsecutive } from '../../uwlr/checks/calendar.js';
import { dateTime, instantOf } from '../../uwlr/grammar/dates.js';

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };
const DAY_MS = 86_400_000;
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

/** A day as it is written in data. */
export function day(given: string): string {
  const text = given.trim();
  if (DAY.test(text) && dateTime.check(`${text}T00:00:00`) !== undefined && !Number.isNaN(Date.parse(text))) return text;
  throw new InvalidArgumentError('Expected a day such as 2026-08-01.');
}

export function count(most: number) {
  return (text: string): number => {
    const number = /^\d{1,6}$/.test(text) ? Number(text) : 0;
    if (number >= 1 && number <= most) return number;
    throw new InvalidArgumentError(`Expected a whole number from 1 to ${most}.`);
  };
}

/** A number of days, 0 too. */
export function days(given: string): number {
  if (/^\d{1,5}$/.test(given)) return Number(given);
  throw new InvalidArgumentError('Expected a whole number of days from 0.');
}

/** One line of some length, without white space around it. */
export function text(most: number) {
  return (given: string): string => {
    const trimmed = given.trim();
    if (!isOneLine(trimmed)) throw new InvalidArgumentError('Expected one line without control characters.');
    if (trimmed.length >= 1 && trimmed.length <= most) return trimmed;
    throw new InvalidArgumentError(`Expected 1 to ${most} characters.`);
  };
}

/** A password in it would be kept, listed and logged like the rest of it: refused. */
export function httpUrl(given: string): string {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url !== undefined && (url.username !== '' || url.password !== '')) {
    throw new InvalidArgumentError('A URL with a user name or password in it is not taken: give an Authorization header instead.');
  }
  if (url !== undefined && (url.protocol === 'http:' || url.protocol === 'https:')) return url.href;
  throw new InvalidArgumentError('Expected a URL that begins with http:// or https://.');
}

/** What an agreement is about: fixed names (design, section 10), and those of pupil data in one version. */
export function agreedProfileName(given: string): string {
  if (given === RESULTS_ONLY || agreedProfile(given) !== undefined) return given;
  throw new InvalidArgumentError(
    'Expected resultaten, smalle-set, lvs-set, one of these two with a version as in smalle-set@2.3, or custom.',
  );
}

/** Names of fields with commas between them. */
export function fieldNames(given: string): readonly string[] {
  const names = given.split(',').map((name) => name.trim());
  if (names.every((name) => name !== '')) return [...new Set(names)];
  throw new InvalidArgumentError('Expected names of fields with commas between them.');
}

/** A number of bytes, `104857600` or `100MiB`. */
export function byteSize(given: string): number {
  try {
    return byteCount(1024)(given);
  } catch (error) {
    throw error instanceof Unfit ? new InvalidArgumentError(`It ${error.message}.`) : error;
  }
}

/** A school year, `2026-2027`. */
export function schoolYear(given: string): string {
  const year = given.trim();
  if (/^\d{4}-\d{4}$/.test(year) && isConsecutive(year)) return year;
  throw new InvalidArgumentError('Expected a school year such as 2026-2027.');
}

/** Texts that are given one at a time. Nothing is said about them here: they may be secret, and a complaint repeats them. */
export function each(given: string, before: readonly string[] = []): readonly string[] {
  return [...before, given];
}

/** A length of time in milliseconds: `45s`, `10m`, `2h`. */
export function duration(given: string): number {
  const [, digits, unit = ''] = /^(\d{1,6})(s|m|h)$/.exec(given.trim()) ?? [];
  const milliseconds = Number(digits) * (UNITS[unit] ?? Number.NaN);
  if (milliseconds >= 0 && milliseconds <= DAY_MS) return milliseconds;
  throw new InvalidArgumentError('Expected at most a day, such as 45s, 10m or 2h.');
}

/** A longer time in milliseconds: `30d`, `12h`; `0d` is none. */
export function period(given: string): number {
  const [, digits, unit] = /^(\d{1,4})(d|h)$/.exec(given.trim()) ?? [];
  const milliseconds = Number(digits) * (unit === 'd' ? DAY_MS : 3_600_000);
  if (milliseconds >= 0) return milliseconds;
  throw new InvalidArgumentError('Expected days or hours, such as 30d or 12h.');
}
