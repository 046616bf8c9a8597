import { supplied } from '../../../core/supplied.js';
import type { PurgeLine, PurgeScope } from '../../retention-store.js';
import { bringsResult, hasDelivery } from '../../tables/exchanges/results-of-exchange.js';
import { settledBefore } from '../../tables/outbox/delivery-purge.js';
import { SENT } from '../../tables/outbox/sent-results.js';
import { dayNumber } from '../../tables/results/day-number.js';
import { sourcesOf } from '../../tables/results/sources-of.js';
import type { StatementCache } from '../connection/statement-cache.js';
import { ofUnknownLearner } from '../goals/purge/annotation-purge.js';
import { NOT_BLOCKING } from './erasure-purge.js';
import { LEFT_SCHOOL, leftSchoolParameters, ofLeaver } from './left-school.js';
import { leftBefore } from './roster-purge.js';

type Scopes = { readonly [Class in PurgeScope['class']]?: Extract<PurgeScope, { class: Class }> };
type Counts = Readonly<Record<string, number>>;

/** Never before: for a class that is not in scope. */
const NEVER = '0000-01-01T00:00:00.000Z';
const NO_DAY = '0000-01-01';

/** A result that stays when rows go by a rule: the revision `r` does not go by it, and the current one does not. */
const staysBy = (due: (row: string) => string): string => `(NOT (${due('r')}) AND EXISTS (
  SELECT 1 FROM results c WHERE c.source = r.source AND c.id = r.id AND c.current = 1 AND NOT (${due('c')})))`;
/** In the order of the purge: by the rules of `LeaverResultPurge`, `ExercisePurge` and `ResultPurge`. */
const STAYS_OF_LEAVERS = staysBy(
  (row) => `${ofLeaver(row)} AND ${row}.learner IN (SELECT l.seq FROM learners l WHERE l.school = @school AND ${LEFT_SCHOOL})`,
);
const STAYS_OF_EXERCISES = staysBy(
  (row) => `${row}.day < @exerciseDay AND EXISTS (SELECT 1 FROM result_shared h WHERE h.seq = ${row}.shared AND h.exercise = 1)`,
);
const STAYS_BY_DAY = staysBy((row) => `${row}.day < @day`);
const STAYS = `(${STAYS_OF_LEAVERS} AND ${STAYS_OF_EXERCISES} AND ${STAYS_BY_DAY})`;
const LEFT = leftBefore('@leftBefore');
const UNKNOWN_TO_ROSTERS = `NOT EXISTS (
  SELECT 1 FROM learner_aliases a JOIN roster_objects o ON o.school = a.school AND o.kind = 'learner' AND o.id = a.learner
  WHERE a.school = l.school AND a.alias IN (l.eck_alias, l.alias) AND coalesce(NOT ${LEFT}, 1))`;
const ASSESSMENT_STAYS = `(EXISTS (
    SELECT 1 FROM result_shared h JOIN results r ON r.shared = h.seq
    WHERE h.assessment = a.id AND h.source IN ${sourcesOf('a.school')} AND ${STAYS})
  OR (SELECT max(e.stored_at) FROM assessments v JOIN exchanges e ON e.seq = v.exchange WHERE v.school = a.school AND v.id = a.id) >= @assessedBefore)`;
const OLD = 'e.school IS @school AND e.stored_at < @storedBefore';
const OF_SCHOOL = 'FROM outbox o JOIN delivery_lanes l ON l.seq = o.lane WHERE l.school = @school';
const UNKNOWN_TO_ROSTERS_BY_ID = ofUnknownLearner(`coalesce(NOT ${LEFT}, 1)`);
const SIGNAL_GOES = `EXISTS (SELECT 1 FROM signals c WHERE c.school = s.school AND c.id = s.id AND c.current = 1 AND c.raised_at < @raisedBefore)`;
const FORGOTTEN = 'coalesce(e.created_at_ns <= @storedBefore * 1000000, 1)';

/**
 * What a purge of these scopes of one school would remove: the same rules as those of the purge itself, as questions. Reads only; long
 * on a big store. `test/store/retention-property.test.ts` holds the two together.
 */
export function forecast(statements: StatementCache, scopes: readonly PurgeScope[]): readonly PurgeLine[] {
  const of: Scopes = Object.fromEntries(scopes.map((scope) => [scope.class, scope]));
  const parameters = {
    school: scopes[0]?.school ?? null,
    day: dayNumber(of.results?.day ?? NO_DAY),
    exerciseDay: dayNumber(of['results-exercises']?.day ?? NO_DAY),
    ...leftSchoolParameters(of['results-leavers']),
    assessedBefore: Date.parse(of.results?.before ?? NEVER),
    leftBefore: of['roster-leavers']?.before ?? NEVER,
    beforeYear: of['roster-leavers']?.beforeYear ?? '0000-0001',
    settledBefore: Date.parse(of.deliveries?.before ?? NEVER),
    noticesBefore: Date.parse(of.deliveries?.noticesBefore ?? NEVER),
    raisedBefore: Date.parse(of.signals?.before ?? NEVER),
    notedBefore: Date.parse(of.annotations?.before ?? NEVER),
    disclosedBefore: of.disclosures?.before ?? '',
    erasedBefore: of.erasures?.before ?? '',
    auditedBefore: of.audit?.before ?? '',
    storedBefore: Date.parse(of.exchanges?.before ?? NEVER),
  };
  const number = (what: string, sql: string): number =>
    statements.prepare<{ n: number | null }>(`SELECT ${what} AS n ${sql}`).get(parameters)?.n ?? 0;
  const count = (sql: string): number => number('count(*)', sql);
  const sum = (column: string, sql: string): number => number(`sum(${column})`, sql);
  const resultsBy = (goes: string): Counts => ({
    results: count(`FROM results r WHERE r.source IN ${sourcesOf('@school')} AND r.current = 1 AND ${goes}`),
    revisions: count(`FROM results r WHERE r.source IN ${sourcesOf('@school')} AND r.current = 0 AND ${goes}`),
  });
  const counts: { readonly [Class in PurgeScope['class']]: () => Counts } = {
    'results-leavers': () => resultsBy(`NOT ${STAYS_OF_LEAVERS}`),
    'results-exercises': () => resultsBy(`${STAYS_OF_LEAVERS} AND NOT ${STAYS_OF_EXERCISES}`),
    results: () => ({
      ...resultsBy(`${STAYS_OF_LEAVERS} AND ${STAYS_OF_EXERCISES} AND NOT ${STAYS_BY_DAY}`),
      assessments: count(`FROM (SELECT DISTINCT school, id FROM assessments WHERE school = @school) a WHERE NOT ${ASSESSMENT_STAYS}`),
      learners: count(
        `FROM learners l WHERE l.school = @school AND ${UNKNOWN_TO_ROSTERS} AND NOT EXISTS (SELECT 1 FROM results r WHERE r.learner = l.seq AND ${STAYS})
          AND NOT EXISTS (SELECT 1 FROM signals s WHERE s.learner = l.seq AND NOT ${SIGNAL_GOES})`,
      ),
      activities: count(
        `FROM activities a WHERE a.school = @school AND NOT EXISTS (
          SELECT 1 FROM result_shared h JOIN results r ON r.shared = h.seq WHERE h.activity = a.seq AND ${STAYS})`,
      ),
    }),
    exchanges: () => ({
      exchanges: count(`FROM exchanges e WHERE ${OLD}
        AND NOT EXISTS (SELECT 1 FROM results r WHERE ${bringsResult('e', 'r')} AND ${STAYS})
        AND NOT EXISTS (SELECT 1 FROM assessments a WHERE a.exchange = e.seq AND ${ASSESSMENT_STAYS})
        AND NOT EXISTS (SELECT 1 FROM signals s WHERE s.exchange = e.seq AND NOT ${SIGNAL_GOES})
        AND NOT (${hasDelivery('e')} AND NOT ${FORGOTTEN})
        AND NOT EXISTS (SELECT 1 FROM exchanges later WHERE later.repeats = e.id AND later.stored_at >= @storedBefore)`),
      strips: sum('e.strip_count', `FROM exchanges e WHERE ${OLD}`),
      digests: count(`FROM exchanges e WHERE ${OLD} AND ${hasDelivery('e')} AND ${FORGOTTEN}`),
    }),
    deliveries: () => ({
      deliveries: count(`${OF_SCHOOL} AND ${settledBefore('@settledBefore')} AND NOT (
        o.kind = 'result' AND ${SENT} AND EXISTS (SELECT 1 FROM results r WHERE r.seq = o.result AND ${STAYS}))`),
      withdrawals: count(
        `${OF_SCHOOL} AND o.withdrawn IS NOT NULL AND ${settledBefore('@noticesBefore')} AND NOT ${settledBefore('@settledBefore')}`,
      ),
    }),
    signals: () => ({
      signals: count(`FROM signals s WHERE s.school = @school AND s.current = 1 AND ${SIGNAL_GOES}`),
      signalRevisions: count(`FROM signals s WHERE s.school = @school AND s.current = 0 AND ${SIGNAL_GOES}`),
    }),
    annotations: () => ({
      annotations: count(`FROM annotations a WHERE a.school = @school AND (a.created_at < @notedBefore OR ${UNKNOWN_TO_ROSTERS_BY_ID})`),
    }),
    disclosures: () => ({ disclosures: count('FROM disclosures WHERE school = @school AND at < @disclosedBefore') }),
    erasures: () => ({ receipts: count(`FROM erasures WHERE school = @school AND at < @erasedBefore AND ${NOT_BLOCKING}`) }),
    audit: () => ({ entries: count('FROM audit WHERE seq < coalesce((SELECT min(seq) FROM audit WHERE at >= @auditedBefore), 9e15)') }),
    'roster-leavers': () => {
      const left = (kind: string) => count(`FROM roster_objects o WHERE o.school = @school AND o.kind = '${kind}' AND ${LEFT}`);
      return { learners: left('learner'), groups: left('group'), teachers: left('teacher') };
    },
  };
  return scopes.flatMap((scope) => {
    const removed = Object.fromEntries(Object.entries(counts[scope.class]()).filter(([, number]) => number > 0));
    if (Object.keys(removed).length === 0) return [];
    const school = supplied({ school: scope.school });
    return [{ class: scope.class, ...school, before: scope.before, removed, bytes: 0 }];
  });
}
