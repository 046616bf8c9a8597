const INT8 = 20;
const NUMERIC = 1700;
const BYTEA = 17;
const BOOL = 16;
/** int2, int4, oid, float4, float8. */
const NUMBERS: ReadonlySet<number> = new Set([21, 23, 26, 700, 701]);

/** What a column gives, as SQLite gives the same: `oid` of its type, and its text. Throws for a whole number that JavaScript cannot hold. */
export function columnValue(oid: number, text: string | null): string | number | Buffer | null {
  if (text === null) return null;
  if (oid === INT8 || oid === NUMERIC) return wholeNumber(text);
  if (oid === BYTEA) return Buffer.from(text.slice(2), 'hex');
  if (oid === BOOL) return text === 't' ? 1 : 0;
  return NUMBERS.has(oid) ? Number(text) : text;
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (Math.abs(number) > Number.MAX_SAFE_INTEGER) throw new RangeError('a statement gives a number that is not exact in JavaScript');
  return number;
}
