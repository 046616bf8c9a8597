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
