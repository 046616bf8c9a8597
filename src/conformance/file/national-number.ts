const LENGTH = 9;
/** What is put between groups of digits of a long number. */
const BETWEEN = /^[. \-\u00a0\u2009\u202f]$/;

/**
 * Whether a text holds what may be a citizen service number (BSN): nine digits that pass the eleven test, in one piece, or in groups of at
 * least two digits with the same sign between them. By chance one number in eleven passes.
 */
export function mayHoldBsn(text: string): boolean {
  const groups = [...text.matchAll(/\d+/g)].map(({ 0: digits, index }) => ({ digits, index }));
  return groups.some((_, at) => startsBsn(text, groups.slice(at, at + LENGTH)));
}

function startsBsn(text: string, groups: readonly { readonly digits: string; readonly index: number }[]): boolean {
  let number = '';
  let end = 0;
  let sign: string | undefined;
  for (const { digits, index } of groups) {
    if (number !== '') {
      const between = text.slice(end, index);
      sign ??= between;
      if (between !== sign || !BETWEEN.test(between)) return false;
    }
    if (digits.length < 2) return false;
    number += digits;
    end = index + digits.length;
    if (number.length >= LENGTH) break;
  }
  return number.length === LENGTH && Number(number) !== 0 && passesEleven(number);
}

function passesEleven(number: string): boolean {
  const weights = [9, 8, 7, 6, 5, 4, 3, 2, -1];
  return weights.reduce((sum, weight, at) => sum + weight * Number(number[at]), 0) % 11 === 0;
}
