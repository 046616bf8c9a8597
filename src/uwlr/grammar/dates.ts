import { collapse, failed, type SimpleType } from './simple-type.js';

const ZONE = '(Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?';
const DAY = '(-?(?:[1-9][0-9]{4,}|[0-9]{4}))-(0[1-9]|1[0-2])-([0-2][0-9]|3[01])';
/** What nearly every date looks like: days that every month has, no zone. */
const PLAIN_DATE = /^[12][0-9]{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])$/;
const DATE = new RegExp(`^${DAY}${ZONE}$`);
const DATE_TIME = new RegExp(`^${DAY}T([01][0-9]|2[0-4]):([0-5][0-9]):([0-5][0-9])(\\.[0-9]+)?${ZONE}$`);
const LAST_DAY = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isDay(year: string, month: string, day: string): boolean {
  const number = Number(day);
  if (number === 0 || number > (LAST_DAY[Number(month) - 1] as number)) return false;
  // No year 0 in XSD 1.0. Of years beyond four digits a processor may take as many as it likes: libxml2 takes 31 bits.
  if (/^-?0+$/.test(year) || Math.abs(Number(year)) > 2147483647) return false;
  return number < 29 || month !== '02' || isLeapYear(Number(year));
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

export const date: SimpleType = {
  kind: 'simple',
  describe: 'a date as in 2026-11-22',
  xsd: { base: 'xs:date', facets: [] },
  check(text) {
    if (PLAIN_DATE.test(text)) return text;
    const value = collapse(text);
    const parts = DATE.exec(value);
    return parts !== null && isDay(parts[1] as string, parts[2] as string, parts[3] as string) ? value : failed.date;
  },
  samples: ['2025-01-14', '2024-02-29', '2026-06-30', '2025-01-14Z', '2025-01-14+02:00', '2025-12-31-14:00', '-0044-03-15', '12345-01-01'],
  wrong: [
    '',
    '14-01-2025',
    '2025-02-29',
    '2025-13-01',
    '2025-1-4',
    '2025-01-32',
    '2025-01-14T00:00:00',
    '0000-01-01',
    '2025-01-00',
    '1900-02-29',
    '2025-01-14+14:01',
    '02025-01-14',
    '+2025-01-14',
  ],
};

export const dateTime: SimpleType = {
  kind: 'simple',
  describe: 'a moment as in 2026-11-22T09:00:00+01:00',
  xsd: { base: 'xs:dateTime', facets: [] },
  check(text) {
    const value = collapse(text);
    const parts = DATE_TIME.exec(value);
    if (parts === null || !isDay(parts[1] as string, parts[2] as string, parts[3] as string)) return failed['date-time'];
    const [, , , , hour, minute, second, fraction] = parts;
    if (hour === '24' && (minute !== '00' || second !== '00' || /[1-9]/.test(fraction ?? ''))) return failed['date-time'];
    return value;
  },
  samples: [
    '2025-01-15T09:00:00+01:00',
    '2025-01-15T09:00:00',
    '2025-01-15T08:00:00Z',
    '2025-01-15T08:00:00.1234567Z',
    '2025-01-15T24:00:00',
    '2025-01-15T24:00:00.0Z',
  ],
  wrong: [
    '',
    '2025-01-15',
    '2025-01-15T24:00:00.1',
    '2025-01-15T24:00:01',
    '2025-01-15T23:59:60',
    '2025-01-15T09:00:00.',
    '2025-01-15 09:00:00',
    '2025-01-15T25:00:00',
    '2025-01-15T09:60:00',
    '2025-02-30T09:00:00Z',
    '01-01-1970',
  ],
};

/** JavaScript's dates end at 271,821. */
const FAR = 200_000;
/** Made when it is needed: the first format of a process reads the time zones. */
let amsterdam: Intl.DateTimeFormat | undefined;

/**
 * Nanoseconds since 1970 of a valid `xs:dateTime`. Without a zone it is taken as Europe/Amsterdam (spec a.5); the hour that
 * occurs twice in autumn counts as the first of the two. Digits beyond the ninth are dropped; years beyond 200,000 count as that.
 */
export function instantOf(text: string): bigint {
  if (text !== lastText) {
    lastInstant = readInstant(text);
    lastText = text;
  }
  return lastInstant;
}

/** A message says one moment, and more than one rule is about it. */
let lastText = '';
let lastInstant = 0n;

function readInstant(text: string): bigint {
  const parts = DATE_TIME.exec(text);
  if (parts === null) throw new RangeError('not an xs:dateTime');
  const [, yearText, month, day, hour, minute, second, fraction = '.', zone] = parts;
  const year = Math.max(-FAR, Math.min(FAR, Number(yearText)));
  const local =
    Date.UTC(2000, Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)) +
    yearShift(year, Number(month), Number(day));
  const nanoseconds = BigInt(fraction.slice(1, 10).padEnd(9, '0'));
  return BigInt(local - offsetMs(zone, local)) * 1_000_000n + nanoseconds;
}

/** `Date.UTC` reads years below 100 as 19xx, so the year is put in by hand. */
function yearShift(year: number, month: number, day: number): number {
  const at = new Date(Date.UTC(2000, month - 1, day));
  const base = at.getTime();
  at.setUTCFullYear(year, month - 1, day);
  return at.getTime() - base;
}

function offsetMs(zone: string | undefined, local: number): number {
  if (zone === 'Z') return 0;
  if (zone !== undefined) return zoneMs(zone);
  const summer = 2 * 3_600_000;
  return amsterdamMs(local - summer) === summer ? summer : amsterdamMs(local - 3_600_000);
}

function amsterdamMs(instant: number): number {
  amsterdam ??= new Intl.DateTimeFormat('en-US', { timeZone: 'Europe/Amsterdam', timeZoneName: 'longOffset' });
  const name = amsterdam.formatToParts(instant).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  return name === 'GMT' ? 0 : zoneMs(name.slice(3));
}

function zoneMs(zone: string): number {
  const [hours = '0', minutes = '0'] = zone.slice(1).split(':');
  return (zone.startsWith('-') ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
