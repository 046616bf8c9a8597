import type { Database, Statement } from 'better-sqlite3';
import { findingsOf } from '../../noticed.js';
import type { Committed, StripRecord } from '../../store.js';
import type { SliceCells } from '../../tables/cells.js';
import { repeatedCells } from '../../tables/exchanges/exchange-columns.js';
import { judgeMoment } from '../../tables/exchanges/moments.js';
import { bringsResult } from '../../tables/exchanges/results-of-exchange.js';
import { keepSignals } from '../../tables/goals/signals/signal-keep.js';
import type { DeliveryHead } from '../../tables/operation.js';
import type { OpenDelivery } from '../connection/open-delivery.js';
import type { ScriptRunner } from '../connection/script-runner.js';
import type { Kept, WriterMemory } from '../connection/writer-memory.js';
import { DirectoryMark } from '../directory/directory-mark.js';
import type { ExchangeTables } from '../exchanges/exchange-tables.js';
import { LatestMoments } from '../exchanges/latest-moments.js';
import { RequestKeyTable } from '../exchanges/request-key-table.js';
import { ActivityTable } from '../goals/activity-table.js';
import { OutboxQueue } from '../outbox/outbox-queue.js';
import { AssessmentTable } from '../results/assessment-table.js';
import { LearnerTable } from '../results/learner-table.js';
import { ResultTable } from '../results/result-table.js';
import { SourceTable } from '../results/source-table.js';
import { ErasureMark } from '../rights/erasure-mark.js';
import { sqliteDialect } from '../sql/sqlite-words.js';

const MOST_SCHOOLS = 10_000;
const MOST_ACTIVITIES = 20_000;
const MOST_LEARNERS = 20_000;
/** Characters of documents of assessments. */
const MOST_ASSESSMENT_TEXT = 4_000_000;
const MOST_SOURCES = 50_000;

/** Stores accepted messages. Synchronous; runs inside the caller's transaction, which decides the outcome under its lock. */
export class DeliveryCommit {
  private readonly learners: LearnerTable;
  private readonly activities: ActivityTable;
  private readonly results: ResultTable;
  private readonly sources: SourceTable;
  private readonly assessments: AssessmentTable;
  private readonly mark: ErasureMark;
  private readonly directory: DirectoryMark;
  private readonly outbox: OutboxQueue;
  private readonly requestKeys: RequestKeyTable;
  private readonly withDigest: Statement<[source: number, digest: string], number>;
  private readonly repeated: Statement<[exchange: number, unordered: number], string>;
  private readonly insertDelivery: Statement<[source: number, digest: string, exchange: number]>;
  private readonly moments: LatestMoments;
  /** Schools with a roster, and those without. */
  private readonly rosters: Kept<boolean>;

  constructor(
    db: Database,
    private readonly exchanges: ExchangeTables,
    memory: WriterMemory,
    private readonly scripts: ScriptRunner,
  ) {
    this.learners = new LearnerTable(db, memory.part(MOST_LEARNERS));
    this.activities = new ActivityTable(db, memory.part(MOST_ACTIVITIES));
    this.results = new ResultTable(db, this.learners, memory);
    this.sources = new SourceTable(db, memory.part(MOST_SOURCES));
    this.assessments = new AssessmentTable(db, memory.part(MOST_ASSESSMENT_TEXT));
    this.mark = new ErasureMark(db, memory.part(MOST_SCHOOLS));
    this.directory = new DirectoryMark(db, memory.part(1));
    this.moments = new LatestMoments(db, memory);
    this.rosters = memory.part(MOST_SCHOOLS);
    this.outbox = new OutboxQueue(db);
    this.requestKeys = new RequestKeyTable(db);
    this.withDigest = db.prepare<[number, string], number>('SELECT exchange FROM deliveries WHERE source = ? AND digest = ?').pluck();
    // Bytes without a moment may take a correction back: they repeat nothing when another message took the place of what they brought.
    this.repeated = db
      .prepare<[number, number], string>(`
        SELECT e.id FROM exchanges e WHERE e.seq = ? AND NOT (? AND EXISTS (
          SELECT 1 FROM results r JOIN results later ON later.source = r.source AND later.id = r.id
          WHERE ${bringsResult('e', 'r', sqliteDialect().words)} AND r.current = 0 AND later.current = 1 AND later.exchange <> e.seq))`)
      .pluck();
    this.insertDelivery = db.prepare(`
      INSERT INTO deliveries (source, digest, exchange) VALUES (?, ?, ?)
      ON CONFLICT (source, digest) DO UPDATE SET exchange = excluded.exchange`);
  }

  /** Decides whether the message is new. If it is, stores its head and returns where its slices go; else the outcome. */
  begin(head: DeliveryHead, actor: string): OpenDelivery | Committed {
    const { school, party, digest, targets, requestKey, exchange: cells, fields } = head;
    // First: whoever may no longer send anything is not told either what was stored before.
    if (this.directory.isPast(head)) return { kind: 'directory-changed' };
    const answer = requestKey === undefined ? undefined : this.requestKeys.find(school, party, requestKey);
    if (answer !== undefined) {
      if (answer.digest !== digest) return { kind: 'key-reused' };
      this.exchanges.insert({ exchange: repeatedCells(cells, answer.repeats ?? answer.exchange), fields }, actor);
      return { kind: 'answered', answer };
    }
    const known = this.sources.known(school, party);
    const repeats = known === undefined ? undefined : this.repeatedBy(known, head);
    if (repeats !== undefined) {
      const exchange = this.exchanges.insert({ exchange: repeatedCells(cells, repeats), fields }, actor);
      this.requestKeys.keep(head, exchange, { results: 0, revised: 0 });
      return { kind: 'repeated', repeats };
    }
    const moments = this.moments.of(head);
    const moment = head.aside ? 'later' : judgeMoment(head, moments);
    if (moment === 'stale') return { kind: 'stale' };
    if (this.mark.isPast(school, head.erasures)) return { kind: 'outdated' };
    const exchange = this.exchanges.insert(head, actor);
    const source = known ?? this.sources.add(school, party);
    this.insertDelivery.run(source, digest, exchange);
    if (!head.aside) this.moments.raise(head, moments);
    const open: OpenDelivery = {
      exchange,
      school,
      party,
      source,
      irregular: this.sources.isIrregular(source),
      requestKey,
      hasRoster: this.rosters.read(school, () => this.learners.hasRoster(school)),
      targets,
      learners: new Map(),
      activities: new Map(),
      shared: [],
      signals: head.signals,
      results: 0,
      revised: 0,
      otherPupil: 0,
      otherTest: 0,
      sameMoment: moment === 'same',
    };
    this.assessments.store(open, head.assessments);
    return open;
  }

  add(open: OpenDelivery, rows: SliceCells): void {
    this.learners.store(open, rows.learners);
    this.activities.store(open, rows.activities);
    this.results.store(open, rows);
  }

  /** `strips`: those that `begin` was not given, as they are known once the slices are made. */
  end(open: OpenDelivery, strips: readonly StripRecord[] = []): Committed {
    if (strips.length > 0) this.exchanges.setStrips(open.exchange, strips);
    this.outbox.queue(open);
    this.keepSignals(open);
    this.requestKeys.keep(open, open.exchange, open);
    const { results, revised, otherPupil, otherTest, sameMoment } = open;
    if (otherPupil + otherTest === 0 && !sameMoment) return { kind: 'stored', results, revised };
    const noticed = { otherPupil, otherTest, sameMoment };
    this.exchanges.addFindings(open.exchange, findingsOf(noticed));
    return { kind: 'stored', results, revised, noticed };
  }

  /** The id of the exchange that brought the same bytes. */
  private repeatedBy(source: number, { digest, unordered }: DeliveryHead): string | undefined {
    const exchange = this.withDigest.get(source, digest);
    return exchange === undefined ? undefined : this.repeated.get(exchange, unordered ? 1 : 0);
  }

  /** After the results that they may rest on: receivers hear of those first. */
  private keepSignals(open: OpenDelivery): void {
    if (open.signals === undefined) return;
    this.learners.store(open, open.signals.learners);
    this.scripts.run(keepSignals(open, open.signals));
  }
}

/** True when `begin` opened a delivery, false when it is already decided. */
export function isOpen(begun: OpenDelivery | Committed): begun is OpenDelivery {
  return !('kind' in begun);
}
