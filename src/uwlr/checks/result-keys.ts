import type { LeerresultatenVerzoek } from '../messages/leerresultaten.js';
import type { Place, Report } from './report.js';

/**
 * Keys of results with white space around them: it is no part of the key, so that two may be one, and a key of nothing else is none. Nothing
 * is kept of keys unless one has some, as hardly any has.
 */
export class ResultKeys {
  #seen: ReadonlySet<string> | undefined;

  constructor(
    private readonly message: LeerresultatenVerzoek,
    private readonly report: Report,
  ) {}

  look(key: string, place: Place): void {
    const bare = key.trim();
    if (bare === key) return;
    if (bare === '') {
      this.report.add('UWLR-SCH-020', place, '/@key');
      return;
    }
    this.#seen ??= this.#twice();
    this.report.add(this.#seen.has(bare) ? 'UWLR-LR-027' : 'UWLR-LR-028', place, '/@key');
  }

  /** Keys that occur more than once when the white space is gone. */
  #twice(): ReadonlySet<string> {
    const once = new Set<string>();
    const twice = new Set<string>();
    for (const { resultaten } of this.message.toetsafnames.toetsafname)
      for (const { key } of resultaten.resultaat) {
        const bare = key.trim();
        if (once.has(bare)) twice.add(bare);
        once.add(bare);
      }
    return twice;
  }
}
