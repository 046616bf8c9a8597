import { detached } from '../../../xml/detach.js';

/** A day that no store reaches: what cannot be read as a day is never over. */
const UNREADABLE = 100_000_000;
const DAY_MS = 86_400_000;
/** Days that are remembered: a message names a few dozen of them, hundreds of times. */
const MOST_KNOWN = 1_000;

interface Day {
  readonly number: number;
  /** It is written as `dayText` writes it. */
  readonly isUsual: boolean;
}

const days = new Map<string, Day>();
const texts = new Map<number, string>();

/**
 * The day that a date of XML Schema names, in days since 1970-01-01: two bytes instead of ten, in the same order as the dates. A time zone
 * behind it makes no other day of it.
 */
export function dayNumber(date: string): number {
  return dayFor(date).number;
}

/** Whether a date is written as `dayText` writes its day. */
export function isUsualDate(date: string): boolean {
  return dayFor(date).isUsual;
}

/** The date of a day as it is usually written: `2026-09-01`. */
export function dayText(day: number): string {
  return remembered(texts, day, writeDay);
}

function dayFor(date: string): Day {
  // A longer date, with a time zone, may have been cut from the message, and would keep all of that in memory.
  return days.get(date) ?? remembered(days, detached(date), dayOf);
}

function remembered<K, V>(known: Map<K, V>, key: K, work: (key: K) => V): V {
  const found = known.get(key);
  if (found !== undefined) return found;
  if (known.size >= MOST_KNOWN) known.clear();
  const made = work(key);
  known.set(key, made);
  return made;
}

function dayOf(date: string): Day {
  const number = readDay(date);
  return { number, isUsual: dayText(number) === date };
}

function readDay(date: string): number {
  const yearEnd = date.indexOf('-', 1);
  const year = whole(date.startsWith('-') ? date.slice(1, yearEnd) : date.slice(0, yearEnd));
  const month = whole(date.slice(yearEnd + 1, yearEnd + 3));
  const day = whole(date.slice(yearEnd + 4, yearEnd + 6));
  if (yearEnd < 4 || year === undefined || month === undefined || day === undefined) return UNREADABLE;
  // Years from 0 to 99 are not those of the last century: `Date.UTC` takes them for these.
  const midnight = new Date(0).setUTCFullYear(date.startsWith('-') ? -year : year, month - 1, day);
  return Number.isNaN(midnight) ? UNREADABLE : midnight / DAY_MS;
}

function whole(digits: string): number | undefined {
  for (let at = 0; at < digits.length; at++) {
    const code = digits.charCodeAt(at);
    if (code < 48 || code > 57) return undefined;
  }
  return digits === '' ? undefined : Number(digits);
}

function writeDay(day: number): string {
  const date = new Date(day * DAY_MS);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, 10);
}
