/** Where schools, and whoever runs the gateway for them, live; `moment` in `arguments.ts` reads times without a zone as times there. */
const ZONE = 'Europe/Amsterdam';
const INSTANT = /\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z/g;

let parts: Intl.DateTimeFormat | undefined;

/** An ISO instant as people read it: `2026-11-30T08:15:02+01:00`, which options for moments take as well. */
export function localTime(instant: string): string {
  parts ??= new Intl.DateTimeFormat('en-GB', {
    timeZone: ZONE,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' },
    timeZoneName: 'longOffset',
  });
  const of = Object.fromEntries(parts.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
  const offset = of['timeZoneName']?.replace('GMT', '') || '+00:00';
  return `${of['year']?.padStart(4, '0')}-${of['month']}-${of['day']}T${of['hour']}:${of['minute']}:${of['second']}${offset}`;
}

/** A text for people with every UTC instant in it as local time. */
export function withLocalTimes(text: string): string {
  return text.replace(INSTANT, (instant) => (Number.isNaN(Date.parse(instant)) ? instant : localTime(instant)));
}
