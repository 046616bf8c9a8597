import type { ActivityRow } from '../../../goals/tagger.js';
import type { SignalBatch } from '../../goals/signal-store.js';
import type { AssessmentRow, Slice } from '../../store.js';

/**
 * Rows as one flat list of strings, the cells of the first row first: crossing a thread boundary this way costs well under
 * half of what objects with byte arrays cost. Sealed values are bytes in a latin1 string.
 */
export type Cells = readonly (string | null)[];

/**
 * `learners`: alias, eckId, sealedId, eckAlias. `activities`: digest, document, links as JSON, and the versions of sets and mappings that
 * they were made with. `results`: id, learner, date, assessment, key, sealedKey, document, exercise (a text or null), digest of the activity.
 */
export interface SliceCells {
  readonly learners: Cells;
  readonly activities: Cells;
  readonly results: Cells;
}

/** Signals that come with results; their learners as `learnerCells`. */
export type SignalCells = SignalBatch & { readonly learners: Cells };

export const LEARNER_CELLS = 4;
export const RESULT_CELLS = 9;
export const ACTIVITY_CELLS = 5;
/** id, code, version, document. */
export const ASSESSMENT_CELLS = 4;

export const NO_ROWS: SliceCells = { learners: [], activities: [], results: [] };

/** Learners as cells: what `sliceCells` makes of those of a slice. */
export function learnerCells(rows: Slice['learners']): Cells {
  return rows.flatMap((row) => [row.alias, row.eckId ?? null, sealed(row.sealedId), row.eckAlias ?? null]);
}

export function sliceCells(slice: Slice): SliceCells {
  const learners: (string | null)[] = [];
  for (const row of slice.learners) learners.push(row.alias, row.eckId ?? null, sealed(row.sealedId), row.eckAlias ?? null);
  const results: (string | null)[] = [];
  const activities = new Map<string, ActivityRow>();
  for (const row of slice.results) {
    const { activity } = row;
    if (activity !== undefined) activities.set(activity.digest, activity);
    results.push(
      row.id,
      row.learner,
      row.date,
      row.assessment,
      row.key ?? null,
      sealed(row.sealedKey),
      row.document,
      row.exercise ? '1' : null,
      activity?.digest ?? null,
    );
  }
  return { learners, activities: [...activities.values()].flatMap(activityCells), results };
}

/** The tagger gives one row for all messages with that activity. */
const known = new WeakMap<ActivityRow, Cells>();

function activityCells(row: ActivityRow): Cells {
  const cells = known.get(row);
  if (cells !== undefined) return cells;
  const { digest, document, links, taggedWith } = row;
  const made = [digest, document, JSON.stringify(links), String(taggedWith.sets), String(taggedWith.mappings)];
  known.set(row, made);
  return made;
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
