import type { AssessmentRow, Slice } from '../store.js';

/**
 * Rows as one flat list of strings, the cells of the first row first: crossing a thread boundary this way costs well under
 * half of what objects with byte arrays cost. Sealed values are bytes in a latin1 string.
 */
export type Cells = readonly (string | null)[];

/** `learners`: alias, eckId, sealedId, eckAlias. `results`: id, learner, date, assessment, key, sealedKey, document, exercise (a text or null). */
export interface SliceCells {
  readonly learners: Cells;
  readonly results: Cells;
}

export const LEARNER_CELLS = 4;
export const RESULT_CELLS = 8;
/** id, code, version, document. */
export const ASSESSMENT_CELLS = 4;

export const NO_ROWS: SliceCells = { learners: [], results: [] };

export function sliceCells(slice: Slice): SliceCells {
  const learners: (string | null)[] = [];
  for (const row of slice.learners) learners.push(row.alias, row.eckId ?? null, sealed(row.sealedId), row.eckAlias ?? null);
  const results: (string | null)[] = [];
  for (const row of slice.results) {
    results.push(
      row.id,
      row.learner,
      row.date,
      row.assessment,
      row.key ?? null,
      sealed(row.sealedKey),
      row.document,
      row.exercise ? '1' : null,
    );
  }
  return { learners, results };
}

export function assessmentCells(rows: readonly AssessmentRow[]): Cells {
  return rows.flatMap((row) => [row.id, row.code, row.version ?? null, row.document]);
}

/** The bytes of a sealed cell. */
export function unsealed(cell: string | null | undefined): Buffer | null {
  return typeof cell === 'string' ? Buffer.from(cell, 'latin1') : null;
}

/** Sealed bytes as a cell. */
export function sealed(bytes: Uint8Array | undefined): string | null {
  return bytes ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1') : null;
}
