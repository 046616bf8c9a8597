import type { AnyQuery } from '../../sql/query.js';
import type { Dialect, ListOf } from '../../sql/words.js';

/** The words of SQLite, for one statement. A list is bound as a JSON array: bytes in it as hex. */
export function sqliteDialect(): Dialect {
  const lists = new Map<string, ListOf>();
  const listed = (of: ListOf, parameter: string): string => {
    lists.set(parameter, of);
    return `json_each(@${parameter})`;
  };
  return {
    lists,
    words: {
      by: (index) => `INDEXED BY ${index}`,
      thenJoin: 'CROSS JOIN',
      oneWriter: (condition) => `${condition} AND`,
      aside: (column) => `+${column}`,
      place: (alias) => `${alias}.rowid`,
      greatest: (...parts) => `max(${parts.join(', ')})`,
      least: (...parts) => `min(${parts.join(', ')})`,
      inList: (of, parameter) => `IN (SELECT ${of === 'bytes' ? 'unhex(value)' : 'value'} FROM ${listed(of, parameter)})`,
      list: (of, parameter, alias) => `(SELECT value, key AS pos FROM ${listed(of, parameter)}) ${alias}`,
      elements: (text, alias) => `json_each(${text}) ${alias}`,
      member: (text, name) => `(${text} ->> '${name}')`,
      withoutMember: (text, name) => `json_remove(${text}, '$.${name}')`,
      bytes: (parameter) => `@${parameter}`,
      hex: (digits) => `x'${digits}'`,
      holds: (text, part) => `instr(${text}, ${part}) > 0`,
      instant: (text) => `CAST(round((julianday(${text}) - 2440587.5) * 86400000) AS INTEGER)`,
      databaseBytes: '(SELECT page_count * page_size FROM pragma_page_count, pragma_page_size)',
      freeBytes: '(SELECT freelist_count * page_size FROM pragma_freelist_count, pragma_page_size)',
      lockFree: '',
    },
  };
}

/** A statement that takes no list, as SQLite reads it: for what prepares its statements itself. */
export function textForSqlite(query: Pick<AnyQuery, 'text'>): string {
  return query.text(sqliteDialect().words);
}

/** The values of a statement as better-sqlite3 binds them. */
export function boundForSqlite(values: unknown, lists: Dialect['lists']): Readonly<Record<string, unknown>> {
  const named = (values ?? {}) as Readonly<Record<string, unknown>>;
  if (lists.size === 0) return named;
  const bound: Record<string, unknown> = { ...named };
  for (const [name, of] of lists) {
    const list = bound[name] as readonly unknown[];
    bound[name] = JSON.stringify(of === 'bytes' ? (list as readonly Uint8Array[]).map(hexOf) : list);
  }
  return bound;
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}
