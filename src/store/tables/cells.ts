import type { SignalBatch } from '../goals/signal-store.js';
import type { AssessmentRow, Slice } from '../store.js';

/** A value of a row. Sealed values, and ids of results, are bytes in a latin1 string. */
export type Cell = string | number | null;

/**
 * Rows as one flat list of values, the cells of the first row first: crossing a thread boundary this way costs well under
 * half of what objects with byte arrays cost.
 */
export type Cells = readonly (string | null)[];

/**
 * `learners`: alias, eckId, sealedId, eckAlias. `activities`: digest, document, links as JSON, and the versions of sets and mappings that
 * they were made with. `shared`, what results have in common: assessment, exercise (1 or 0), digest of the activity, document. `results`:
 * id in bytes (`placedId`), learner and eckId (both null: as of the result before), place among all that was shared since the delivery began, day, key,
 * sealedKey, own text.
 */
export interface SliceCells {
  readonly learners: Cells;
  readonly activities: Cells;
  readonly shared: readonly Cell[];
  readonly results: readonly Cell[];
}

/** Signals that come with results; their learners as `learnerCells`. */
export type SignalCells = SignalBatch & { readonly learners: Cells };

export const LEARNER_CELLS = 4;
export const SHARED_CELLS = 4;
export const RESULT_CELLS = 8;
export const ACTIVITY_CELLS = 5;
/** id, code, version, document. */
export const ASSESSMENT_CELLS = 4;

export const NO_ROWS: SliceCells = { learners: [], activities: [], shared: [], results: [] };

/** Learners as cells. */
export function learnerCells(rows: Slice['learners']): Cells {
  const cells: (string | null)[] = [];
  for (const row of rows) cells.push(row.alias, row.eckId ?? null, sealed(row.sealedId), row.eckAlias ?? null);
  return cells;
}

export function assessmentCells(rows: readonly AssessmentRow[]): Cells {
  const cells: (string | null)[] = [];
  for (const row of rows) cells.push(row.id, row.code, row.version ?? null, row.document);
  return cells;
}

/** The bytes of a sealed cell. */
export function unsealed(cell: Cell | undefined): Buffer | null {
  return typeof cell === 'string' ? Buffer.from(cell, 'latin1') : null;
}

/** Sealed bytes as a cell. */
export function sealed(bytes: Uint8Array | undefined): string | null {
  return bytes ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1') : null;
}
