/** Made when it is needed: the first format of a process reads the time zones. */
let day: Intl.DateTimeFormat | undefined;

/** The day in the Netherlands at a moment, an ISO instant or a date: `2026-10-01`. */
export function dutchDay(moment: string | Date): string {
  day ??= new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Amsterdam' });
  return day.format(typeof moment === 'string' ? new Date(moment) : moment);
}
