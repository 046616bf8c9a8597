import { holdsBsn } from '../../../uwlr/bsn-like.js';
import { bsnLikeHint } from '../../../uwlr/checks/bsn-like-keys.js';
import type { Findings, Place } from '../../../uwlr/findings.js';

/** Counts keys of learners and results that may be national numbers: a source that uses those has all of them so, and one finding says it. */
export class BsnLikeNames {
  #count = 0;
  #first: Place | undefined;

  look(key: string, placeOf: () => Place): void {
    if (!holdsBsn(key)) return;
    this.#count += 1;
    this.#first ??= placeOf();
  }

  /** After the last key. */
  tell(findings: Findings): void {
    if (this.#first !== undefined) findings.add('UWLR-LR-025', this.#first, bsnLikeHint(this.#count));
  }
}
