import { closeSync, openSync, readSync } from 'node:fs';

/** The bytes of a file in pieces as large as those that a socket gives. */
export function* fileChunks(file) {
  const handle = openSync(file, 'r');
  try {
    for (;;) {
      const chunk = Buffer.allocUnsafe(65_536);
      const length = readSync(handle, chunk);
      if (length === 0) return;
      yield chunk.subarray(0, length);
    }
  } finally {
    closeSync(handle);
  }
}
