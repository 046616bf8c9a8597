import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Database, Statement } from 'better-sqlite3';
import type { Result } from '../../../model/result.js';
import { StoreError } from '../../store-error.js';
import { expanded, type OwnPart, ownText, type SharedPart, sharedText } from '../../tables/results/compact-result.js';
import { dayNumber } from '../../tables/results/day-number.js';
import { idBytes, idText } from '../../tables/results/result-id.js';
import { Kept } from '../connection/writer-memory.js';
import { EckIdTable } from '../results/eck-id-table.js';
import { SharedTable } from '../results/shared-table.js';
import type { MigrationProgress } from './migration.js';

const ROWS_AT_ONCE = 1_000;
/** Letters of what results have in common that are remembered. */
const MOST_SHARED = 8_000_000;

/** A result as it was kept, with numbers of what it refers to. */
interface OldRow {
  readonly seq: number;
  readonly source: number;
  readonly school: string;
  readonly id: string;
  readonly revision: number;
  readonly current: number;
  readonly learner: number;
  readonly alias: string;
  readonly date: string;
  readonly assessment: string;
  readonly key: string | null;
  readonly sealed_key: Buffer | null;
  readonly exchange: number;
  readonly exercise: 0 | 1;
  readonly activity: number | null;
  readonly document: string;
}

/** The same, as it is kept from now on. */
interface NewRow {
  readonly seq: number;
  readonly id: Buffer;
  readonly revision: number;
  readonly current: number;
  readonly learner: number;
  readonly alias: string;
  readonly eck_id: string | null;
  readonly day: number;
  readonly assessment: string;
  readonly key: string | null;
  readonly sealed_key: Buffer | null;
  readonly exchange: number;
  readonly exercise: 0 | 1;
  readonly activity: number | null;
  readonly own: string;
  readonly shared: string;
  readonly school: string;
}

const OLD = `
  SELECT r.seq, o.seq AS source, r.school, r.id, r.revision, r.current, r.learner, l.alias, r.date, r.assessment, r.key, r.sealed_key,
    r.exchange, r.exercise, r.activity, r.document
  FROM results_25 r JOIN sources o ON o.school = r.school AND o.party = r.party JOIN learners l ON l.seq = r.learner
  WHERE r.seq > ? ORDER BY r.seq LIMIT ${ROWS_AT_ONCE}`;
const NEW = `
  SELECT r.seq, r.id, r.revision, r.current, r.learner, l.alias, k.eck_id, r.day, h.assessment, r.key, r.sealed_key, r.exchange, h.exercise,
    h.activity, r.own, h.document AS shared, o.school
  FROM results r JOIN result_shared h ON h.seq = r.shared JOIN sources o ON o.seq = r.source JOIN learners l ON l.seq = r.learner
  LEFT JOIN learner_eck_ids k ON k.learner = r.learner AND k.number = r.eck_number
  WHERE r.seq > ? ORDER BY r.seq LIMIT ${ROWS_AT_ONCE}`;
const INSERT = `
  INSERT INTO results (seq, source, id, revision, current, learner, eck_number, shared, exchange, day, key, sealed_key, own)
  VALUES (@seq, @source, @id, @revision, @current, @learner, @eckNumber, @shared, @exchange, @day, @key, @sealed_key, @own)`;

/**
 * Moves results into small rows, and reads them again: as many there are, with the same digest over all that they say. Takes a second of
 * processor time for some 12,000. Throws `StoreError('failed')` when anything reads otherwise.
 */
export function moveResults(db: Database, onProgress: MigrationProgress): void {
  const total = db.prepare<[], number>('SELECT count(*) FROM results_25').pluck().get() as number;
  const indexes = takeIndexes(db);
  const before = move(db, (done) => onProgress(done, 2 * total));
  for (const index of indexes) db.exec(index);
  const after = readAgain(db, (done) => onProgress(total + done, 2 * total));
  if (before.count !== total || after.count !== total || before.digest !== after.digest)
    throw new StoreError('failed', `migration: ${total} results were stored, and what was made of them does not read as they did`);
  // A number that was given out is never given again: deliveries name results that are gone.
  db.exec(`
    DELETE FROM sqlite_sequence WHERE name = 'results';
    INSERT INTO sqlite_sequence (name, seq) SELECT 'results', seq FROM sqlite_sequence WHERE name = 'results_25';
    DROP TABLE results_25;`);
}

/** Drops the indexes of results and returns the SQL that makes them again: building them afterwards is faster than row by row. */
function takeIndexes(db: Database): readonly string[] {
  const indexes = db
    .prepare<[], { readonly name: string; readonly sql: string }>(
      "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'results' AND sql IS NOT NULL",
    )
    .all();
  for (const { name } of indexes) db.exec(`DROP INDEX ${name}`);
  return indexes.map(({ sql }) => sql);
}

interface Tally {
  readonly count: number;
  readonly digest: string;
}

function move(db: Database, onProgress: (done: number) => void): Tally {
  const shared = new SharedTable(db, new Kept(MOST_SHARED));
  const eckIds = new EckIdTable(db);
  const insert = db.prepare(INSERT);
  return tally(db.prepare<[number], OldRow>(OLD), onProgress, (row) => {
    const { school, source, assessment, exercise, activity, document } = row;
    const result = parsed(document);
    const text = result === undefined ? '{}' : sharedText(result);
    // A damaged document stays as it is, and reading it fails as before.
    const own = result === undefined ? document : withOthers(ownText(result, school), row, result);
    insert.run({
      ...row,
      id: idBytes(row.id),
      eckNumber: eckIds.numberOf(row.learner, result?.eckId ?? null),
      shared: shared.numberOf({ source, assessment, exercise, activity, document: text }),
      day: dayNumber(row.date),
      own,
    });
    return { ...row, document: result === undefined ? document : textAgain(row, result, { shared: text, own }) };
  });
}

function readAgain(db: Database, onProgress: (done: number) => void): Tally {
  return tally(db.prepare<[number], NewRow>(NEW), onProgress, (row) => {
    const { school, alias: learner, eck_id: eckId, day } = row;
    const id = idText(row.id);
    const own = parsed<OwnPart>(row.own);
    const result = own && expanded({ id, school, learner, eckId, day }, JSON.parse(row.shared) as SharedPart, own);
    return { ...row, id, document: result === undefined ? row.own : JSON.stringify(result) };
  });
}

type Read = Pick<OldRow, 'seq' | 'id' | 'revision' | 'current' | 'learner' | 'assessment' | 'exchange' | 'exercise' | 'activity'> &
  Pick<OldRow, 'key' | 'sealed_key' | 'document'>;

function tally<Row extends { readonly seq: number }>(
  rows: Statement<[number], Row>,
  onProgress: (done: number) => void,
  work: (row: Row) => Read,
): Tally {
  const digest = createHash('sha256');
  let count = 0;
  let after = 0;
  for (let some = rows.all(after); some.length > 0; some = rows.all(after)) {
    for (const row of some) digest.update(textOf(work(row)));
    count += some.length;
    after = (some.at(-1) as Row).seq;
    onProgress(count);
  }
  return { count, digest: digest.digest('hex') };
}

/** All that a reader learns of a result, as one text. */
function textOf({
  seq,
  id,
  revision,
  current,
  learner,
  assessment,
  exchange,
  exercise,
  activity,
  key,
  sealed_key,
  document,
}: Read): string {
  const sealed = sealed_key?.toString('base64') ?? null;
  return `${JSON.stringify([seq, id, revision, current, learner, assessment, exchange, exercise, activity, key, sealed])}${document}\n`;
}

/**
 * The text that the result has to have when it is read again. In which order the fields of the old one stood says nothing. Throws
 * `StoreError('failed')` when it would say something else.
 */
function textAgain({ id, school, alias: learner, date, document }: OldRow, result: Result, texts: { shared: string; own: string }): string {
  const frame = { id, school, learner, eckId: result.eckId ?? null, day: dayNumber(date) };
  const again = expanded(frame, JSON.parse(texts.shared) as SharedPart, JSON.parse(texts.own) as OwnPart);
  const text = JSON.stringify(again);
  if (text !== document && !isDeepStrictEqual(JSON.parse(text), result))
    throw new StoreError('failed', 'migration: a result was stored that would not read as it does');
  return text;
}

/** Keeps id, learner and date of the document where they differ from the columns. */
function withOthers(own: string, { id, alias, date }: OldRow, result: Result): string {
  if (result.id === id && result.learner === alias && result.date === date) return own;
  const { x, ...rest } = JSON.parse(own) as OwnPart;
  const others = Object.fromEntries(
    (
      [
        ['id', id],
        ['learner', alias],
        ['date', date],
      ] as const
    )
      .filter(([field, value]) => result[field] !== undefined && result[field] !== value)
      .map(([field]) => [field, result[field]]),
  );
  return JSON.stringify({ ...rest, x: { ...x, ...others } });
}

function parsed<T = Result>(text: string): T | undefined {
  try {
    return JSON.parse(text) as T;
  } catch {
    return undefined;
  }
}
