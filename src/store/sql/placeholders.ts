/** Values in one statement. */
const MOST = 500;
const PADDED_TO = 50;

/** Lists of values that go into one statement each. The last value is in the last list again and again: so there are few different statements. */
export function pieces<T>(values: readonly T[]): readonly (readonly T[])[] {
  const lists: T[][] = [];
  for (let at = 0; at < values.length; at += MOST) {
    const list = values.slice(at, at + MOST);
    const length = Math.ceil(list.length / PADDED_TO) * PADDED_TO;
    lists.push([...list, ...Array.from({ length: length - list.length }, () => list.at(-1) as T)]);
  }
  return lists;
}

/** `?, ?, ?`: what both databases read in place of a list. */
export function placeholders(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ');
}
