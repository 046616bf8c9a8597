import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A directory for everything that a run of the bench writes; it is gone when the run ends. */
export class Workspace {
  #root = mkdtempSync(path.join(tmpdir(), 'uwlr-bench-'));

  constructor() {
    process.once('exit', () => this.remove());
  }

  /** The path of a file or directory in it, not made yet. */
  path(name) {
    return path.join(this.#root, name);
  }

  directory(name) {
    const directory = this.path(name);
    mkdirSync(directory, { recursive: true });
    return directory;
  }

  /** Room on the disk before the next part needs it. */
  drop(name) {
    rmSync(this.path(name), { recursive: true, force: true });
  }

  remove() {
    rmSync(this.#root, { recursive: true, force: true });
  }
}
