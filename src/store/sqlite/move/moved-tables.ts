import SqliteDatabase, { type Database } from 'better-sqlite3';
import { type ColumnKind, type MovedColumn, type MovedTable, PLACE, PLACED_TABLES } from '../../move/moved-table.js';
import { migrate } from '../migrations/migrate.js';

const KINDS: Readonly<Record<string, ColumnKind>> = { TEXT: 'text', INTEGER: 'whole', REAL: 'fraction', BLOB: 'bytes' };

interface ColumnInfo {
  readonly name: string;
  readonly type: string;
  readonly pk: number;
}

/** Every table of a store of this version, behind those that it refers to. Neither the list of migrations nor what SQLite keeps for itself. */
export function movedTables(): readonly MovedTable[] {
  const db = new SqliteDatabase(':memory:');
  try {
    migrate(db);
    const names = db
      .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> 'migrations'")
      .pluck()
      .all();
    return behindReferred(db, names).map((name) => tableOf(db, name));
  } finally {
    db.close();
  }
}

function tableOf(db: Database, name: string): MovedTable {
  const columns = db.prepare<[string], ColumnInfo>('SELECT name, type, pk FROM pragma_table_info(?)').all(name);
  const key = columns.filter(({ pk }) => pk > 0).sort((one, other) => one.pk - other.pk);
  const numbered = key.length === 1 && key[0]!.type === 'INTEGER' && key[0]!.name !== 'only' ? key[0]!.name : undefined;
  return {
    name,
    columns: [...columns.map((column): MovedColumn => ({ name: column.name, kind: KINDS[column.type]! })), ...placeOf(name)],
    key: (key.length === 0 ? columns : key).map((column) => column.name),
    ...(numbered === undefined ? {} : { numbered }),
    isSeeded: db.prepare(`SELECT 1 FROM "${name}" LIMIT 1`).get() !== undefined,
  };
}

function placeOf(table: string): readonly MovedColumn[] {
  return PLACED_TABLES.has(table) ? [{ name: PLACE, kind: 'whole' }] : [];
}

function behindReferred(db: Database, names: readonly string[]): readonly string[] {
  const referred = db.prepare<[string], string>('SELECT DISTINCT "table" FROM pragma_foreign_key_list(?)').pluck();
  const sorted = new Set<string>();
  const add = (name: string): void => {
    if (sorted.has(name)) return;
    for (const other of referred.all(name)) if (other !== name) add(other);
    sorted.add(name);
  };
  for (const name of names) add(name);
  return [...sorted];
}
