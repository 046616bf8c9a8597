import type { Database, Statement } from 'better-sqlite3';
import type { Result } from '../../../model/result.js';
import type { Rewritten } from '../../rights-store.js';
import { ownText, sharedText } from '../../tables/results/compact-result.js';
import { dayNumber } from '../../tables/results/day-number.js';
import { EckIdTable } from './eck-id-table.js';
import { SharedTable } from './shared-table.js';

interface RewrittenRow {
  readonly source: number;
  readonly school: string;
  readonly learner: number;
  readonly shared: number;
  readonly assessment: string;
  readonly exercise: 0 | 1;
  readonly activity: number | null;
}

/** SQL: a result as it is kept, all of it. */
export const RESULT_BEFORE = 'SELECT r.*, h.document FROM results r JOIN result_shared h ON h.seq = r.shared WHERE r.seq = ?';

/** Gives a result another text. Synchronous; runs inside the caller's transaction. */
export class ResultRewrite {
  private readonly row: Statement<[number], RewrittenRow>;
  private readonly update: Statement<unknown[]>;
  private readonly shared: SharedTable;
  private readonly eckIds: EckIdTable;

  constructor(db: Database) {
    this.row = db.prepare(`
      SELECT r.source, o.school, r.learner, r.shared, h.assessment, h.exercise, h.activity
      FROM results r JOIN sources o ON o.seq = r.source JOIN result_shared h ON h.seq = r.shared WHERE r.seq = ?`);
    this.update = db.prepare(`
      UPDATE results SET shared = @shared, day = @day, eck_number = @eckNumber, own = @own,
        key = CASE WHEN @forget = 1 THEN NULL ELSE key END, sealed_key = CASE WHEN @forget = 1 THEN NULL ELSE sealed_key END
      WHERE seq = @seq`);
    this.shared = new SharedTable(db);
    this.eckIds = new EckIdTable(db);
  }

  /** What nothing has in common with the result any more goes with its old text. */
  run({ seq, document, forgetKey }: Extract<Rewritten, { of: 'results' }>): void {
    const { school, learner, shared, ...common } = this.row.get(seq)!;
    const result = JSON.parse(document) as Result;
    this.update.run({
      seq,
      shared: this.shared.numberOf({ ...common, document: sharedText(result) }),
      day: dayNumber(result.date),
      eckNumber: this.eckIds.numberOf(learner, result.eckId ?? null),
      own: ownText(result, school),
      forget: forgetKey ? 1 : 0,
    });
    this.shared.forget([shared]);
    this.eckIds.forget(learner);
  }
}
