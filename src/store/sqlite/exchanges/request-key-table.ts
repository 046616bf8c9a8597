import type { Database, Statement } from 'better-sqlite3';
import type { AnsweredRequest } from '../../store.js';
import { ANSWERED, type AnsweredRow, answerOf, type RequestKey } from '../../tables/exchanges/request-keys.js';
import { sqliteDialect } from '../sql/sqlite-words.js';

/** Which requests were answered under an idempotency key, and how, for what accepts messages. Synchronous; inside the caller's transaction. */
export class RequestKeyTable {
  private readonly answered: Statement<[RequestKey], AnsweredRow>;

  private readonly insert: Statement<[string, string, string, number, number, number]>;

  constructor(db: Database) {
    this.answered = db.prepare(ANSWERED.text(sqliteDialect().words));
    this.insert = db.prepare('INSERT INTO request_keys (school, party, key, exchange, results, revised) VALUES (?, ?, ?, ?, ?, ?)');
  }

  find(school: string, party: string, key: string): AnsweredRequest | undefined {
    return answerOf(this.answered.get({ school, party, key }));
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
