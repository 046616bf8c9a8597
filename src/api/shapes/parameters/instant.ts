import type { Parameter } from './parameter.js';

const INSTANT = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;

/** A moment in time (RFC 3339, `Z` or an offset), read as that moment in UTC to the millisecond. */
export function instant(description: string, example: string): Parameter<string> {
  return {
    description,
    example,
    schema: { type: 'string', format: 'date-time' },
    expected: `an instant with Z or an offset, such as ${example} (a plus sign in a query is written %2B)`,
    read: (text) => {
      const day = INSTANT.exec(text)?.[1];
      if (day === undefined) return undefined;
      const [midnight, moment] = [new Date(`${day}T00:00:00Z`), new Date(text)];
      if (Number.isNaN(midnight.getTime()) || Number.isNaN(moment.getTime())) return undefined;
      // `Date` makes 2 March of 30 February.
      return midnight.toISOString().startsWith(day) ? moment.toISOString() : undefined;
    },
  };
}
