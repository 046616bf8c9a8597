import { query } from '../../sql/query.js';
import { first, runMany, type Script } from '../../sql/script.js';
import { unsealed } from '../cells.js';
import { type Cell, cellRows, PACK_CELLS, type PackCells } from './roster-cells.js';
import type { OfSchoolYear } from './roster-rows.js';

/** The roster of this revision, unless it has packs. */
const NEEDS_PACKS = query<{ readonly revision: number }, PackCells['head']>(
  () => `
    SELECT revision FROM rosters r
    WHERE r.school = @school AND r.school_year = @schoolYear AND r.revision = @revision AND r.changed_at = @changedAt
      AND NOT EXISTS (SELECT 1 FROM roster_packs p WHERE p.school = r.school AND p.school_year = r.school_year)`,
);
const INSERT = query<
  never,
  OfSchoolYear & { readonly number: number; readonly kind: Cell; readonly size: number; readonly document: Uint8Array | null }
>(
  () => `
    INSERT INTO roster_packs (school, school_year, number, kind, size, document)
    VALUES (@school, @schoolYear, @number, @kind, @size, @document)`,
);

/**
 * Keeps a roster in packs; triggers remove those of a roster that changes. Stores nothing when they are of another revision than the roster has
 * now, nor when it has packs: several answers at once made the same.
 */
export function* keepRosterPacks({ head, packs }: PackCells): Script<void> {
  if ((yield* first(NEEDS_PACKS, head)) === undefined) return;
  const { school, schoolYear } = head;
  const rows = cellRows(packs, PACK_CELLS, ([kind, size, document], number) => ({
    school,
    schoolYear,
    number,
    kind,
    size: Number(size),
    document: unsealed(document),
  }));
  yield* runMany(INSERT, rows);
}
