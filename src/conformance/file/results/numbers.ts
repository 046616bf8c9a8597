const WHOLE = /^[+-]?\d+$/;
const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?$/;

/** A whole number of any size; undefined when the text is none. */
export function wholeNumber(text: string | undefined): bigint | undefined {
  const digits = text?.trim() ?? '';
  return WHOLE.test(digits) ? BigInt(digits.replace('+', '')) : undefined;
}

/** Whether one decimal is below another, exactly; undefined when either is none. */
export function isBelow(one: string, other: string): boolean | undefined {
  const [, signOne, wholeOne, partOne = ''] = DECIMAL.exec(one.trim()) ?? [];
  const [, signOther, wholeOther, partOther = ''] = DECIMAL.exec(other.trim()) ?? [];
  if (wholeOne === undefined || wholeOther === undefined) return undefined;
  const places = Math.max(partOne.length, partOther.length);
  const scaled = (sign = '', whole = '', part = '') => BigInt(`${whole}${part.padEnd(places, '0')}` || '0') * (sign === '-' ? -1n : 1n);
  return scaled(signOne, wholeOne, partOne) < scaled(signOther, wholeOther, partOther);
}
