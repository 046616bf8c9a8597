import type { StoredRow } from '../../../goals/mapping/plan-change.js';
import type { MappingRow, MappingTableOf } from '../../../goals/mapping.js';
import type { ListedMapping, MappingChange } from '../../goals/mapping-store.js';
import { query } from '../../sql/query.js';
import { all, audit, first, run, runMany, type Script } from '../../sql/script.js';
import { StoreError } from '../../store-error.js';
import { auditEntry } from '../audit/audit-entry.js';
import { askRetagOfAll } from './ask-retag.js';
import { raiseGoalVersion } from './goal-versions.js';

export type MappingWrite = { readonly kind: 'change'; readonly change: MappingChange };

interface VersionRow {
  readonly number: number;
  readonly party: string;
  readonly school: string;
  readonly asserted_by: string;
  readonly imported_at: number;
  readonly imported_by: string;
  readonly undoes: number | null;
  readonly note: string | null;
  readonly added: number;
  readonly removed: number;
  readonly undone_by: number | null;
}

interface TableRow {
  readonly seq: number;
  readonly added_in: number;
  readonly removed_in: number | null;
  readonly document: string;
}

/** `school` is '' for the table of all schools. */
interface OfTable {
  readonly party: string;
  readonly school: string;
}

const VERSIONS = `
  SELECT v.number, v.party, v.school, v.asserted_by, v.imported_at, v.imported_by, v.undoes, v.note,
    (SELECT count(*) FROM mapping_rows r WHERE r.added_in = v.number) AS added,
    (SELECT count(*) FROM mapping_rows r WHERE r.removed_in = v.number) AS removed,
    (SELECT max(u.number) FROM mapping_versions u WHERE u.undoes = v.number) AS undone_by
  FROM mapping_versions v`;
const ALL_VERSIONS = query<VersionRow>(() => `${VERSIONS} ORDER BY v.number`);
const VERSIONS_OF = query<VersionRow, { readonly party: string }>(() => `${VERSIONS} WHERE v.party = @party ORDER BY v.number`);

const ROWS = 'SELECT seq, added_in, removed_in, document FROM mapping_rows';
const NOW = query<TableRow, OfTable>(() => `${ROWS} WHERE party = @party AND school = @school AND removed_in IS NULL ORDER BY seq`);
const THEN = query<TableRow, OfTable & { readonly version: number }>(
  () => `
    ${ROWS} WHERE party = @party AND school = @school AND added_in <= @version AND (removed_in IS NULL OR removed_in > @version)
    ORDER BY seq`,
);
const ADDED = query<TableRow, { readonly version: number }>(() => `${ROWS} WHERE added_in = @version ORDER BY seq`);
const REMOVED = query<TableRow, { readonly version: number }>(() => `${ROWS} WHERE removed_in = @version ORDER BY seq`);

const LATEST = query<{ readonly number: number | null }, OfTable>(
  () => 'SELECT max(number) AS number FROM mapping_versions WHERE party = @party AND school = @school',
);
const NEXT = query<{ readonly number: number }>(() => 'SELECT coalesce(max(number), 0) + 1 AS number FROM mapping_versions');
const INSERT_VERSION = query<
  never,
  OfTable & {
    readonly number: number;
    readonly assertedBy: string;
    readonly at: number;
    readonly actor: string;
    readonly undoes: number | null;
    readonly note: string | null;
  }
>(
  () => `
    INSERT INTO mapping_versions (number, party, school, asserted_by, imported_at, imported_by, undoes, note)
    VALUES (@number, @party, @school, @assertedBy, @at, @actor, @undoes, @note)`,
);
const END = query<never, OfTable & { readonly number: number; readonly seq: number }>(
  () => 'UPDATE mapping_rows SET removed_in = @number WHERE seq = @seq AND party = @party AND school = @school AND removed_in IS NULL',
);
const INSERT = query<never, OfTable & { readonly number: number; readonly document: string }>(
  () => 'INSERT INTO mapping_rows (party, school, added_in, document) VALUES (@party, @school, @number, @document)',
);

/** Every version, oldest first; with a party only those of its tables. */
export function* mappingVersions(party?: string): Script<readonly ListedMapping[]> {
  const rows = party === undefined ? yield* all(ALL_VERSIONS, undefined) : yield* all(VERSIONS_OF, { party });
  return rows.map(listedMapping);
}

/** The rows of a table in the order in which they were added, as of a version of it (the latest). */
export function* mappingRows({ party, school = '' }: MappingTableOf, version?: number): Script<readonly StoredRow[]> {
  const rows = version === undefined ? yield* all(NOW, { party, school }) : yield* all(THEN, { party, school, version });
  return rows.map(storedRow);
}

/** What a version added and removed. */
export function* mappingChanges(version: number): Script<{ readonly added: readonly StoredRow[]; readonly removed: readonly StoredRow[] }> {
  const added = yield* all(ADDED, { version });
  return { added: added.map(storedRow), removed: (yield* all(REMOVED, { version })).map(storedRow) };
}

/** Gives the number of the version. Throws `StoreError('conflict')` when the table has another version than the change was made for. */
export function* writeMappings({ change }: MappingWrite, actor: string): Script<number> {
  const { party, school = '', assertedBy, undoes, note, remove, add, base } = change;
  const table = { party, school };
  const at = Date.parse(change.at);
  const latest = (yield* first(LATEST, table))?.number ?? undefined;
  if (latest !== base) throw changedMeanwhile();
  const { number } = (yield* first(NEXT, undefined))!;
  yield* run(INSERT_VERSION, { ...table, number, assertedBy, at, actor, undoes: undoes ?? null, note: note ?? null });
  const ended = yield* runMany(
    END,
    remove.map((seq) => ({ ...table, number, seq })),
  );
  // Each ends one row at most, and the same row only once.
  if (ended !== remove.length) throw changedMeanwhile();
  yield* runMany(
    INSERT,
    add.map((row) => ({ ...table, number, document: JSON.stringify(row) })),
  );
  yield* raiseGoalVersion('mappings');
  const operation = undoes === undefined ? 'mapping.import' : 'mapping.undo';
  const of = school === '' ? {} : { school };
  // In the same transaction, so that it is never forgotten.
  yield* askRetagOfAll(operation, at, { party, ...of });
  const counts = { version: number, added: add.length, removed: remove.length };
  yield* audit(auditEntry(actor, operation, { subject: party, ...of, counts }));
  return number;
}

function changedMeanwhile(): StoreError {
  return new StoreError('conflict', 'mapping_versions: the mapping was changed meanwhile: try again');
}

function storedRow({ seq, added_in, removed_in, document }: TableRow): StoredRow {
  return { seq, addedIn: added_in, ...(removed_in === null ? {} : { removedIn: removed_in }), row: JSON.parse(document) as MappingRow };
}

function listedMapping({ school, asserted_by, imported_at, imported_by, undoes, note, undone_by, ...version }: VersionRow): ListedMapping {
  return {
    ...version,
    ...(school === '' ? {} : { school }),
    assertedBy: asserted_by,
    importedAt: new Date(imported_at).toISOString(),
    importedBy: imported_by,
    ...(undoes === null ? {} : { undoes }),
    ...(note === null ? {} : { note }),
    ...(undone_by === null ? {} : { undoneBy: undone_by }),
  };
}
