const COLUMNS = 2 ** 20;

/** A line and a column in one number: 150,000 results keep their places in a megabyte. */
export function packPosition(line: number, column: number): number {
  return line * COLUMNS + Math.min(column, COLUMNS - 1);
}

export function unpackPosition(packed: number): { readonly line: number; readonly column: number } {
  return { line: Math.floor(packed / COLUMNS), column: packed % COLUMNS };
}

/** As many as three of them leave room for in one number; with two, lists may be longer than any message. */
function radix(repeated: number): number {
  return repeated > 2 ? 2 ** 17 : 2 ** 26;
}

/**
 * The indices of the repeated elements on a path, one after the other, in one number. `repeated`: how many there are on it, three at
 * most below an identity rule. An index that does not fit is shown as the highest that does.
 */
export function packIndices(outer: number, inner: number, repeated: number): number {
  const base = radix(repeated);
  return outer * base + Math.min(inner, base - 1);
}

/** `a/b/c` with indices put behind the repeated steps: `/a/b[2]/c[7]`. */
export function indexedPath(steps: readonly { readonly name: string; readonly many: boolean }[], packed: number): string {
  const repeated = steps.filter((step) => step.many).length;
  const base = radix(repeated);
  let behind = repeated;
  const index = () => Math.floor(packed / base ** --behind) % base;
  return steps.map(({ name, many }) => (many ? `/${name}[${index()}]` : `/${name}`)).join('');
}
