/** V8 copies shorter texts; longer ones it keeps as a window on the text that they were cut from. */
const WINDOW = 13;
const scratch = Buffer.alloc(2048);

/**
 * The same text, not as a window on the piece of the document that it was cut from: one long key would keep all of the
 * piece in memory for as long as the message is worked on. Texts outside of ISO-8859-1, and very long ones, stay as they are.
 */
export function detached(text: string): string {
  const { length } = text;
  if (length < WINDOW || length > scratch.length) return text;
  scratch.write(text, 0, length, 'latin1');
  const copy = scratch.toString('latin1', 0, length);
  return copy === text ? copy : text;
}
