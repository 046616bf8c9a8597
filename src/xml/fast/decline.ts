/** Ends fast reading. Nobody sees it: `unlessDeclined` catches it. One for all: making an error costs as much as reading a small message. */
const DECLINED = new Error('left to the reader that can say what is wrong');

/**
 * Leaves a text to the reader that takes everything (`XmlReader`). It says nothing about the text: it may be wrong, or only unusual.
 */
export function decline(): never {
  throw DECLINED;
}

/** What `read` gives; undefined when it declined. */
export function unlessDeclined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error === DECLINED) return undefined;
    throw error;
  }
}
