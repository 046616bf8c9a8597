type Method = (this: unknown, ...args: unknown[]) => unknown;

interface Counted {
  readonly prototype: object;
  readonly method: string;
  /** What a call costs: 1, or what it looks at. */
  readonly cost?: (self: unknown, args: readonly unknown[]) => number;
}

const length = (self: unknown) => 1 + (self as { readonly length: number }).length;
const textLength = (_self: unknown, [text]: readonly unknown[]) => 1 + String(text).length;

/** What reading is made of. A map that is copied counts each of its entries: the copy is filled by `set`. */
const COUNTED: readonly Counted[] = [
  ...['get', 'set', 'has', 'delete'].map((method) => ({ prototype: Map.prototype, method })),
  ...['add', 'has'].map((method) => ({ prototype: Set.prototype, method })),
  ...['push', 'pop'].map((method) => ({ prototype: Array.prototype, method })),
  ...['filter', 'includes', 'some', 'find', 'findIndex', 'indexOf', 'map', 'join', 'slice'].map((method) => ({
    prototype: Array.prototype,
    method,
    cost: length,
  })),
  ...['trim', 'toLowerCase', 'includes', 'replaceAll', 'split'].map((method) => ({ prototype: String.prototype, method, cost: length })),
  ...['slice', 'startsWith', 'indexOf'].map((method) => ({ prototype: String.prototype, method })),
  ...['test', 'exec'].map((method) => ({ prototype: RegExp.prototype, method, cost: textLength })),
];

/** Counts the steps that `work` takes: no clock is asked, so the same work gives the same number on every machine. */
export function stepsOf(work: () => void): number {
  let steps = 0;
  const originals = COUNTED.map(({ prototype, method }) => (prototype as Record<string, Method>)[method] as Method);
  COUNTED.forEach(({ prototype, method, cost }, at) => {
    const original = originals[at] as Method;
    (prototype as Record<string, Method>)[method] = function (...args) {
      steps += cost === undefined ? 1 : cost(this, args);
      return original.apply(this, args);
    };
  });
  try {
    work();
  } finally {
    COUNTED.forEach(({ prototype, method }, at) => {
      (prototype as Record<string, Method>)[method] = originals[at] as Method;
    });
  }
  return steps;
}
