import { query } from '../../sql/query.js';
import { all, audit, first, run, runMany, type Script } from '../../sql/script.js';
import { StoreError } from '../../store-error.js';
import { auditEntry } from '../audit/audit-entry.js';
import { type Cells, unsealed } from '../cells.js';
import { isHeld } from '../retention/legal-hold.js';
import { type Cell, cellRows } from '../roster/roster-cells.js';

/** kind, alias, generation, sealedId. */
export const RECEIVER_ALIAS_CELLS = 4;

interface OfSchool {
  readonly school: string;
}

interface GivenAlias extends OfSchool {
  readonly receiver: string;
  readonly kind: Cell;
  readonly alias: Cell;
  readonly generation: number;
  readonly sealedId: Uint8Array | null;
}

interface SchoolRow {
  readonly earlier_aliases_until: string | null;
  readonly key_destroyed_at: string | null;
}

const KEEP = query<never, GivenAlias>(
  () => `
    INSERT INTO receiver_aliases (school, receiver, kind, alias, generation, sealed_id)
    VALUES (@school, @receiver, @kind, @alias, @generation, @sealedId)
    ON CONFLICT (school, receiver, alias) DO NOTHING`,
);
const REMOVE = query<never, OfSchool & { readonly aliases: readonly string[] }>(
  ({ inList }) => `DELETE FROM receiver_aliases WHERE school = @school AND alias ${inList('text', 'aliases')}`,
);
const SCHOOL = query<SchoolRow, OfSchool>(() => 'SELECT earlier_aliases_until, key_destroyed_at FROM schools WHERE id = @school');
const ROTATE = query<{ readonly alias_generation: number }, OfSchool & { readonly earlierCount: 0 | 1; readonly until: string }>(
  () => `
    UPDATE schools SET
      oldest_alias_generation = CASE WHEN CAST(@earlierCount AS BIGINT) = 1 THEN oldest_alias_generation ELSE alias_generation END,
      alias_generation = alias_generation + 1,
      earlier_aliases_until = @until
    WHERE id = @school RETURNING alias_generation`,
);
const ROTATED = query<{ readonly id: string; readonly earlier_aliases_until: string }>(
  () => 'SELECT id, earlier_aliases_until FROM schools WHERE earlier_aliases_until IS NOT NULL AND held_since IS NULL',
);
const REMOVE_EARLIER = query<never, { readonly schools: readonly string[] }>(
  ({ inList }) => `
    DELETE FROM receiver_aliases WHERE school ${inList('text', 'schools')}
      AND generation < (SELECT s.alias_generation FROM schools s WHERE s.id = receiver_aliases.school)`,
);

/** One that is there already stays as it is. */
export function* keepAliases(school: string, receiver: string, cells: Cells): Script<void> {
  const rows = cellRows(cells, RECEIVER_ALIAS_CELLS, ([kind, alias, generation, sealedId]) => ({
    school,
    receiver,
    kind,
    alias,
    generation: Number(generation),
    sealedId: unsealed(sealedId),
  }));
  yield* runMany(KEEP, rows);
}

/** Whichever receiver was given them. Gives how many there were. */
export function removeAliases(school: string, aliases: readonly string[]): Script<number> {
  return run(REMOVE, { school, aliases });
}

/** Removes aliases of who is gone, unless the school is under legal hold. Gives how many there were. */
export function* forgetGone(school: string, aliases: readonly string[], actor: string): Script<number> {
  const removed = (yield* isHeld(school)) ? 0 : yield* removeAliases(school, aliases);
  if (removed > 0) yield* audit(auditEntry(actor, 'aliases.purge', { school, counts: { aliases: removed } }));
  return removed;
}

/**
 * Begins a new generation at `at`; the one before it counts until `until`. Gives the new one. Throws `StoreError('unknown')`, or
 * `'destroyed'`.
 */
export function* rotateAliases(
  { school, at, until }: OfSchool & { readonly at: string; readonly until: string },
  actor: string,
): Script<number> {
  const row = yield* first(SCHOOL, { school });
  if (row === undefined) throw new StoreError('unknown', 'schools: there is none with this id');
  if (row.key_destroyed_at !== null) throw new StoreError('destroyed', 'the key of the school was destroyed');
  // Generations whose time is over stay over.
  const earlierCount = isAfter(row.earlier_aliases_until, at) ? 1 : 0;
  const generation = (yield* first(ROTATE, { school, earlierCount, until }))!.alias_generation;
  yield* audit(auditEntry(actor, 'school.rotate-aliases', { school, counts: { generation } }));
  return generation;
}

/** Removes those of earlier generations whose time is over at `at`. Gives how many. */
export function* purgeAliases(at: string): Script<number> {
  const over = (yield* all(ROTATED, undefined)).filter(({ earlier_aliases_until }) => isAfter(at, earlier_aliases_until, true));
  return over.length === 0 ? 0 : yield* run(REMOVE_EARLIER, { schools: over.map(({ id }) => id) });
}

/** By instant, whatever ISO form they were given in. */
function isAfter(one: string | null, other: string, orAt = false): boolean {
  if (one === null) return false;
  const [left, right] = [Date.parse(one), Date.parse(other)];
  return orAt ? left >= right : left > right;
}
