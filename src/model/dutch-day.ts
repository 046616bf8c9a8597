const DAY = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Amsterdam' });

/** The day in the Netherlands at a moment, an ISO instant or a date: `2026-10-01`. */
export function dutchDay(moment: string | Date): string {
  return DAY.format(typeof moment === 'string' ? new Date(moment) : moment);
}
