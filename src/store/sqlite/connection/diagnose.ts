import { basename } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { Diagnosis } from '../../store.js';
import { bringsResult } from '../../tables/exchanges/results-of-exchange.js';
import { matchOf } from '../../tables/results/learner-match.js';
import { exposedPaths, foreignFiles } from '../files/data-files.js';
import { DiskReads } from '../files/disk-reads.js';
import { checkRoom } from '../files/disk-room.js';
import { MIGRATIONS } from '../migrations/list.js';
import { missing } from '../migrations/migrate.js';
import { sqliteDialect } from '../sql/sqlite-words.js';
import { isDamaged } from './damage.js';
import { asStoreError, type ReadFailures } from './failure.js';

/** What is wrong, in words; undefined when nothing is. */
type Check = (db: Database) => string | undefined;

/** SQL: how many rows without foreign keys, which those of messages are, refer to something that is not there. */
const LOOSE = `
  SELECT (SELECT count(*) FROM results r WHERE NOT EXISTS (SELECT 1 FROM learners l WHERE l.seq = r.learner)
    OR NOT EXISTS (SELECT 1 FROM result_shared h WHERE h.seq = r.shared AND h.source = r.source)
    OR r.eck_number > 0 AND NOT EXISTS (SELECT 1 FROM learner_eck_ids k WHERE k.learner = r.learner AND k.number = r.eck_number))
  + (SELECT count(*) FROM deliveries d WHERE NOT EXISTS (SELECT 1 FROM exchanges e WHERE e.seq = d.exchange)
    OR NOT EXISTS (SELECT 1 FROM sources o WHERE o.seq = d.source))`;

/** SQL: whether a result of `source` may be without its current revision: an erasure takes it, when it was of another pupil than the ones before. */
const MAY_LACK_CURRENT = 'EXISTS (SELECT 1 FROM sources o WHERE o.seq = source AND o.irregular = 1)';

/** Names of checks with what they hold true. All of them read only. */
const CHECKS: Readonly<Record<string, Check>> = {
  integrity: (db) => (isDamaged(db) ? 'the database file is damaged: restore a copy' : undefined),
  'foreign keys': (db) =>
    none(db, `SELECT (SELECT count(*) FROM pragma_foreign_key_check) + (${LOOSE})`, 'rows refer to something that is not there'),
  migrations: (db) => {
    const count = missing(db).length;
    return count === 0 ? undefined : `${count} of ${MIGRATIONS.length} are not applied`;
  },
  journal: (db) => {
    const mode = db.pragma('journal_mode', { simple: true });
    return mode === 'wal' ? undefined : `journal mode is ${String(mode)}, not wal`;
  },
  'current results': (db) =>
    none(
      db,
      `${notOneCurrent('results', 'source')} WHERE current > 1 OR NOT ${MAY_LACK_CURRENT}`,
      'results do not have exactly one current revision',
    ),
  'current assessments': (db) => none(db, notOneCurrent('assessments', 'school'), 'assessments do not have exactly one current revision'),
  'exchanges of results': (db) =>
    none(
      db,
      `SELECT count(*) FROM results r JOIN sources o ON o.seq = r.source LEFT JOIN exchanges e ON e.seq = r.exchange
       WHERE e.seq IS NULL OR e.outcome <> 'accepted' OR e.school <> o.school OR e.party <> o.party OR NOT ${bringsResult('e', 'r', sqliteDialect().words)}`,
      'results have no accepted exchange of their school and party',
    ),
  'matches with the roster': (db) =>
    none(
      db,
      `SELECT count(*) FROM learners l WHERE roster_learner IS NOT ${matchOf('l.school', 'l.eck_alias', 'l.alias')}`,
      'learners of results are not matched as the aliases say',
    ),
  memberships: (db) =>
    none(
      db,
      `SELECT count(*) FROM roster_memberships m WHERE NOT ${memberExists("'group'", 'group_id')} OR NOT ${memberExists('m.member_kind', 'member')}`,
      'memberships have no group or no member',
    ),
  'packs of rosters': (db) =>
    none(
      db,
      `SELECT count(*) FROM (SELECT DISTINCT school, school_year FROM roster_packs) r
         JOIN (SELECT 'group' AS kind UNION ALL SELECT 'learner' UNION ALL SELECT 'teacher') k
       WHERE (SELECT total(size) FROM roster_packs p WHERE p.school = r.school AND p.school_year = r.school_year AND p.kind = k.kind)
         <> (SELECT count(*) FROM roster_objects o
           WHERE o.school = r.school AND o.school_year = r.school_year AND o.kind = k.kind AND o.until IS NULL)`,
      'kinds of objects have others in packs than in rows',
    ),
};

/** Looks a database over. Slow on a big one: for a thread of its own. Never throws; no detail holds personal data. */
export function diagnose(db: Database, file: string): readonly Diagnosis[] {
  const disk = new DiskReads(file);
  const checked = Object.entries(CHECKS).map(([check, run]) => diagnosis(check, () => run(db), disk));
  const permissions = diagnosis('permissions', () => {
    const exposed = exposedPaths(file).map((path) => basename(path));
    return exposed.length === 0 ? undefined : `open to other users of this machine: ${exposed.join(', ')}`;
  });
  const owners = diagnosis('owners', () => {
    const foreign = foreignFiles(file).map((path) => basename(path));
    return foreign.length === 0 ? undefined : `the gateway may be unable to open, as the owner is another: ${foreign.join(', ')}`;
  });
  const room = diagnosis('room on the disk', () => {
    checkRoom(file);
    return undefined;
  });
  return [...checked, permissions, owners, room];
}

function diagnosis(check: string, run: () => string | undefined, disk?: ReadFailures): Diagnosis {
  try {
    const problem = run();
    return { check, ok: problem === undefined, detail: problem ?? 'good' };
  } catch (error) {
    return { check, ok: false, detail: asStoreError(error, check, disk).message };
  }
}

function none(db: Database, count: string, problem: string): string | undefined {
  const found = db.prepare<[], number>(count).pluck().get()!;
  return found === 0 ? undefined : `${found} ${problem}`;
}

function notOneCurrent(table: 'results' | 'assessments', of: 'source' | 'school'): string {
  return `SELECT count(*) FROM (SELECT ${of}, sum(current) AS current FROM ${table} GROUP BY ${of}, id HAVING sum(current) <> 1)`;
}

/** A membership that lasts is of a group and a member who are there; one that is over, of any that are kept. */
function memberExists(kind: string, column: 'group_id' | 'member'): string {
  return `EXISTS (SELECT 1 FROM roster_objects o WHERE o.school = m.school AND o.kind = ${kind} AND o.id = m.${column}
    AND o.school_year = m.school_year AND (o.until IS NULL OR m.until IS NOT NULL))`;
}
