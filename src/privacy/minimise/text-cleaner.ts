import type { SchoolKey } from '../keys/seal.js';
import type { LearnerIds } from '../pupils/learner-ids.js';
import { cleaned, type KeptText } from './free-text.js';
import type { StripCounts } from './strip-counts.js';

/** What stands for a code begins with it, so that people see why it is not the vendor's own. */
const HIDDEN = 'afgeschermd-';

/** Takes out of texts that are kept what may be a national number, and ids of learners; counts what it took out. */
export class TextCleaner {
  /** What stands for the codes in which an id was found. */
  readonly #hidden = new Map<string, string>();

  /** `ids` and the key for what stands for codes with one in them. Absent: only national numbers are looked for. */
  constructor(
    private readonly counts: StripCounts,
    private readonly learners?: { readonly ids: LearnerIds; readonly schoolKey: SchoolKey },
  ) {}

  /** The very same text when there is nothing in it; undefined when nothing can stay. `path`: the field, for the record. */
  clean(text: string, kind: KeptText, path: string): string | undefined {
    if (kind === 'code') return this.#cleanCode(text, path);
    const clean = cleaned(text, kind);
    if (clean !== text) this.counts.add(path, 'bsn-like');
    if (clean === undefined || this.learners === undefined) return clean;
    const { ids } = this.learners;
    const left = ids.takenOutOf(clean);
    if (left === clean) return clean;
    this.counts.add(path, 'learner-id');
    return kind === 'address' ? undefined : left;
  }

  /** Whether an id was found in a code so far. */
  get hidesCodes(): boolean {
    return this.#hidden.size > 0;
  }

  /** A code with an id in it gives way to a pseudonym of that code: the same in every message, so that what points to it still does. */
  #cleanCode(code: string, path: string): string {
    if (this.learners === undefined) return code;
    let clean = this.#hidden.get(code);
    if (clean === undefined) {
      clean = hiddenCode(code, this.learners.ids, this.learners.schoolKey);
      if (clean === code) return code;
      this.#hidden.set(code, clean);
    }
    this.counts.add(path, 'learner-id');
    return clean;
  }
}

/** The code, or what stands for it within the school when it has the id of a learner in it. */
export function hiddenCode(code: string, ids: LearnerIds, schoolKey: SchoolKey): string {
  return ids.areIn(code) ? `${HIDDEN}${schoolKey.alias('leerlingid', `code\0${code}`)}` : code;
}
