import type { Database, Statement } from 'better-sqlite3';
import type { PauseScope } from '../../outbox-store.js';
import { StoreError } from '../../store-error.js';

/** What waits since somebody said so. Synchronous; runs inside the caller's transaction. */
export class DeliveryPauseTable {
  private readonly insert: Statement<unknown[]>;
  private readonly remove: Statement<unknown[]>;
  private readonly known: Statement<unknown[], number>;

  constructor(db: Database) {
    this.insert = db.prepare(
      'INSERT INTO delivery_pauses (target, school, since) VALUES (@target, @school, @since) ON CONFLICT DO NOTHING',
    );
    this.remove = db.prepare('DELETE FROM delivery_pauses WHERE target = @target AND school = @school');
    this.known = db
      .prepare<unknown[], number>(`
        SELECT 1 WHERE (@target = '' OR EXISTS (SELECT 1 FROM targets WHERE id = @target))
          AND (@school = '' OR EXISTS (SELECT 1 FROM schools WHERE id = @school))`)
      .pluck();
  }

  /** False: it was so already. Throws `StoreError('unknown')`. */
  set({ target = '', school = '' }: PauseScope, at: string | undefined): boolean {
    if (this.known.get({ target, school }) === undefined) throw new StoreError('unknown', 'deliveries: there is no such target or school');
    const changed = at === undefined ? this.remove.run({ target, school }) : this.insert.run({ target, school, since: Date.parse(at) });
    return changed.changes > 0;
  }
}
