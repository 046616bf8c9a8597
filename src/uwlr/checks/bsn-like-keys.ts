import { holdsBsn } from '../bsn-like.js';
import type { RuleId } from '../rules.js';
import type { Place, Report } from './report.js';

/** Counts keys that may be national numbers: a source that uses those has all of them so, and one finding says it. */
export class BsnLikeKeys {
  #count = 0;
  #first: Place | undefined;

  constructor(private readonly report: Report) {}

  /** `below` as in `Report.below`. */
  look(key: string, place: Place, below: string): void {
    if (!holdsBsn(key)) return;
    this.#count += 1;
    if (this.#first !== undefined) return;
    const { path, at } = this.report.below(place, below);
    this.#first = { path, at };
  }

  /** After the last key. */
  tell(rule: RuleId): void {
    if (this.#first !== undefined) this.report.add(rule, this.#first, '', 0, bsnLikeHint(this.#count));
  }
}

export function bsnLikeHint(count: number): string {
  return `${count} of them, by chance one in eleven numbers`;
}
