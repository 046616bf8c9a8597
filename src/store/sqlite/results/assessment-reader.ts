import type { Database } from 'better-sqlite3';
import type { Assessment } from '../../../model/result.js';
import { seqOf } from '../../sql/cursor.js';
import { pageOf, rowsFor } from '../../sql/page.js';
import type { AssessmentQuery, Page, StoredAssessment } from '../../store.js';
import { StoreError } from '../../store-error.js';
import { StatementCache } from '../connection/statement-cache.js';

const SELECT = `
  SELECT a.seq, a.revision, a.document, e.stored_at FROM assessments a JOIN exchanges e ON e.seq = a.exchange WHERE a.school = ?`;

/** A row that holds a canonical document. */
interface DocumentRow {
  readonly seq: number;
  readonly revision: number;
  readonly document: string;
  readonly stored_at: number;
}

/** What the store adds to a document. */
interface Stored {
  readonly revision: number;
  readonly storedAt: string;
}

/** Reads assessments: current revisions, oldest stored first. Synchronous, in small steps. */
export class AssessmentReader {
  private readonly statements: StatementCache;

  constructor(db: Database) {
    this.statements = new StatementCache(db);
  }

  /** Of these ids, in no order. */
  of(school: string, ids: readonly string[]): readonly StoredAssessment[] {
    return (
      this.statements
        // The plus keeps SQLite from going through all that a school has to find a few.
        .prepare<DocumentRow>(`${SELECT} AND +a.current = 1 AND a.id IN (SELECT value FROM json_each(?))`)
        .all(school, JSON.stringify(ids))
        .map(assessmentOf)
    );
  }

  page(query: AssessmentQuery): Page<StoredAssessment> {
    const parameters: unknown[] = [query.school];
    let sql = `${SELECT} AND a.current = 1`;
    if (query.party !== undefined) {
      sql += ' AND a.party = ?';
      parameters.push(query.party);
    }
    sql += ' AND a.seq > ? ORDER BY a.seq LIMIT ?';
    const after = query.cursor === undefined ? 0 : seqOf('assessments', query.cursor);
    const rows = this.statements.prepare<DocumentRow>(sql).all(...parameters, after, rowsFor(query.limit));
    return pageOf('assessments', rows, query.limit, assessmentOf);
  }
}

function assessmentOf(row: DocumentRow): StoredAssessment {
  return storedDocument<Assessment>('assessments', row);
}

/** The document of a row with what the store knows of it. Throws `StoreError('failed')`, without a word of the text. */
function storedDocument<T>(table: string, row: DocumentRow): T & Stored {
  const { revision } = row;
  const document = parse(table, row) as T;
  return { ...document, revision, storedAt: new Date(row.stored_at).toISOString() };
}

function parse(table: string, row: DocumentRow): unknown {
  try {
    return JSON.parse(row.document);
  } catch {
    throw new StoreError('failed', `${table}: the document of row ${row.seq} is not JSON`);
  }
}
