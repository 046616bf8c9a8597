/** V8 copies shorter texts; longer ones it keeps as a window on the text that they were cut from. */
const WINDOW = 13;
const scratch = Buffer.alloc(2048);

/**
 * The same text, not as a window on the piece of the document that it was cut from: one long key would keep all of the
 * piece in memory for as long as the message is worked on, and longer where it is remembered.
 */
export function detached(text: string): string {
  const { length } = text;
  if (length < WINDOW) return text;
  if (length <= scratch.length) {
    scratch.write(text, 0, length, 'latin1');
    const copy = scratch.toString('latin1', 0, length);
    if (copy === text) return copy;
  }
  return length > scratch.length ? copied(text, 'latin1') : copied(text, 'utf16le');
}

/** In a byte a character where that says all, else in two. */
function copied(text: string, encoding: 'latin1' | 'utf16le'): string {
  const copy = Buffer.from(text, encoding).toString(encoding);
  return copy === text || encoding === 'utf16le' ? copy : copied(text, 'utf16le');
}
