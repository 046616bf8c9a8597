import type { ProfileIndex } from '../../../goals/profile-index.js';
import type { KeptResult, KeptRow, Person, PersonData, SentRevision } from '../../rights-store.js';
import { query } from '../../sql/query.js';
import { all, type Script } from '../../sql/script.js';
import { annotationsOf } from '../goals/annotations.js';
import { completeResults } from '../goals/complete-results.js';
import { signalsOfLearners } from '../goals/signals/signal-reads.js';
import { sentResults } from '../outbox/sent-results.js';
import { RESULT_COLUMNS, RESULT_JOINS, type ResultRowColumns } from '../results/stored-result.js';
import { type RosterHeadRow, type RosterObjectRow, rosterHeadOf, rosterRowOf } from '../roster/roster-rows.js';
import { disclosedOf } from './disclosed-to.js';
import { findAgain } from './find-person.js';
import { restrictedSince } from './restrictions.js';

interface KeptObjectRow extends RosterObjectRow {
  readonly school_year: string;
  readonly until: string | null;
}

interface KeptMembershipRow {
  readonly school_year: string;
  readonly group_id: string;
  readonly since: string;
  readonly until: string | null;
  readonly document: Uint8Array | null;
}

interface KeptResultRow extends ResultRowColumns {
  readonly exchange: string;
  readonly key: string | null;
  readonly sealed_key: Uint8Array | null;
}

interface KeptLearnerRow {
  readonly alias: string;
  readonly eck_id: string | null;
  readonly sealed_id: Uint8Array | null;
}

type OfLearner = { readonly school: string; readonly learner: string };
type OfNumbers = { readonly numbers: readonly number[] };

const HEADS = query<RosterHeadRow, { readonly school: string }>(
  () => 'SELECT * FROM rosters WHERE school = @school ORDER BY school_year DESC',
);
const OBJECTS = query<KeptObjectRow, OfLearner>(
  () => `
    SELECT school_year, kind, id, content, document, since, until FROM roster_objects
    WHERE school = @school AND kind = 'learner' AND id = @learner ORDER BY school_year DESC`,
);
const GROUPS = query<KeptMembershipRow, OfLearner>(
  () => `
    SELECT m.school_year, m.group_id, m.since, m.until, o.document FROM roster_memberships m
    LEFT JOIN roster_objects o ON o.school = m.school AND o.kind = 'group' AND o.id = m.group_id AND o.school_year = m.school_year
    WHERE m.school = @school AND m.member_kind = 'learner' AND m.member = @learner ORDER BY m.school_year, m.since, m.group_id`,
);
const LEARNERS = query<KeptLearnerRow, OfNumbers>(
  ({ inList }) => `SELECT alias, eck_id, sealed_id FROM learners WHERE seq ${inList('number', 'numbers')} ORDER BY seq`,
);
const RESULTS = query<KeptResultRow, OfNumbers>(
  ({ inList }) => `
    SELECT ${RESULT_COLUMNS}, r.key, r.sealed_key, e.id AS exchange FROM results r ${RESULT_JOINS}
    WHERE r.learner ${inList('number', 'numbers')} ORDER BY r.seq`,
);

/** Everything that is kept of a person. `profiles`: see `completeResults`. Reads more than once. */
export function* everythingOf(school: string, person: Person, profiles: ProfileIndex): Script<PersonData> {
  const { learners: numbers } = yield* findAgain(school, person);
  const since = yield* restrictedSince(school, person);
  const rows = yield* all(RESULTS, { numbers });
  const results = yield* completeResults(rows, profiles);
  return {
    ...(yield* inRosters(school, person.learner)),
    learners: (yield* all(LEARNERS, { numbers })).map(learnerOf),
    disclosures: yield* disclosedOf(school, person),
    ...(since === undefined ? {} : { restrictedSince: since }),
    results: results.map((result, at) => keptResult(rows[at]!, result)),
    signals: yield* signalsOfLearners(numbers),
    annotations: person.learner === undefined ? [] : yield* annotationsOf(school, person.learner),
  };
}

function keptResult({ exchange, key, sealed_key }: KeptResultRow, result: KeptResult['result']): KeptResult {
  return {
    result,
    exchange,
    ...(key === null ? {} : { key }),
    ...(sealed_key === null ? {} : { sealedKey: sealed_key }),
  };
}

/** See `RightsStore.sentResults`. Reads more than once. */
export function* sentOf(school: string, person: Person): Script<readonly SentRevision[]> {
  const sent = yield* sentResults((yield* findAgain(school, person)).learners);
  return [...new Map(sent.map(({ result, revision, party }) => [result, { result, revision, party }])).values()];
}

function* inRosters(school: string, learner: string | undefined): Script<Pick<PersonData, 'rosterRows' | 'memberships'>> {
  if (learner === undefined) return { rosterRows: [], memberships: [] };
  const heads = new Map((yield* all(HEADS, { school })).map((head) => [head.school_year, rosterHeadOf(head)]));
  const objects = yield* all(OBJECTS, { school, learner });
  return {
    rosterRows: objects.flatMap((row): KeptRow[] => {
      const head = heads.get(row.school_year);
      return head === undefined ? [] : [{ ...rosterRowOf(row), ...(row.until === null ? {} : { until: row.until }), head }];
    }),
    memberships: (yield* all(GROUPS, { school, learner })).map(membershipOf),
  };
}

function membershipOf({ school_year, group_id, since, until, document }: KeptMembershipRow): PersonData['memberships'][number] {
  return {
    schoolYear: school_year,
    group: group_id,
    since,
    ...(until === null ? {} : { until }),
    ...(document === null ? {} : { document }),
  };
}

function learnerOf({ alias, eck_id, sealed_id }: KeptLearnerRow): PersonData['learners'][number] {
  return { alias, ...(eck_id === null ? {} : { eckId: eck_id }), ...(sealed_id === null ? {} : { sealedId: sealed_id }) };
}
