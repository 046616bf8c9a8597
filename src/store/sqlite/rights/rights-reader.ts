import type { Database, Statement } from 'better-sqlite3';
import type { KeptResult, KeptRow, Person, PersonData, SentRevision } from '../../rights-store.js';
import { sentResults } from '../../tables/outbox/sent-results.js';
import { RESULT_COLUMNS, RESULT_JOINS, type ResultRowColumns } from '../../tables/results/stored-result.js';
import { disclosedOf } from '../../tables/rights/disclosed-to.js';
import { findAgain } from '../../tables/rights/find-person.js';
import { restrictedSince } from '../../tables/rights/restrictions.js';
import { type RosterHeadRow, type RosterObjectRow, rosterHeadOf, rosterRowOf } from '../../tables/roster/roster-rows.js';
import { ScriptRunner } from '../connection/script-runner.js';
import { CompleteResults } from '../goals/complete-results.js';
import type { GoalIndexes } from '../goals/goal-indexes.js';
import { SignalReader } from '../goals/signals/signal-reader.js';
import { type AnnotationRow, annotationOf, SELECT_ANNOTATIONS } from '../goals/sqlite-annotation-store.js';

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

/** Reads what the rights of pupils ask for. Synchronous. */
export class RightsReader {
  private readonly scripts: ScriptRunner;
  private readonly complete: CompleteResults;
  private readonly signals: SignalReader;
  private readonly annotations: Statement<[string, string | null], AnnotationRow>;
  private readonly heads: Statement<[string], RosterHeadRow>;
  private readonly objects: Statement<[string, string | null], KeptObjectRow>;
  private readonly groups: Statement<[string, string | null], KeptMembershipRow>;
  private readonly learners: Statement<[string], KeptLearnerRow>;
  private readonly results: Statement<[string], KeptResultRow>;

  constructor(
    private readonly db: Database,
    indexes: GoalIndexes,
  ) {
    this.scripts = new ScriptRunner(db);
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
  }

  everythingOf(school: string, person: Person): PersonData {
    return this.atOnce(() => {
      const numbers = this.scripts.run(findAgain(school, person)).learners;
      const learners = JSON.stringify(numbers);
      const heads = new Map(this.heads.all(school).map((head) => [head.school_year, rosterHeadOf(head)]));
      const since = this.scripts.run(restrictedSince(school, person));
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
        disclosures: this.scripts.run(disclosedOf(school, person)),
        ...(since === undefined ? {} : { restrictedSince: since }),
      };
    });
  }

  sentResults(school: string, person: Person): readonly SentRevision[] {
    return this.atOnce(() => {
      const sent = this.scripts.run(sentResults(this.scripts.run(findAgain(school, person)).learners));
      return [...new Map(sent.map(({ result, revision, party }) => [result, { result, revision, party }])).values()];
    });
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
