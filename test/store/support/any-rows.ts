import type { Database } from 'better-sqlite3';

interface Column {
  readonly name: string;
  readonly type: string;
  readonly notnull: number;
}

interface Link {
  readonly id: number;
  readonly table: string;
  readonly from: string;
  readonly to: string;
}

/** What columns with a CHECK take. */
const ALLOWED: readonly (readonly [RegExp, readonly (string | number)[]])[] = [
  [/^(?:current|exercise|irregular|accept_stale|known_learners_only|brief|whole|departed)$/, [0, 1]],
  [/^member_kind$/, ['learner', 'teacher']],
];
const KINDS: Readonly<Record<string, readonly string[]>> = {
  roster_objects: ['group', 'learner', 'teacher'],
  roster_packs: ['group', 'learner', 'teacher'],
  receiver_aliases: ['group', 'learner', 'teacher'],
  client_keys: ['secret', 'jwk'],
};
/** Texts that a line of COPY could lose or change. */
const TEXTS = ['plain', '', '\\', '\\N', '\\.', 'a\tb', 'a\nb\r\n', '"quoted" \'s', 'ë€𝄞', '\u0001\b\f\v', 'N', '{1,2}', ' end '];
const NUMBERS = [0n, -1n, 2n ** 53n + 1n, -(2n ** 63n), 2n ** 63n - 1n];
const FRACTIONS = [0, 0.1, 1e-5, 123456.789, 1e21, -2.5e-300, 0.1 + 0.2];

/**
 * Puts rows into every table of a store: of any content that its columns, keys and references take, each other one by its number. Without
 * triggers, and not as a gateway would fill it: for who copies tables.
 */
export function fillAnyhow(db: Database, tables: readonly string[], rowsEach: number): void {
  const triggers = db.prepare<[], { name: string; sql: string }>("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all();
  for (const { name } of triggers) db.exec(`DROP TRIGGER "${name}"`);
  db.pragma('foreign_keys = OFF');
  for (const table of tables) fill(db, table, rowsEach);
  for (const { sql } of triggers) db.exec(sql);
}

function fill(db: Database, table: string, rowsEach: number): void {
  const columns = db.prepare<[string], Column>('SELECT * FROM pragma_table_info(?)').all(table);
  const links = db.prepare<[string], Link>('SELECT * FROM pragma_foreign_key_list(?)').all(table);
  const isSingle = columns.some(({ name }) => name === 'only') || table === 'result_numbers';
  if (isSingle || table === 'goal_versions') db.exec(`DELETE FROM "${table}"`);
  const rows = isSingle ? 1 : table === 'goal_versions' ? 3 : rowsEach;
  const names = columns.map(({ name }) => `"${name}"`).join(', ');
  const insert = db.prepare(`INSERT INTO "${table}" (${names}) VALUES (${columns.map(() => '?').join(', ')})`);
  for (let number = 1; number <= rows; number++) {
    insert.run(columns.map((column) => linked(db, links, column.name, number) ?? anyValue(table, column, number)));
  }
}

/** What a column refers to: the columns of one reference to one row. */
function linked(db: Database, links: readonly Link[], column: string, number: number): unknown {
  const link = links.find(({ from }) => from === column);
  if (link === undefined) return undefined;
  const count = db.prepare<[], number>(`SELECT count(*) FROM "${link.table}"`).pluck().get()!;
  const key = db.prepare<[string], string>('SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk').pluck().all(link.table);
  return db
    .prepare(`SELECT "${link.to}" FROM "${link.table}" ORDER BY ${key.map((name) => `"${name}"`).join(', ')} LIMIT 1 OFFSET ?`)
    .pluck()
    .safeIntegers()
    .get((number - 1) % count);
}

function anyValue(table: string, { name, type, notnull }: Column, number: number): unknown {
  if (name === 'only') return 1n;
  if (table === 'goal_versions' && name === 'kind') return ['sets', 'profiles', 'mappings'][number - 1];
  const allowed = name === 'kind' ? KINDS[table] : ALLOWED.find(([of]) => of.test(name))?.[1];
  if (allowed !== undefined) return bound(allowed[number % allowed.length]!);
  if (notnull === 0 && number % 4 === 0 && name !== 'seq' && name !== 'number') return null;
  if (type === 'TEXT') return `${TEXTS[number % TEXTS.length]}${number}`;
  if (type === 'BLOB') return Buffer.from([number >> 8, number & 255, 0, 255, 92, 10]);
  if (type === 'REAL') return FRACTIONS[number % FRACTIONS.length];
  if (/^(?:seq|number|position|revision)$/.test(name)) return BigInt(number * 3);
  return NUMBERS[number % NUMBERS.length];
}

function bound(value: string | number): string | bigint {
  return typeof value === 'number' ? BigInt(value) : value;
}
