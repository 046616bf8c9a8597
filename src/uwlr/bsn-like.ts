/** What people put between the digits of a long number. */
const SEPARATORS = '. \\-\\u00a0\\u2009\\u202f';
const DIGITS = /\d+/g;
const SEPARATOR = new RegExp(`^[${SEPARATORS}]$`);
/** Groups that somebody might write a BSN in: 123456782, 123.456.782, 12 34 56 782; a digit at a time is a list of scores. */
const SMALLEST_GROUP = 2;

/** Where a number stands in a text. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** Nine digits that pass the eleven test of the Dutch national number, all zeros aside; one in eleven does so by chance. */
function passesElevenTest(digits: string): boolean {
  if (digits === '000000000') return false;
  let sum = -Number(digits[8]);
  for (let at = 0; at < 8; at++) sum += (9 - at) * Number(digits[at]);
  return sum % 11 === 0;
}

/**
 * Whether a text holds what may be a BSN: nine digits that pass the eleven test and are not part of a longer number, written as
 * one, or in groups with the same point, dash or space between them.
 */
export function holdsBsn(text: string): boolean {
  return hasNineDigits(text) && !spansOf(text).next().done;
}

/** A text with `instead` for every such number in it; the very same text when there is none. */
export function replaceBsn(text: string, instead: string): string {
  if (!hasNineDigits(text)) return text;
  let [clean, from] = ['', 0];
  for (const { start, end } of spansOf(text)) {
    clean += text.slice(from, start) + instead;
    from = end;
  }
  return from === 0 ? text : clean + text.slice(from);
}

/** Fewer digits than a BSN has, with nothing but separators between them, cannot be one: nearly every text ends here. */
function hasNineDigits(text: string): boolean {
  let digits = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0x30 && code <= 0x39) {
      digits += 1;
      if (digits === 9) return true;
    } else if (digits > 0 && !isSeparator(code)) digits = 0;
  }
  return false;
}

/** As `SEPARATORS`. */
function isSeparator(code: number): boolean {
  return code === 0x2d || code === 0x2e || code === 0x20 || code === 0xa0 || code === 0x2009 || code === 0x202f;
}

function* spansOf(text: string): Generator<Span> {
  const groups: Span[] = Array.from(text.matchAll(DIGITS), ({ 0: digits, index }) => ({ start: index, end: index + digits.length }));
  let free = 0;
  for (const [at, { start }] of groups.entries()) {
    if (start < free) continue;
    const end = endOfBsn(text, groups, at);
    if (end === undefined) continue;
    free = end;
    yield { start, end };
  }
}

/** Where a BSN ends that begins with this group; undefined when none does. */
function endOfBsn(text: string, groups: readonly Span[], first: number): number | undefined {
  let digits = '';
  let separator: string | undefined;
  for (let at = first; digits.length < 9; at++) {
    const group = groups[at];
    if (group === undefined) return undefined;
    if (at > first) {
      const between = text.slice(groups[at - 1]?.end, group.start);
      if (!SEPARATOR.test(between) || between !== (separator ?? between)) return undefined;
      separator = between;
    }
    if (group.end - group.start < SMALLEST_GROUP) return undefined;
    digits += text.slice(group.start, group.end);
    if (digits.length === 9 && passesElevenTest(digits)) return group.end;
  }
  return undefined;
}
