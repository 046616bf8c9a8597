import type { Database } from 'better-sqlite3';
import { StoreError } from '../../store-error.js';
import { placeOfKey, UNPLACED } from '../../tables/results/result-id.js';
import type { Migration, MigrationProgress } from './migration.js';

const ROWS_AT_ONCE = 5_000;

/** Columns that stay as they are. */
const SAME = ['source', 'revision', 'current', 'learner', 'eck_number', 'shared', 'exchange', 'day', 'key', 'sealed_key', 'own'];

/**
 * Ids of results begin with a place that results of one delivery share, and numbers of results are given by the writer. See
 * docs/decisions/0033-results-of-a-delivery-stand-together.md.
 */
export const PLACED_RESULTS: Migration = {
  number: 27,
  name: 'placed-results',
  sql: `
-- The last number that was given to a result. It is never given again: deliveries name results that are gone.
CREATE TABLE result_numbers (
  last INTEGER NOT NULL
) STRICT;
INSERT INTO result_numbers (last) VALUES (coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'results'), 0));

-- 1: a result may be under another place than its key leads to, or without its current revision.
ALTER TABLE sources ADD COLUMN irregular INTEGER NOT NULL DEFAULT 0 CHECK (irregular IN (0, 1));

DROP INDEX results_current;
DROP INDEX results_superseded;
DROP INDEX results_by_source;
DROP INDEX results_by_learner;
DROP INDEX results_by_shared;
ALTER TABLE results RENAME TO results_26;

-- One row per revision, and of each result one that is current. No foreign keys: checking them takes a quarter of the time of an insert; what
-- is referred to is removed after what refers to it, and uwlr doctor looks. seq: from result_numbers. id: a byte for its place, and 16 of a UUID,
-- else see result-id.ts. eck_number: in learner_eck_ids; 0: it came without. day: of the test, in days since 1970-01-01. own: JSON, see OwnPart.
CREATE TABLE results (
  seq INTEGER PRIMARY KEY,
  source INTEGER NOT NULL,
  id BLOB NOT NULL,
  revision INTEGER NOT NULL,
  current INTEGER NOT NULL CHECK (current IN (0, 1)),
  learner INTEGER NOT NULL,
  eck_number INTEGER NOT NULL,
  shared INTEGER NOT NULL,
  exchange INTEGER NOT NULL,
  day INTEGER NOT NULL,
  key TEXT,
  sealed_key BLOB,
  own TEXT NOT NULL
) STRICT;
`,
  move: placeResults,
};

const INDEXES = `
CREATE UNIQUE INDEX results_current ON results (source, id) WHERE current = 1;
CREATE INDEX results_superseded ON results (source, id) WHERE current = 0;
CREATE INDEX results_by_source ON results (source, current);
CREATE INDEX results_by_learner ON results (learner, current, day, shared);
CREATE INDEX results_by_shared ON results (shared);
UPDATE sources SET irregular = 1 WHERE
  EXISTS (SELECT 1 FROM results r WHERE r.source = sources.seq AND r.current = 1 AND r.id < x'01')
  OR EXISTS (SELECT 1 FROM results r WHERE r.source = sources.seq AND r.current = 0 AND (
    r.id < x'01' OR NOT EXISTS (SELECT 1 FROM results c WHERE c.source = r.source AND c.id = r.id AND c.current = 1)));`;

/**
 * Moves results to their places, and compares each with what it was. All revisions of one have one place: where a key of them cannot be read, none of
 * them has another. Throws `StoreError('failed')` when one is missing or says something else.
 */
function placeResults(db: Database, onProgress: MigrationProgress): void {
  const number = (sql: string): number => db.prepare<[], number>(sql).pluck().get() as number;
  db.function('place_of', { deterministic: true }, (key: unknown) =>
    Buffer.of(typeof key === 'string' ? placeOfKey(key.trim()) : UNPLACED),
  );
  db.exec(`
    CREATE TEMP TABLE unplaced (source INTEGER NOT NULL, id BLOB NOT NULL, PRIMARY KEY (source, id)) WITHOUT ROWID;
    INSERT INTO unplaced SELECT DISTINCT source, id FROM results_26 WHERE key IS NULL;`);
  const last = number('SELECT coalesce(max(seq), 0) FROM results_26');
  const move = db.prepare<[number, number]>(`
    INSERT INTO results (seq, id, ${SAME.join(', ')})
    SELECT seq, CAST(place_of(iif(EXISTS (SELECT 1 FROM unplaced u WHERE u.source = o.source AND u.id = o.id), NULL, key)) || id AS BLOB),
      ${SAME.join(', ')} FROM results_26 o WHERE seq > ? AND seq <= ? ORDER BY seq`);
  const isSame = SAME.map((column) => `r.${column} IS o.${column}`).join(' AND ');
  const same = db
    .prepare<[number, number], number>(`
      SELECT count(*) FROM results_26 o JOIN results r ON r.seq = o.seq
      WHERE o.seq > ? AND o.seq <= ? AND substr(r.id, 2) = o.id AND ${isSame}`)
    .pluck();
  const total = number('SELECT count(*) FROM results_26');
  let [moved, compared] = [0, 0];
  for (let done = 0; done < last; done += ROWS_AT_ONCE) {
    moved += move.run(done, done + ROWS_AT_ONCE).changes;
    onProgress(moved + compared, 2 * total);
    compared += same.get(done, done + ROWS_AT_ONCE) as number;
    onProgress(moved + compared, 2 * total);
  }
  if (compared !== total || number('SELECT count(*) FROM results') !== total)
    throw new StoreError('failed', `migration: ${total} results were stored, and not all of them were moved as they were`);
  db.exec(`DROP TABLE unplaced; DROP TABLE results_26; ${INDEXES}`);
}
