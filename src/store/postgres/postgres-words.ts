import type { Dialect, ListOf } from '../sql/words.js';

const ARRAYS: Readonly<Record<ListOf, string>> = { text: 'text[]', number: 'bigint[]', bytes: 'bytea[]' };

/** SQL: JSON with a sign in the place of what is no text of PostgreSQL: of U+0000, and of the half of a pair of surrogates. */
function readable(text: string): string {
  return String.raw`regexp_replace(${text}, '(?<=(?:^|[^\\])(?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})', '\\ufffd', 'g')`;
}

/** The words of PostgreSQL, for one statement. A list is bound as an array. */
export function postgresDialect(): Dialect {
  const lists = new Map<string, ListOf>();
  const listed = (of: ListOf, parameter: string): string => {
    lists.set(parameter, of);
    return `CAST(@${parameter} AS ${ARRAYS[of]})`;
  };
  return {
    lists,
    words: {
      by: () => '',
      thenJoin: 'JOIN',
      oneWriter: () => '',
      aside: (column) => column,
      place: (alias) => `${alias}.place`,
      greatest: (...parts) => `greatest(${parts.join(', ')})`,
      least: (...parts) => `least(${parts.join(', ')})`,
      inList: (of, parameter) => `= ANY (${listed(of, parameter)})`,
      // By its bytes, as the texts of tables.
      list: (of, parameter, alias) =>
        `(SELECT value${of === 'text' ? ' COLLATE "C" AS value' : ''}, pos - 1 AS pos FROM unnest(${listed(of, parameter)}) WITH ORDINALITY AS listed (value, pos)) ${alias}`,
      elements: (text, alias) =>
        `LATERAL (SELECT CAST(value AS text) COLLATE "C" AS value FROM json_array_elements(CAST(${text} AS json))) ${alias}`,
      member: (text, name) => `((CAST(${readable(text)} AS json) ->> '${name}') COLLATE "C")`,
      withoutMember: (text, name) => `CAST(CAST(${readable(text)} AS jsonb) - '${name}' AS text)`,
      bytes: (parameter) => `CAST(@${parameter} AS bytea)`,
      hex: (digits) => `CAST('\\x${digits}' AS bytea)`,
      holds: (text, part) => `strpos(${text}, ${part}) > 0`,
      instant: (text) => `CAST(extract(epoch FROM CAST(${text} AS timestamptz)) * 1000 AS bigint)`,
      databaseBytes: 'pg_database_size(current_database())',
      freeBytes: 'CAST(0 AS bigint)',
      lockFree: 'FOR UPDATE SKIP LOCKED',
    },
  };
}
