import type { Database, Statement } from 'better-sqlite3';
import type { KeptText, KeptTextQuery } from '../../rights-store.js';

interface KeptTextRow {
  readonly seq: number;
  readonly id: string;
  readonly revision: number;
  readonly document: string;
  readonly key: string | null;
  readonly sealed_key: Uint8Array | null;
}

/** Reads what is kept in the clear of a school, stretch by stretch. Synchronous. */
export class KeptTextReader {
  private readonly statements: Readonly<Record<KeptTextQuery['of'], Statement<unknown[], KeptTextRow>>>;

  constructor(db: Database) {
    const select = (of: KeptTextQuery['of'], keys: string) =>
      db.prepare<unknown[], KeptTextRow>(`
        SELECT seq, id, revision, document, ${keys} FROM ${of}
        WHERE school = @school AND (id, revision) > (@id, @revision) ORDER BY id, revision LIMIT @limit`);
    this.statements = {
      results: select('results', 'key, sealed_key'),
      assessments: select('assessments', 'NULL AS key, NULL AS sealed_key'),
      signals: select('signals', 'NULL AS key, NULL AS sealed_key'),
      activities: db.prepare<unknown[], KeptTextRow>(`
        SELECT seq, '' AS id, seq AS revision, document, NULL AS key, NULL AS sealed_key FROM activities
        WHERE school = @school AND seq > @revision ORDER BY seq LIMIT @limit`),
    };
  }

  read({ school, of, after = { id: '', revision: 0 }, limit }: KeptTextQuery): readonly KeptText[] {
    return this.statements[of].all({ school, ...after, limit }).map(({ key, sealed_key, ...row }) => ({
      ...row,
      ...(key === null ? {} : { key }),
      ...(sealed_key === null ? {} : { sealedKey: sealed_key }),
    }));
  }
}
