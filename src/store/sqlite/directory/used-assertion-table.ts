import type { Database, Statement } from 'better-sqlite3';

/** An assertion that counts once, until it is over. Synchronous; runs inside the caller's transaction. */
export interface Assertion {
  /** Which one, as SHA-256 in hex. */
  readonly digest: string;
  /** ISO instants. */
  readonly until: string;
  readonly at: string;
}

export class UsedAssertionTable {
  private readonly forget: Statement<[string]>;
  private readonly remember: Statement<[string, string]>;

  constructor(db: Database) {
    this.forget = db.prepare('DELETE FROM used_assertions WHERE until <= ?');
    this.remember = db.prepare('INSERT INTO used_assertions (digest, until) VALUES (?, ?) ON CONFLICT (digest) DO NOTHING');
  }

  /** True the first time. */
  use({ digest, until, at }: Assertion): boolean {
    this.forget.run(at);
    return this.remember.run(digest, until).changes === 1;
  }
}
