import { query } from '../sql/query.js';
import { first, type Script } from '../sql/script.js';
import type { Diagnosis } from '../store.js';
import { matchOf } from '../tables/results/learner-match.js';
import { STEPS } from './schema/steps.js';

/** What PostgreSQL must be at least: older ones get no security updates. */
const OLDEST_VERSION = 14;
/** Clocks of a node and its database may be so far apart, in ms. */
const CLOCK_SLACK_MS = 5_000;
/** Of the connections that the server has room for, the part in use from which on it is said. */
const MOST_IN_USE = 0.9;

interface Found {
  readonly found: number;
}

interface Check {
  readonly check: string;
  readonly of: ReturnType<typeof query<Found>>;
  readonly problem: string;
}

interface ServerRow {
  readonly version: number;
  readonly encoding: string;
  readonly reads_only: 0 | 1;
  readonly connections: number;
  readonly used: number;
  readonly now: number;
  readonly bytes: number;
}

/** What holds in every store: a statement that counts what breaks it. */
const CHECKS: readonly Check[] = [
  check('foreign keys', 'rows refer to something that is not there', () => `SELECT (${LOOSE}) AS found`),
  check(
    'current results',
    'results do not have exactly one current revision',
    () => `SELECT count(*) AS found FROM (${notOneCurrent('results', 'source')}) r WHERE current > 1 OR NOT ${MAY_LACK_CURRENT}`,
  ),
  check(
    'current assessments',
    'assessments do not have exactly one current revision',
    () => `SELECT count(*) AS found FROM (${notOneCurrent('assessments', 'school')}) a`,
  ),
  check(
    'exchanges of results',
    'results have no accepted exchange of their school and party',
    () => `
      SELECT count(*) AS found FROM results r JOIN sources o ON o.seq = r.source LEFT JOIN exchanges e ON e.seq = r.exchange
      WHERE e.seq IS NULL OR e.outcome <> 'accepted' OR e.school <> o.school OR e.party <> o.party`,
  ),
  check(
    'matches with the roster',
    'learners of results are not matched as the aliases say',
    () => `
      SELECT count(*) AS found FROM learners l WHERE roster_learner IS DISTINCT FROM ${matchOf('l.school', 'l.eck_alias', 'l.alias')}`,
  ),
  check(
    'memberships',
    'memberships have no group or no member',
    () => `
      SELECT count(*) AS found FROM roster_memberships m
      WHERE NOT ${memberExists("'group'", 'group_id')} OR NOT ${memberExists('m.member_kind', 'member')}`,
  ),
  check(
    'packs of rosters',
    'kinds of objects have others in packs than in rows',
    () => `
      SELECT count(*) AS found FROM (SELECT DISTINCT school, school_year FROM roster_packs) r
        CROSS JOIN (SELECT 'group' AS kind UNION ALL SELECT 'learner' UNION ALL SELECT 'teacher') k
      WHERE (SELECT coalesce(sum(size), 0) FROM roster_packs p WHERE p.school = r.school AND p.school_year = r.school_year AND p.kind = k.kind)
        <> (SELECT count(*) FROM roster_objects o
          WHERE o.school = r.school AND o.school_year = r.school_year AND o.kind = k.kind AND o.until IS NULL)`,
  ),
];

const SERVER = query<ServerRow>(
  ({ databaseBytes }) => `
    SELECT CAST(current_setting('server_version_num') AS integer) AS version, current_setting('server_encoding') AS encoding,
      pg_is_in_recovery() OR current_setting('default_transaction_read_only') = 'on' AS reads_only,
      CAST(current_setting('max_connections') AS integer) AS connections, (SELECT count(*) FROM pg_stat_activity) AS used,
      CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint) AS now, ${databaseBytes} AS bytes`,
);
const STEPS_OF = query<{ readonly last: number; readonly missing: number }, { readonly numbers: readonly number[] }>(
  ({ list }) => `
    SELECT (SELECT max(number) FROM migrations) AS last,
      (SELECT count(*) FROM ${list('number', 'numbers', 's')} WHERE NOT EXISTS (SELECT 1 FROM migrations m WHERE m.number = s.value)) AS missing`,
);

/** Rows without foreign keys, which those of messages are. */
const LOOSE = `
  SELECT (SELECT count(*) FROM results r WHERE NOT EXISTS (SELECT 1 FROM learners l WHERE l.seq = r.learner)
    OR NOT EXISTS (SELECT 1 FROM result_shared h WHERE h.seq = r.shared AND h.source = r.source)
    OR r.eck_number > 0 AND NOT EXISTS (SELECT 1 FROM learner_eck_ids k WHERE k.learner = r.learner AND k.number = r.eck_number))
  + (SELECT count(*) FROM deliveries d WHERE NOT EXISTS (SELECT 1 FROM exchanges e WHERE e.seq = d.exchange)
    OR NOT EXISTS (SELECT 1 FROM sources o WHERE o.seq = d.source))`;

/** An erasure takes the current revision of a result, when it was of another pupil than the ones before. */
const MAY_LACK_CURRENT = 'EXISTS (SELECT 1 FROM sources o WHERE o.seq = r.source AND o.irregular = 1)';

function check(name: string, problem: string, text: () => string): Check {
  return { check: name, problem, of: query<Found>(text) };
}

function notOneCurrent(table: 'results' | 'assessments', of: 'source' | 'school'): string {
  return `SELECT ${of}, sum(current) AS current FROM ${table} GROUP BY ${of}, id HAVING sum(current) <> 1`;
}

/** A membership that lasts is of a group and a member who are there; one that is over, of any that are kept. */
function memberExists(kind: string, column: 'group_id' | 'member'): string {
  return `EXISTS (SELECT 1 FROM roster_objects o WHERE o.school = m.school AND o.kind = ${kind} AND o.id = m.${column}
    AND o.school_year = m.school_year AND (o.until IS NULL OR m.until IS NOT NULL))`;
}

/** Looks a database over. Slow on a big one. No detail holds personal data. */
export function* diagnose(): Script<readonly Diagnosis[]> {
  const found: Diagnosis[] = [...(yield* serverChecks())];
  for (const { check: name, of, problem } of CHECKS) {
    const count = (yield* first(of, undefined))!.found;
    found.push(diagnosis(name, count === 0 ? undefined : `${count} ${problem}`));
  }
  return found;
}

function* serverChecks(): Script<readonly Diagnosis[]> {
  const server = (yield* first(SERVER, undefined))!;
  const { last, missing } = (yield* first(STEPS_OF, { numbers: STEPS.map(({ number }) => number) }))!;
  const major = Math.trunc(server.version / 10_000);
  const apart = Math.abs(Date.now() - server.now);
  const { connections, used } = server;
  return [
    diagnosis('PostgreSQL', major < OLDEST_VERSION ? `version ${major} is older than ${OLDEST_VERSION}` : undefined, `version ${major}`),
    diagnosis('encoding', server.encoding === 'UTF8' ? undefined : `the database keeps its texts in ${server.encoding}`),
    diagnosis('writing', server.reads_only === 1 ? 'the database can only be read: it is a copy that follows, or is set so' : undefined),
    diagnosis('migrations', missing === 0 ? undefined : `${missing} of ${STEPS.length} are not applied`, `up to step ${last}`),
    diagnosis(
      'connections',
      used < connections * MOST_IN_USE ? undefined : `${used} of ${connections} of the server are in use`,
      `${used} of ${connections} of the server are in use`,
    ),
    diagnosis('clock', apart <= CLOCK_SLACK_MS ? undefined : `the clocks of this machine and the database are ${apart} ms apart`),
    diagnosis('size', undefined, `${Math.ceil(server.bytes / 1_048_576)} MiB`),
  ];
}

function diagnosis(name: string, problem: string | undefined, good = 'good'): Diagnosis {
  return { check: name, ok: problem === undefined, detail: problem ?? good };
}
