const DAY_IN_NL = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam' });

/** Judges days of tests against today, as the calendar stands in the Netherlands. Days repeat, so the last verdict is kept. */
export class Calendar {
  readonly #today: string;
  #day = '';
  #isLater = false;

  constructor(now: Date) {
    this.#today = DAY_IN_NL.format(now);
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
