import type { Database, Statement } from 'better-sqlite3';
import type { AnsweredRequest } from '../../store.js';

interface Answered {
  readonly digest: string;
  readonly exchange: string;
  readonly results: number;
  readonly revised: number;
  readonly repeats: string | null;
}

/** Which requests were answered under an idempotency key, and how. Synchronous; reads on any connection, writes in the caller's transaction. */
export class RequestKeyTable {
  private readonly answered: Statement<[string, string, string], Answered>;

  private readonly insert: Statement<[string, string, string, number, number, number]>;

  constructor(db: Database) {
    this.answered = db.prepare(`
      SELECT e.digest, e.id AS exchange, k.results, k.revised, e.repeats
      FROM request_keys k JOIN exchanges e ON e.seq = k.exchange WHERE k.school = ? AND k.party = ? AND k.key = ?`);
    this.insert = db.prepare('INSERT INTO request_keys (school, party, key, exchange, results, revised) VALUES (?, ?, ?, ?, ?, ?)');
  }

  find(school: string, party: string, key: string): AnsweredRequest | undefined {
    const row = this.answered.get(school, party, key);
    if (row === undefined) return undefined;
    const { repeats, ...answered } = row;
    return { ...answered, ...(repeats === null ? {} : { repeats }) };
  }

  /** `exchange`: number of its record. */
  keep(
    of: { readonly school: string; readonly party: string; readonly requestKey?: string | undefined },
    exchange: number,
    { results, revised }: { readonly results: number; readonly revised: number },
  ): void {
    if (of.requestKey !== undefined) this.insert.run(of.school, of.party, of.requestKey, exchange, results, revised);
  }
}
