import { supplied } from '../../../core/supplied.js';
import type { PurgeLine, PurgeScope } from '../../retention-store.js';
import { type Query, query } from '../../sql/query.js';
import { first, type Script } from '../../sql/script.js';
import type { Words } from '../../sql/words.js';
import { bringsResult, hasDelivery } from '../exchanges/results-of-exchange.js';
import { settledBefore } from '../outbox/delivery-purge.js';
import { SENT } from '../outbox/sent-results.js';
import { dayNumber } from '../results/day-number.js';
import { sourcesOf } from '../results/sources-of.js';
import { type LeftSchoolValues, leftSchool, leftSchoolValues, ofLeaver } from './left-school.js';
import { NOT_BLOCKING } from './purge-disclosures.js';
import { FORGOTTEN, isOf, nanoseconds, type OfWhom, whomOf } from './purge-exchanges.js';
import { ofUnknownLearner } from './purge-goals.js';
import { leftBefore } from './purge-rosters.js';

type Scopes = { readonly [Class in PurgeScope['class']]?: Extract<PurgeScope, { class: Class }> };

interface Values extends LeftSchoolValues {
  readonly school: string | null;
  readonly day: number;
  readonly exerciseDay: number;
  readonly assessedBefore: number;
  readonly leftBefore: number;
  readonly beforeYear: string;
  readonly settledBefore: number;
  readonly noticesBefore: number;
  readonly raisedBefore: number;
  readonly notedBefore: number;
  readonly disclosedBefore: string;
  readonly erasedBefore: string;
  readonly auditedBefore: string;
  readonly storedBefore: number;
  readonly beforeNs: bigint;
}

type Count = Query<{ readonly n: number | null }, Values>;
/** Statements by what they count. */
type Counts = Readonly<Record<string, Count>>;
/** SQL that is made of the words of the database. */
type Sql = (words: Words) => string;

/** Never before: for a class that is not in scope. */
const NEVER = '0000-01-01T00:00:00.000Z';
const NO_DAY = '0000-01-01';
/** No entry of the audit has a number as high. */
const LAST = Number.MAX_SAFE_INTEGER;

/** A result that stays when rows go by a rule: the revision `r` does not go by it, and the current one does not. */
const staysBy = (due: (row: string) => string): string => `(NOT (${due('r')}) AND EXISTS (
  SELECT 1 FROM results c WHERE c.source = r.source AND c.id = r.id AND c.current = 1 AND NOT (${due('c')})))`;
/** In the order of the purge: by the rules of `purgeResultsOfLeavers`, and of `purgeResults` for exercises and for all. */
const staysOfLeavers: Sql = (words) =>
  staysBy(
    (row) => `${ofLeaver(row)} AND ${row}.learner IN (SELECT l.seq FROM learners l WHERE l.school = @school AND ${leftSchool(words)})`,
  );
const STAYS_OF_EXERCISES = staysBy(
  (row) => `${row}.day < @exerciseDay AND EXISTS (SELECT 1 FROM result_shared h WHERE h.seq = ${row}.shared AND h.exercise = 1)`,
);
const STAYS_BY_DAY = staysBy((row) => `${row}.day < @day`);
const stays: Sql = (words) => `(${staysOfLeavers(words)} AND ${STAYS_OF_EXERCISES} AND ${STAYS_BY_DAY})`;
const staysInRoster: Sql = (words) => `${leftBefore('o', words)} IS NOT TRUE`;
const unknownToRosters: Sql = (words) => `NOT EXISTS (
  SELECT 1 FROM learner_aliases a JOIN roster_objects o ON o.school = a.school AND o.kind = 'learner' AND o.id = a.learner
  WHERE a.school = l.school AND a.alias IN (l.eck_alias, l.alias) AND ${staysInRoster(words)})`;
const assessmentStays: Sql = (words) => `(EXISTS (
    SELECT 1 FROM result_shared h JOIN results r ON r.shared = h.seq
    WHERE h.assessment = a.id AND h.source IN ${sourcesOf('a.school')} AND ${stays(words)})
  OR (SELECT max(e.stored_at) FROM assessments v JOIN exchanges e ON e.seq = v.exchange WHERE v.school = a.school AND v.id = a.id) >= @assessedBefore)`;
const OF_SCHOOL = 'FROM outbox o JOIN delivery_lanes l ON l.seq = o.lane WHERE l.school = @school';
const SIGNAL_GOES = `EXISTS (SELECT 1 FROM signals c WHERE c.school = s.school AND c.id = s.id AND c.current = 1 AND c.raised_at < @raisedBefore)`;

const COUNTS: Readonly<Record<Exclude<PurgeScope['class'], 'exchanges'>, Counts>> = {
  'results-leavers': resultsBy((words) => `NOT ${staysOfLeavers(words)}`),
  'results-exercises': resultsBy((words) => `${staysOfLeavers(words)} AND NOT ${STAYS_OF_EXERCISES}`),
  results: {
    ...resultsBy((words) => `${staysOfLeavers(words)} AND ${STAYS_OF_EXERCISES} AND NOT ${STAYS_BY_DAY}`),
    assessments: count(
      (words) => `FROM (SELECT DISTINCT school, id FROM assessments WHERE school = @school) a WHERE NOT ${assessmentStays(words)}`,
    ),
    learners: count(
      (words) => `FROM learners l WHERE l.school = @school AND ${unknownToRosters(words)}
        AND NOT EXISTS (SELECT 1 FROM results r WHERE r.learner = l.seq AND ${stays(words)})
        AND NOT EXISTS (SELECT 1 FROM signals s WHERE s.learner = l.seq AND NOT ${SIGNAL_GOES})`,
    ),
    activities: count(
      (words) => `FROM activities a WHERE a.school = @school AND NOT EXISTS (
        SELECT 1 FROM result_shared h JOIN results r ON r.shared = h.seq WHERE h.activity = a.seq AND ${stays(words)})`,
    ),
  },
  deliveries: {
    deliveries: count(
      (words) => `${OF_SCHOOL} AND ${settledBefore('@settledBefore')} AND NOT (
        o.kind = 'result' AND ${SENT} AND EXISTS (SELECT 1 FROM results r WHERE r.seq = o.result AND ${stays(words)}))`,
    ),
    withdrawals: count(
      () => `${OF_SCHOOL} AND o.withdrawn IS NOT NULL AND ${settledBefore('@noticesBefore')} AND NOT ${settledBefore('@settledBefore')}`,
    ),
  },
  signals: {
    signals: count(() => `FROM signals s WHERE s.school = @school AND s.current = 1 AND ${SIGNAL_GOES}`),
    signalRevisions: count(() => `FROM signals s WHERE s.school = @school AND s.current = 0 AND ${SIGNAL_GOES}`),
  },
  annotations: {
    annotations: count(
      (words) =>
        `FROM annotations a WHERE a.school = @school AND (a.created_at < @notedBefore OR ${ofUnknownLearner(staysInRoster(words))})`,
    ),
  },
  disclosures: { disclosures: count(() => 'FROM disclosures WHERE school = @school AND at < @disclosedBefore') },
  erasures: { receipts: count(() => `FROM erasures WHERE school = @school AND at < @erasedBefore AND ${NOT_BLOCKING}`) },
  audit: {
    entries: count(() => `FROM audit WHERE seq < coalesce((SELECT min(seq) FROM audit WHERE at >= @auditedBefore), ${LAST})`),
  },
  'roster-leavers': { learners: leavers('learner'), groups: leavers('group'), teachers: leavers('teacher') },
};
const EXCHANGES: Readonly<Record<OfWhom, Counts>> = { school: exchangesOf('school'), none: exchangesOf('none') };

/**
 * What a purge of these scopes of one school would remove: the same rules as those of the purge itself, as questions. Reads only; long
 * on a big store. `test/store/retention-property.test.ts` holds the two together.
 */
export function* forecast(scopes: readonly PurgeScope[]): Script<readonly PurgeLine[]> {
  const values = valuesOf(scopes);
  const lines: PurgeLine[] = [];
  for (const scope of scopes) {
    const counts = scope.class === 'exchanges' ? EXCHANGES[whomOf(values)] : COUNTS[scope.class];
    const removed: Record<string, number> = {};
    for (const [what, counted] of Object.entries(counts)) {
      const number = (yield* first(counted, values))?.n ?? 0;
      if (number > 0) removed[what] = number;
    }
    if (Object.keys(removed).length === 0) continue;
    lines.push({ class: scope.class, ...supplied({ school: scope.school }), before: scope.before, removed, bytes: 0 });
  }
  return lines;
}

function valuesOf(scopes: readonly PurgeScope[]): Values {
  const of: Scopes = Object.fromEntries(scopes.map((scope) => [scope.class, scope]));
  const storedBefore = Date.parse(of.exchanges?.before ?? NEVER);
  return {
    school: scopes[0]?.school ?? null,
    day: dayNumber(of.results?.day ?? NO_DAY),
    exerciseDay: dayNumber(of['results-exercises']?.day ?? NO_DAY),
    ...leftSchoolValues(of['results-leavers']),
    assessedBefore: Date.parse(of.results?.before ?? NEVER),
    leftBefore: Date.parse(of['roster-leavers']?.before ?? NEVER),
    beforeYear: of['roster-leavers']?.beforeYear ?? '0000-0001',
    settledBefore: Date.parse(of.deliveries?.before ?? NEVER),
    noticesBefore: Date.parse(of.deliveries?.noticesBefore ?? NEVER),
    raisedBefore: Date.parse(of.signals?.before ?? NEVER),
    notedBefore: Date.parse(of.annotations?.before ?? NEVER),
    disclosedBefore: of.disclosures?.before ?? '',
    erasedBefore: of.erasures?.before ?? '',
    auditedBefore: of.audit?.before ?? '',
    storedBefore,
    beforeNs: nanoseconds(storedBefore),
  };
}

function count(from: Sql): Count {
  return query((words) => `SELECT count(*) AS n ${from(words)}`);
}

function resultsBy(goes: Sql): Counts {
  const ofRevision = (current: 0 | 1) =>
    count((words) => `FROM results r WHERE r.source IN ${sourcesOf('@school')} AND r.current = ${current} AND ${goes(words)}`);
  return { results: ofRevision(1), revisions: ofRevision(0) };
}

function leavers(kind: string): Count {
  return count((words) => `FROM roster_objects o WHERE o.school = @school AND o.kind = '${kind}' AND ${leftBefore('o', words)}`);
}

function exchangesOf(whom: OfWhom): Counts {
  const old = `${isOf(whom)} AND e.stored_at < @storedBefore`;
  return {
    exchanges: count(
      (words) => `FROM exchanges e WHERE ${old}
        AND NOT EXISTS (SELECT 1 FROM results r WHERE ${bringsResult('e', 'r', words)} AND ${stays(words)})
        AND NOT EXISTS (SELECT 1 FROM assessments a WHERE a.exchange = e.seq AND ${assessmentStays(words)})
        AND NOT EXISTS (SELECT 1 FROM signals s WHERE s.exchange = e.seq AND NOT ${SIGNAL_GOES})
        AND NOT (${hasDelivery('e')} AND NOT ${FORGOTTEN})
        AND NOT EXISTS (SELECT 1 FROM exchanges later WHERE later.repeats = e.id AND later.stored_at >= @storedBefore)`,
    ),
    strips: query(() => `SELECT sum(e.strip_count) AS n FROM exchanges e WHERE ${old}`),
    digests: count(() => `FROM exchanges e WHERE ${old} AND ${hasDelivery('e')} AND ${FORGOTTEN}`),
  };
}
