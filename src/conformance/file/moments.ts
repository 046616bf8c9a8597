const DAY_MS = 86_400_000;
const AMSTERDAM = 'Europe/Amsterdam';
const DAY = /^(-?\d{4,})-(\d{2})-(\d{2})(?:Z|[+-]\d{2}:\d{2})?$/;
const MOMENT = /^(-?\d{4,})(-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,3})\d*)?(Z|[+-]\d{2}:\d{2})?$/;

const dayOf = new Intl.DateTimeFormat('sv-SE', { timeZone: AMSTERDAM });
const clockOf = new Intl.DateTimeFormat('sv-SE', { timeZone: AMSTERDAM, dateStyle: 'short', timeStyle: 'medium' });

/** Whether an `xs:date` is later than today in the Netherlands; undefined when the text is no date. Its zone is left aside. */
export function isInFuture(date: string, now: Date): boolean | undefined {
  const [, year, month, day] = DAY.exec(date.trim()) ?? [];
  if (year === undefined) return undefined;
  if (year.startsWith('-')) return false;
  return year.length > 4 || `${year}-${month}-${day}` > dayOf.format(now);
}

/** Whether an `xs:dateTime` is more than a day later than now; undefined when the text is no moment. Without zone it is Dutch time. */
export function isFarInFuture(moment: string, now: Date): boolean | undefined {
  const [, year, rest = '', fraction = '0', zone] = MOMENT.exec(moment.trim()) ?? [];
  if (year === undefined) return undefined;
  if (year.startsWith('-')) return false;
  if (year.length > 4) return true;
  const written = `${year}${rest}.${fraction.padEnd(3, '0')}`;
  const at = Date.parse(`${written}${zone ?? 'Z'}`);
  if (Number.isNaN(at)) return undefined;
  return (zone === undefined ? at - offsetAt(at) : at) > now.getTime() + DAY_MS;
}

/** How far Dutch clocks are ahead of UTC, in milliseconds, about then. */
function offsetAt(at: number): number {
  return Date.parse(`${clockOf.format(at).replace(' ', 'T')}Z`) - Math.floor(at / 1000) * 1000;
}

/** Whether a school year is two years that follow each other; undefined when the text is no school year. */
export function followsOn(schooljaar: string): boolean | undefined {
  const [, first, second] = /^(\d{4})-(\d{4})$/.exec(schooljaar) ?? [];
  return first === undefined ? undefined : Number(first) + 1 === Number(second);
}
