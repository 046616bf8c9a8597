import type { Database, Statement } from 'better-sqlite3';
import type { LastUse, UseKind } from '../../last-use.js';

/** When keys and tokens were last used. Synchronous; writes run inside the caller's transaction. */
export class LastUseTable {
  private readonly put: Statement<[string, string, string]>;

  constructor(db: Database) {
    this.put = db.prepare(`
      INSERT INTO last_uses (kind, id, used_at) VALUES (?, ?, ?)
      ON CONFLICT (kind, id) DO UPDATE SET used_at = max(used_at, excluded.used_at)`);
  }

  keep(uses: readonly LastUse[]): void {
    for (const { kind, id, at } of uses) this.put.run(kind, id, at);
  }
}

/** By id. */
export function lastUses(db: Database, kind: UseKind): ReadonlyMap<string, string> {
  const rows = db.prepare<[string], { id: string; used_at: string }>('SELECT id, used_at FROM last_uses WHERE kind = ?').all(kind);
  return new Map(rows.map(({ id, used_at }) => [id, used_at]));
}
