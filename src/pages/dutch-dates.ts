const DAY = new Intl.DateTimeFormat('nl-NL', { dateStyle: 'long', timeZone: 'Europe/Amsterdam' });
const WHEN = new Intl.DateTimeFormat('nl-NL', { dateStyle: 'long', timeStyle: 'short', timeZone: 'Europe/Amsterdam' });
/** A day as messages give it: a time zone of a day says nothing. */
const DATE = /^(\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})?$/;

/** A day, or an ISO instant as a day in the Netherlands: `1 augustus 2026`. What is neither stays as it is. */
export function day(given: string): string {
  const date = DATE.exec(given)?.[1];
  const moment = new Date(date === undefined ? given : `${date}T12:00:00Z`);
  return Number.isNaN(moment.getTime()) ? given : DAY.format(moment);
}

/** An ISO instant as people in the Netherlands read it: `1 augustus 2026 om 14:05`. */
export function when(instant: string): string {
  return WHEN.format(new Date(instant));
}
