import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Database } from 'better-sqlite3';
import type { Agreement, Credential, Directory, Party, School, Token } from '../directory.js';
import type {
  AssessmentQuery,
  Committed,
  Delivery,
  Diagnosis,
  ExchangeQuery,
  ExchangeRecord,
  Page,
  ResultQuery,
  Store,
  StoredAssessment,
  StoredExchange,
  StoredResult,
} from '../store.js';
import { StoreError } from '../store-error.js';
import { AliasReader } from './alias-reader.js';
import { AssessmentReader } from './assessment-reader.js';
import { writeDelivery } from './delivery-writer.js';
import { DirectoryReader } from './directory-reader.js';
import { exchangeColumns } from './exchange-columns.js';
import { ExchangeReader } from './exchange-reader.js';
import { asStoreError } from './failure.js';
import type { Operation } from './protocol.js';
import { ResultReader } from './result-reader.js';
import { threadFile } from './thread-file.js';
import { WriteQueue } from './write-queue.js';
import type { Writer } from './writer.js';

/** How many learners are looked up before the event loop gets its turn. */
const ALIASES_AT_ONCE = 500;

/** The store on SQLite: reads on this thread over a connection that only reads, writes through the queue to the writer. */
export class SqliteStore implements Store {
  private readonly directories: DirectoryReader;
  private readonly aliases: AliasReader;
  private readonly resultReader: ResultReader;
  private readonly assessmentReader: AssessmentReader;
  private readonly exchangeReader: ExchangeReader;
  private readonly queue: WriteQueue;
  private closing: Promise<void> | undefined;

  constructor(
    private readonly file: string,
    private readonly db: Database,
    private readonly writer: Writer,
  ) {
    this.directories = new DirectoryReader(db);
    this.aliases = new AliasReader(db);
    this.resultReader = new ResultReader(db);
    this.assessmentReader = new AssessmentReader(db);
    this.exchangeReader = new ExchangeReader(db);
    this.queue = new WriteQueue((request) => writer.ask(request));
  }

  async directory(): Promise<Directory> {
    return this.read('directory', () => this.directories.current());
  }

  async addSchool(school: School): Promise<void> {
    await this.write({ kind: 'school', school });
  }

  async addParty(party: Party): Promise<void> {
    await this.write({ kind: 'party', party });
  }

  async addAgreements(agreements: readonly Agreement[], credential: Credential | undefined): Promise<void> {
    await this.write({ kind: 'agreements', agreements, credential });
  }

  async endAgreement(id: string, at: string): Promise<void> {
    await this.write({ kind: 'end-agreement', id, at });
  }

  async addToken(token: Token): Promise<void> {
    await this.write({ kind: 'token', token });
  }

  async schoolKey(school: string, fresh: Uint8Array): Promise<Uint8Array> {
    const key = (): Uint8Array | undefined => this.read('school key', () => this.directories.schoolKey(school));
    const kept = key();
    if (kept) return kept;
    await this.write({ kind: 'school-key', school, fresh });
    return key()!;
  }

  async commit(delivery: Delivery): Promise<Committed> {
    this.refuseWhenClosed();
    return writeDelivery(this.queue, delivery);
  }

  async record(exchange: ExchangeRecord): Promise<void> {
    await this.write({ kind: 'record', exchange: exchangeColumns(exchange) });
  }

  async aliasesByEckId(school: string, eckIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    for (let at = 0; at < eckIds.length; at += ALIASES_AT_ONCE) {
      if (at > 0) await setImmediate();
      const some = eckIds.slice(at, at + ALIASES_AT_ONCE);
      for (const [eckId, alias] of this.read('learners', () => this.aliases.find(school, some))) found.set(eckId, alias);
    }
    return found;
  }

  async results(query: ResultQuery): Promise<Page<StoredResult>> {
    return this.read('results', () => this.resultReader.page(query));
  }

  async revisions(school: string, id: string): Promise<readonly StoredResult[]> {
    return this.read('results', () => this.resultReader.revisions(school, id));
  }

  async assessments(query: AssessmentQuery): Promise<Page<StoredAssessment>> {
    return this.read('assessments', () => this.assessmentReader.page(query));
  }

  async exchanges(query: ExchangeQuery): Promise<Page<StoredExchange>> {
    return this.read('exchanges', () => this.exchangeReader.page(query));
  }

  async exchange(id: string): Promise<StoredExchange | undefined> {
    return this.read('exchanges', () => this.exchangeReader.get(id));
  }

  async diagnose(): Promise<readonly Diagnosis[]> {
    this.refuseWhenClosed();
    const worker = new Worker(threadFile('diagnose-thread'), { workerData: { file: this.file }, execArgv: [] });
    return new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', (error) => reject(asStoreError(error, 'diagnose')));
      worker.once('exit', () => reject(new StoreError('failed', 'diagnose: the thread ended without an answer')));
    });
  }

  close(): Promise<void> {
    this.closing ??= this.finish();
    return this.closing;
  }

  private async finish(): Promise<void> {
    await this.queue.idle();
    // First, as the writer cannot cut the log back while someone reads it.
    this.db.close();
    await this.writer.stop();
  }

  private read<T>(what: string, query: () => T): T {
    this.refuseWhenClosed();
    try {
      return query();
    } catch (error) {
      throw asStoreError(error, what);
    }
  }

  private async write(operation: Operation): Promise<void> {
    this.refuseWhenClosed();
    await this.queue.write(operation);
  }

  private refuseWhenClosed(): void {
    if (this.closing) throw new StoreError('closed', 'the store is closed');
  }
}
