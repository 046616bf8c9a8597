import { supplied } from '../../core/supplied.js';
import type { LedgerLine } from '../goal-set.js';
import { GOAL_SET_LIMITS } from './goal-set-limits.js';

/** Counts what became of the fields of entities: a field may be kept at some and left out at others, which gives two lines. */
export class SloLedger {
  private readonly counts = new Map<string, LedgerLine>();

  add(path: string, count: number, kept: boolean, note?: string): void {
    const key = `${path} ${kept} ${note ?? ''}`;
    const before = this.counts.get(key);
    if (before === undefined && this.counts.size >= GOAL_SET_LIMITS.places) {
      this.add('(other places)', count, false, 'too many places to list');
      return;
    }
    this.counts.set(key, { path, count: (before?.count ?? 0) + count, kept, ...supplied({ note }) });
  }

  lines(): readonly LedgerLine[] {
    return [...this.counts.values()];
  }
}
