const COLUMNS = 2 ** 20;

/** A line and a column in one number: 150,000 results keep their places in a megabyte. */
export function packPosition(line: number, column: number): number {
  return line * COLUMNS + Math.min(column, COLUMNS - 1);
}

export function unpackPosition(packed: number): { readonly line: number; readonly column: number } {
  return { line: Math.floor(packed / COLUMNS), column: packed % COLUMNS };
}

const INDICES = 2 ** 26;

/** Up to two indices of repeated elements on a path, in one number. Deeper nesting does not occur below an identity rule. */
export function packIndices(outer: number, inner: number): number {
  return outer * INDICES + inner;
}

/** `a/b/c` with indices put behind the repeated steps: `/a/b[2]/c[7]`. */
export function indexedPath(steps: readonly { readonly name: string; readonly many: boolean }[], packed: number): string {
  const repeated = steps.filter((step) => step.many).length;
  const indices = repeated > 1 ? [Math.floor(packed / INDICES), packed % INDICES] : [packed % INDICES];
  let at = 0;
  return steps.map(({ name, many }) => (many ? `/${name}[${indices[at++]}]` : `/${name}`)).join('');
}
