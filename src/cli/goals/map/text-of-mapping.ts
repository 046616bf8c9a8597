import { textOfFile } from '../../terminal/text-of-file.js';

/** Bytes of a file with a mapping. */
const MOST_BYTES = 64 * 1024 * 1024;

/** The text of a file with a mapping; `-` for standard input. Throws `CommandError`. */
export function textOfMapping(file: string): Promise<string> {
  return textOfFile(file, MOST_BYTES);
}
