import { instantOf } from '../grammar/dates.js';

/** Judges days of tests against today, as the calendar stands in the Netherlands. Days repeat, so the last verdict is kept. */
export class Calendar {
  readonly #today: string;
  #day = '';
  #isLater = false;

  constructor(now: Date) {
    this.#today = dayAt(now);
  }

  /** Whether a valid `xs:date` lies in the future. Its day counts as written: a zone does not shift it. */
  isLater(date: string): boolean {
    if (date !== this.#day) {
      this.#day = date;
      this.#isLater = !date.startsWith('-') && (date.indexOf('-') > 4 || date.slice(0, 10) > this.#today);
    }
    return this.#isLater;
  }
}

const MINUTE = 60_000;
let minute = Number.NaN;
let day = '';
/** Made when it is needed: the first format of a process reads the time zones. */
let dayInNl: Intl.DateTimeFormat | undefined;

/** The day in the Netherlands. Working it out takes longer than reading a small message, so it is done once a minute. */
function dayAt(now: Date): string {
  const current = Math.floor(now.getTime() / MINUTE);
  if (current !== minute) {
    minute = current;
    dayInNl ??= new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam' });
    day = dayInNl.format(now);
  }
  return day;
}

const DAY_NS = 86_400_000_000_000n;

/** Whether a valid `xs:dateTime` lies more than a day after now: a clock may be a day wrong. */
export function isFarAhead(dateTime: string, now: Date): boolean {
  if (dateTime.startsWith('-')) return false;
  // A year of five digits or more; far beyond those the calendar of JavaScript ends.
  if (dateTime.indexOf('-') > 4) return true;
  return instantOf(dateTime) > BigInt(now.getTime()) * 1_000_000n + DAY_NS;
}

/** Whether a school year, `2026-2027`, is made of two years that follow each other. Of any other text nothing is said. */
export function isConsecutive(schooljaar: string): boolean {
  const [, first, second] = /^([0-9]{4})-([0-9]{4})$/.exec(schooljaar) ?? [];
  return first === undefined || Number(second) === Number(first) + 1;
}
