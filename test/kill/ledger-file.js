import { closeSync, existsSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';

/**
 * What a receiver took, a line of JSON per message, on disk before the message is answered. A line that a kill tore was never answered
 * for: it is cut off.
 */
export class LedgerFile {
  #file;
  /** Lines from before, parsed. */
  entries;

  constructor(name) {
    const bytes = existsSync(name) ? readFileSync(name) : Buffer.alloc(0);
    const whole = bytes.subarray(0, bytes.lastIndexOf('\n') + 1);
    this.entries =
      whole.length === 0
        ? []
        : whole
            .toString('utf8')
            .trimEnd()
            .split('\n')
            .map((line) => JSON.parse(line));
    this.#file = openSync(name, 'a');
    if (whole.length < bytes.length) ftruncateSync(this.#file, whole.length);
  }

  append(entry) {
    writeSync(this.#file, `${JSON.stringify(entry)}\n`);
    fsyncSync(this.#file);
  }

  close() {
    closeSync(this.#file);
  }
}
