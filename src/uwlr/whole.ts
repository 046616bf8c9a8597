/** A whole number, exact: a plain number as long as that can hold it. The two compare with each other. */
export type Whole = number | bigint;

/** Digits that a plain number holds exactly, with room for a sign. */
const SMALL = 15;

/** Of a valid `xs:integer`. The same number gives the same value, however it is written. */
export function wholeOf(text: string): Whole {
  if (text.length <= SMALL) return Number(text);
  const value = BigInt(text.replace('+', ''));
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}
