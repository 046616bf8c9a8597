import { StoreError } from '../../store-error.js';

/** A row that holds a canonical document. */
export interface DocumentRow {
  readonly seq: number;
  readonly revision: number;
  readonly document: string;
  readonly stored_at: number;
}

/** What the store adds to a document. */
export interface Stored {
  readonly revision: number;
  readonly storedAt: string;
}

/** The document of a row with what the store knows of it. Throws `StoreError('failed')`, without a word of the text. */
export function storedDocument<T>(table: string, row: DocumentRow): T & Stored {
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
