import { query } from '../../sql/query.js';
import { first, runMany, type Script } from '../../sql/script.js';
import { unsealed } from '../cells.js';
import { type Cell, cellRows, LEFT_CELLS, type RosterCells, UPSERT_CELLS } from './roster-cells.js';
import type { OfSchoolYear } from './roster-rows.js';

interface ObjectValues extends OfSchoolYear {
  readonly kind: Cell;
  readonly id: Cell;
  readonly at: string;
}

/** Who is back is there since now: the time before is over. */
const PUT = query<never, ObjectValues & { readonly position: number; readonly content: Cell; readonly document: Uint8Array | null }>(
  () => `
    INSERT INTO roster_objects (school, school_year, kind, id, position, content, document, since)
    VALUES (@school, @schoolYear, @kind, @id, @position, @content, @document, @at)
    ON CONFLICT (school, kind, id, school_year) DO UPDATE SET
      position = excluded.position,
      content = excluded.content,
      document = excluded.document,
      since = CASE WHEN roster_objects.until IS NULL THEN roster_objects.since ELSE excluded.since END,
      until = NULL`,
);
const END = query<never, ObjectValues>(
  () => `
    UPDATE roster_objects SET until = @at
    WHERE school = @school AND kind = @kind AND id = @id AND school_year = @schoolYear AND until IS NULL`,
);
const CURRENT = query<{ readonly objects: number }, OfSchoolYear & { readonly kind: Cell; readonly ids: readonly string[] }>(
  ({ inList }) => `
    SELECT count(*) AS objects FROM roster_objects
    WHERE school = @school AND kind = @kind AND id ${inList('text', 'ids')} AND school_year = @schoolYear AND until IS NULL`,
);

export function* putRosterObjects({ head: { school, schoolYear }, upserts, at }: RosterCells): Script<void> {
  const rows = cellRows(upserts, UPSERT_CELLS, ([kind, id, position, content, document]) => ({
    school,
    schoolYear,
    kind,
    id,
    position: Number(position),
    content,
    document: unsealed(document),
    at,
  }));
  yield* runMany(PUT, rows);
}

/** Ends those that are gone. */
export function* endRosterObjects({ head: { school, schoolYear }, left, at }: RosterCells): Script<void> {
  yield* runMany(
    END,
    cellRows(left, LEFT_CELLS, ([kind, id]) => ({ school, schoolYear, kind, id, at })),
  );
}

/** How many of these are in the roster at the moment. Each id once. */
export function* currentObjects({ school, schoolYear }: OfSchoolYear, kind: Cell, ids: readonly string[]): Script<number> {
  return (yield* first(CURRENT, { school, schoolYear, kind, ids }))!.objects;
}
