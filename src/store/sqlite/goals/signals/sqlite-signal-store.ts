import { setImmediate } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import type { SignalKind } from '../../../../model/signal.js';
import type {
  LearnerOf,
  SignalIntake,
  SignalMute,
  SignalQuery,
  SignalStanding,
  SignalStore,
  SignalsTaken,
  SignalTally,
  StoredSignal,
} from '../../../goals/signal-store.js';
import type { Page, Stretch } from '../../../page-of.js';
import { learnerCells } from '../../../tables/cells.js';
import { wholeExchange } from '../../../tables/exchanges/exchange-columns.js';
import type { StoreAccess } from '../../store-access.js';
import { SignalReader } from './signal-reader.js';

/** Keys that are looked up before the event loop gets its turn. */
const AT_ONCE = 500;

export class SqliteSignalStore implements SignalStore {
  private readonly reader: SignalReader;

  constructor(
    private readonly db: Database,
    private readonly access: StoreAccess,
  ) {
    this.reader = new SignalReader(db);
  }

  async signalMutes(school: string): Promise<readonly SignalMute[]> {
    const sql = 'SELECT party, kind, muted_at FROM signal_mutes WHERE school = ? ORDER BY party, kind';
    const rows = this.access.read('signals', () =>
      this.db.prepare<[string], { party: string; kind: SignalKind; muted_at: number }>(sql).all(school),
    );
    return rows.map(({ party, kind, muted_at }) => ({ party, kind, mutedAt: new Date(muted_at).toISOString() }));
  }

  async muteSignals(school: string, party: string, signal: SignalKind, at: string | undefined): Promise<boolean> {
    const write = { kind: 'mute', school, party, signal, at: at === undefined ? undefined : Date.parse(at) } as const;
    return (await this.access.write({ kind: 'goals', write: { table: 'signals', write } })) as boolean;
  }

  async takeSignals({ exchange, learners, erasures, directory, ...batch }: SignalIntake): Promise<SignalsTaken> {
    const { school, party } = exchange;
    const cells = learnerCells(learners);
    const whole = wholeExchange(exchange);
    const write = { kind: 'take', exchange: whole, school, party, learners: cells, erasures, directory, batch } as const;
    return (await this.access.write({ kind: 'goals', write: { table: 'signals', write } })) as SignalsTaken;
  }

  async signalStandings(school: string, ids: readonly string[]): Promise<ReadonlyMap<string, SignalStanding>> {
    return this.inPieces(ids, (some) => this.reader.standings(school, some));
  }

  async learnersOfResults(school: string, ids: readonly string[]): Promise<ReadonlyMap<string, LearnerOf>> {
    return this.inPieces(ids, (some) => this.reader.learnersOfResults(school, some));
  }

  async knownToSignals(school: string, aliases: readonly string[]): Promise<ReadonlyMap<string, LearnerOf>> {
    return this.inPieces(aliases, (some) => this.reader.knownLearners(school, some));
  }

  async signalPlaces(query: SignalQuery, stretch: Stretch): Promise<readonly number[]> {
    return this.access.read('signals', () => this.reader.places(query, stretch));
  }

  async signalsAt(school: string, places: readonly number[]): Promise<ReadonlyMap<number, StoredSignal>> {
    return this.access.read('signals', () => this.reader.at(school, places));
  }

  async signals(query: SignalQuery & { readonly cursor?: string; readonly limit: number }): Promise<Page<StoredSignal>> {
    return this.access.read('signals', () => this.reader.page(query));
  }

  async signalRevisions(school: string, id: string): Promise<readonly StoredSignal[]> {
    return this.access.read('signals', () => this.reader.revisions(school, id));
  }

  async signalTallies(school: string): Promise<readonly SignalTally[]> {
    return this.access.read('signals', () => this.reader.tallies(school));
  }

  /** Some at a time, with turns for the event loop in between. */
  private async inPieces<T>(
    keys: readonly string[],
    read: (some: readonly string[]) => ReadonlyMap<string, T>,
  ): Promise<ReadonlyMap<string, T>> {
    const found = new Map<string, T>();
    for (let at = 0; at < keys.length; at += AT_ONCE) {
      if (at > 0) await setImmediate();
      for (const [key, value] of this.access.read('signals', () => read(keys.slice(at, at + AT_ONCE)))) found.set(key, value);
    }
    return found;
  }
}
