import type { Database, Statement } from 'better-sqlite3';
import {
  allNames,
  type DisclosureActivity,
  type ErasedNames,
  type ErasureNotice,
  type KeptResult,
  type KeptRow,
  type Person,
  type PersonData,
  type PersonFound,
  type Receipt,
  type SentRevision,
  type StoredReceipt,
} from '../../rights-store.js';
import { RESULT_COLUMNS, RESULT_JOINS, type ResultRowColumns } from '../../tables/results/stored-result.js';
import { type RosterHeadRow, type RosterObjectRow, rosterHeadOf, rosterRowOf } from '../../tables/roster/roster-rows.js';
import { CompleteResults } from '../goals/complete-results.js';
import type { GoalIndexes } from '../goals/goal-indexes.js';
import { SignalReader } from '../goals/signals/signal-reader.js';
import { type AnnotationRow, annotationOf, SELECT_ANNOTATIONS } from '../goals/sqlite-annotation-store.js';
import { SentResults } from '../outbox/sent-results.js';
import { DisclosedTo } from './disclosed-to.js';
import { DisclosureCounts } from './disclosure-counts.js';
import { ErasureMark } from './erasure-mark.js';
import { PersonFinder } from './person-finder.js';

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

interface ReceiptRow {
  readonly receipt: string;
  readonly lifted_at: string | null;
}

interface NoticeRow {
  readonly seq: number;
  readonly receipt: string;
  readonly at: string;
  readonly until: string;
  readonly sealed_alias: Uint8Array;
}

/** Whose data must not go out: by the names that were given, and who goes by one of them in the roster by now. */
const RESTRICTED = `
  SELECT name FROM restrictions WHERE school = @school AND until IS NULL
  UNION SELECT a.learner FROM restrictions r JOIN learner_aliases a ON a.school = r.school AND a.alias = r.name
  WHERE r.school = @school AND r.until IS NULL`;

/** Reads what the rights of pupils ask for. Synchronous. */
export class RightsReader {
  private readonly finder: PersonFinder;
  private readonly disclosed: DisclosedTo;
  private readonly disclosures: DisclosureCounts;
  private readonly mark: ErasureMark;
  private readonly sent: SentResults;
  private readonly complete: CompleteResults;
  private readonly signals: SignalReader;
  private readonly annotations: Statement<[string, string | null], AnnotationRow>;
  private readonly heads: Statement<[string], RosterHeadRow>;
  private readonly objects: Statement<[string, string | null], KeptObjectRow>;
  private readonly groups: Statement<[string, string | null], KeptMembershipRow>;
  private readonly learners: Statement<[string], KeptLearnerRow>;
  private readonly results: Statement<[string], KeptResultRow>;
  private readonly since: Statement<[string, string], string | null>;
  private readonly receipts: Statement<[string], ReceiptRow>;
  private readonly digests: Statement<[string], string>;
  private readonly notices: Statement<unknown[], NoticeRow>;
  private readonly withheld: Statement<unknown[], string>;
  private readonly names: Statement<unknown[], string>;

  constructor(
    private readonly db: Database,
    indexes: GoalIndexes,
  ) {
    this.finder = new PersonFinder(db);
    this.disclosed = new DisclosedTo(db);
    this.disclosures = new DisclosureCounts(db);
    this.mark = new ErasureMark(db);
    this.sent = new SentResults(db);
    this.complete = new CompleteResults(db, indexes);
    this.signals = new SignalReader(db);
    this.annotations = db.prepare(`${SELECT_ANNOTATIONS} AND learner = ? ORDER BY seq`);
    this.heads = db.prepare('SELECT * FROM rosters WHERE school = ? ORDER BY school_year DESC');
    this.objects = db.prepare(`
      SELECT school_year, kind, id, content, document, since, until FROM roster_objects
      WHERE school = ? AND kind = 'learner' AND id = ? ORDER BY school_year DESC`);
    this.groups = db.prepare(`
      SELECT m.school_year, m.group_id, m.since, m.until, o.document FROM roster_memberships m
      LEFT JOIN roster_objects o ON o.school = m.school AND o.kind = 'group' AND o.id = m.group_id AND o.school_year = m.school_year
      WHERE m.school = ? AND m.member_kind = 'learner' AND m.member = ? ORDER BY m.school_year, m.since, m.group_id`);
    this.learners = db.prepare('SELECT alias, eck_id, sealed_id FROM learners WHERE seq IN (SELECT value FROM json_each(?)) ORDER BY seq');
    this.results = db.prepare(`
      SELECT ${RESULT_COLUMNS}, r.key, r.sealed_key, e.id AS exchange FROM results r ${RESULT_JOINS}
      WHERE r.learner IN (SELECT value FROM json_each(?)) ORDER BY r.seq`);
    this.since = db
      .prepare<[string, string], string | null>(
        'SELECT min(since) FROM restrictions WHERE school = ? AND until IS NULL AND name IN (SELECT value FROM json_each(?))',
      )
      .pluck();
    this.receipts = db.prepare('SELECT receipt, lifted_at FROM erasures WHERE school = ? ORDER BY seq DESC');
    this.digests = db.prepare<[string], string>('SELECT digest FROM erased_names WHERE school = ?').pluck();
    this.notices = db.prepare(`
      SELECT n.seq, e.id AS receipt, n.at, n.until, n.sealed_alias FROM erasure_notices n JOIN erasures e ON e.seq = n.erasure
      WHERE n.school = @school AND n.receiver = @receiver AND n.until > @at AND n.seq > @after ORDER BY n.seq LIMIT @limit`);
    this.withheld = db.prepare<unknown[], string>(RESTRICTED).pluck();
    this.names = db
      .prepare<unknown[], string>(`
        SELECT alias FROM learners WHERE school = @school
        UNION SELECT eck_alias FROM learners WHERE school = @school AND eck_alias IS NOT NULL
        UNION SELECT alias FROM learner_aliases WHERE school = @school
        UNION SELECT id FROM roster_objects WHERE school = @school AND kind = 'learner'`)
      .pluck();
  }

  disclosureActivity(school: string): readonly DisclosureActivity[] {
    return this.disclosures.of(school);
  }

  find(school: string, named: { readonly rosterId?: string; readonly names: readonly string[] }): PersonFound {
    return this.atOnce(() => this.finder.find(school, named));
  }

  everythingOf(school: string, person: Person): PersonData {
    return this.atOnce(() => {
      const numbers = this.finder.again(school, person).learners;
      const learners = JSON.stringify(numbers);
      const heads = new Map(this.heads.all(school).map((head) => [head.school_year, rosterHeadOf(head)]));
      const since = this.since.get(school, JSON.stringify(allNames(person)));
      return {
        rosterRows: this.objects.all(school, person.learner ?? null).flatMap((row): KeptRow[] => {
          const head = heads.get(row.school_year);
          return head === undefined ? [] : [{ ...rosterRowOf(row), ...(row.until === null ? {} : { until: row.until }), head }];
        }),
        memberships: this.groups.all(school, person.learner ?? null).map(membershipOf),
        learners: this.learners.all(learners).map(learnerOf),
        results: this.resultsOf(this.results.all(learners)),
        signals: numbers.flatMap((learner) => this.signals.ofLearner(learner)),
        annotations: this.annotations.all(school, person.learner ?? null).map(annotationOf),
        disclosures: this.disclosed.list(school, person),
        ...(since == null ? {} : { restrictedSince: since }),
      };
    });
  }

  sentResults(school: string, person: Person): readonly SentRevision[] {
    return this.atOnce(() => {
      const sent = this.sent.of(JSON.stringify(this.finder.again(school, person).learners));
      return [...new Map(sent.map(({ result, revision, party }) => [result, { result, revision, party }])).values()];
    });
  }

  erasures(school: string): readonly StoredReceipt[] {
    return this.receipts.all(school).map((row) => ({
      ...(JSON.parse(row.receipt) as Receipt),
      ...(row.lifted_at === null ? {} : { liftedAt: row.lifted_at }),
    }));
  }

  erasedNames(school: string): ErasedNames {
    return this.atOnce(() => ({ mark: this.mark.of(school), digests: new Set(this.digests.all(school)) }));
  }

  everyName(school: string): readonly string[] {
    return this.names.all({ school });
  }

  erasureMark(school: string): number {
    return this.mark.of(school);
  }

  erasureNotices({
    after = 0,
    ...query
  }: {
    school: string;
    receiver: string;
    at: string;
    after?: number;
    limit: number;
  }): readonly ErasureNotice[] {
    return this.notices.all({ ...query, after }).map(({ sealed_alias, ...notice }) => ({ ...notice, sealedAlias: sealed_alias }));
  }

  restricted(school: string): ReadonlySet<string> {
    return new Set(this.withheld.all({ school }));
  }

  private resultsOf(rows: readonly KeptResultRow[]): readonly KeptResult[] {
    const read = this.complete.reading();
    return rows.map((row) => ({
      result: read(row),
      exchange: row.exchange,
      ...(row.key === null ? {} : { key: row.key }),
      ...(row.sealed_key === null ? {} : { sealedKey: row.sealed_key }),
    }));
  }

  private atOnce<T>(read: () => T): T {
    return this.db.transaction(read)();
  }
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
