import { collapse, failed, type SimpleType } from './simple-type.js';

/** Whole numbers of any size, kept as text: nothing is rounded, and no number is too long to be judged in passing. */
function wholeNumber(
  base: string,
  describe: string,
  inRange: (value: number) => boolean,
  wrong: readonly string[],
  samples: readonly string[],
) {
  return (name?: string, facets: readonly (readonly [string, string])[] = []): SimpleType => ({
    kind: 'simple',
    ...(name === undefined ? {} : { name }),
    describe,
    xsd: { base, facets },
    check(text) {
      const digits = collapse(text);
      if (!INTEGER.test(digits)) return failed.number;
      // `Number` rounds only where no bound is near.
      return inRange(Number(digits)) ? digits : failed.range;
    },
    canonical: canonicalDecimal,
    samples,
    wrong: ['', 'X', '1.5', '1e3', '١', '1 2', ...wrong],
  });
}

const INTEGER = /^[+-]?[0-9]+$/;
const SMALL = /^[0-9]{1,15}$/;

/** Most scores are a few plain digits: those need no big number to be judged. */
function quick(type: SimpleType, min: number, max: number): SimpleType {
  const { check } = type;
  return {
    ...type,
    check(text) {
      if (!SMALL.test(text)) return check(text);
      const value = Number(text);
      return value >= min && value <= max ? text : failed.range;
    },
  };
}

export const integer = wholeNumber('xs:integer', 'a whole number', () => true, ['--1', '+'], ['0', '-7', '+12', '007'])();

export const int = quick(
  wholeNumber(
    'xs:int',
    'a whole number of at most 32 bits',
    (n) => n >= -2147483648 && n <= 2147483647,
    ['2147483648', '-2147483649'],
    ['0', '20', '-3', '2147483647', '-2147483648', '+0012'],
  )(),
  0,
  2147483647,
);

export const positiveInteger = quick(
  wholeNumber('xs:positiveInteger', 'a whole number from 1', (n) => n >= 1, ['0', '-1', '00'], ['1', '2', '3', '17', '+4', '0099'])(),
  1,
  Number.MAX_SAFE_INTEGER,
);

const fromZero = wholeNumber(
  'xs:nonNegativeInteger',
  'a whole number from 0',
  (n) => n >= 0,
  ['-1', '7.5'],
  ['0', '7', '10', '123456789012345678901234567890', '+5', '-0', '08'],
);

export function nonNegativeInteger(name?: string): SimpleType {
  return quick(fromZero(name), 0, Number.MAX_SAFE_INTEGER);
}

/** `xs:nonNegativeInteger` of 0 to 255, as in a colour. */
export function byte(name: string): SimpleType {
  const base = fromZero(name, [
    ['minInclusive', '0'],
    ['maxInclusive', '255'],
  ]);
  return {
    ...base,
    describe: 'a whole number from 0 to 255',
    check(text) {
      const digits = base.check(text);
      return typeof digits === 'string' && Number(digits) > 255 ? failed.range : digits;
    },
    samples: ['0', '255', '128', '+7', '007'],
    wrong: [...base.wrong, '256', '1000'],
  };
}

const DECIMAL = /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)$/;

/** `xs:decimal`, kept as text. */
export function decimal(name?: string, bounds?: { readonly min: string; readonly max: string }): SimpleType {
  const facets: readonly [string, string][] =
    bounds === undefined
      ? []
      : [
          ['minInclusive', bounds.min],
          ['maxInclusive', bounds.max],
        ];
  return {
    kind: 'simple',
    ...(name === undefined ? {} : { name }),
    describe: bounds === undefined ? 'a decimal number with a point' : `a decimal number from ${bounds.min} to ${bounds.max}`,
    xsd: { base: 'xs:decimal', facets },
    check(text) {
      const number = collapse(text);
      if (!DECIMAL.test(number)) return failed.number;
      if (bounds !== undefined && (compareDecimals(number, bounds.min) < 0 || compareDecimals(number, bounds.max) > 0)) return failed.range;
      return number;
    },
    canonical: canonicalDecimal,
    samples:
      bounds === undefined
        ? ['0', '-1.50', '.5', '7.', '+3.1', '900', `1.${'0'.repeat(30)}1`]
        : [bounds.min, bounds.max, `+${bounds.max}`, `0${bounds.max}`],
    wrong: ['', '1,5', 'X', '1e2', '.', '-', ...(bounds === undefined ? [] : ['-0.01', `${bounds.max}1`, '11'])],
  };
}

/** -1, 0 or 1, exactly, for texts that are decimals. */
export function compareDecimals(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  if (left.negative !== right.negative) return left.negative ? -1 : 1;
  const size =
    left.whole.length - right.whole.length || compareTexts(left.whole, right.whole) || compareTexts(left.fraction, right.fraction);
  return Math.sign(left.negative ? -size : size);
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A number without the zeros, sign and point that say nothing. */
function partsOf(text: string): { readonly negative: boolean; readonly whole: string; readonly fraction: string } {
  const [digits = '', behind = ''] = text.replace(/^[+-]/, '').split('.');
  const whole = digits.replace(/^0+/, '');
  let end = behind.length;
  while (behind[end - 1] === '0') end -= 1;
  const fraction = behind.slice(0, end);
  return { negative: text.startsWith('-') && whole + fraction !== '', whole, fraction };
}

function canonicalDecimal(text: string): string {
  const { negative, whole, fraction } = partsOf(text);
  return `${negative ? '-' : ''}${whole === '' ? '0' : whole}${fraction === '' ? '' : `.${fraction}`}`;
}
