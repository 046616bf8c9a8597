import type { Findings } from '../../../uwlr/findings.js';
import { type IncomingMessage, incomingResults } from '../incoming-message.js';
import type { IncomingPlaces, ResultCursor } from '../incoming-places.js';

/**
 * Keys of results with white space around them: it is no part of the key, so that two may be one, and a key of nothing else is none. Nothing
 * is kept of keys unless one has some, as hardly any has.
 */
export class ResultKeys {
  #seen: ReadonlySet<string> | undefined;

  constructor(
    private readonly message: IncomingMessage,
    private readonly places: IncomingPlaces,
    private readonly findings: Findings,
  ) {}

  look(key: string, cursor: ResultCursor): void {
    const bare = key.trim();
    if (bare === key) return;
    const place = this.places.result(cursor, '/key');
    if (bare === '') {
      this.findings.add('UWLR-SCH-020', place);
      return;
    }
    this.#seen ??= this.#twice();
    this.findings.add(this.#seen.has(bare) ? 'UWLR-LR-027' : 'UWLR-LR-028', place);
  }

  /** Keys that occur more than once when the white space is gone. */
  #twice(): ReadonlySet<string> {
    const once = new Set<string>();
    const twice = new Set<string>();
    for (const { key } of incomingResults(this.message)) {
      const bare = key.trim();
      if (once.has(bare)) twice.add(bare);
      once.add(bare);
    }
    return twice;
  }
}
