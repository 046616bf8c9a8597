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
import type { StorePort } from '../../../sql/port.js';
import { learnerCells } from '../../cells.js';
import { wholeExchange } from '../../exchanges/exchange-columns.js';
import { signalMutes } from './signal-mutes.js';
import {
  knownToSignals,
  learnersOfResults,
  signalPage,
  signalPlaces,
  signalRevisions,
  signalStandings,
  signalsAt,
  signalTallies,
} from './signal-reads.js';

/** The part of the store that keeps what vendors call to the attention of the teacher. */
export class SignalTables implements SignalStore {
  constructor(private readonly access: StorePort) {}

  async signalMutes(school: string): Promise<readonly SignalMute[]> {
    return this.access.ask('signals', signalMutes(school));
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
    return this.access.askMany('signals', ids, (some) => signalStandings(school, some));
  }

  async learnersOfResults(school: string, ids: readonly string[]): Promise<ReadonlyMap<string, LearnerOf>> {
    return this.access.askMany('signals', ids, (some) => learnersOfResults(school, some));
  }

  async knownToSignals(school: string, aliases: readonly string[]): Promise<ReadonlyMap<string, LearnerOf>> {
    return this.access.askMany('signals', aliases, (some) => knownToSignals(school, some));
  }

  async signalPlaces(query: SignalQuery, stretch: Stretch): Promise<readonly number[]> {
    return this.access.ask('signals', signalPlaces(query, stretch));
  }

  async signalsAt(school: string, places: readonly number[]): Promise<ReadonlyMap<number, StoredSignal>> {
    return this.access.ask('signals', signalsAt(school, places));
  }

  async signals(query: SignalQuery & { readonly cursor?: string; readonly limit: number }): Promise<Page<StoredSignal>> {
    return this.access.askAtOnce('signals', signalPage(query));
  }

  async signalRevisions(school: string, id: string): Promise<readonly StoredSignal[]> {
    return this.access.ask('signals', signalRevisions(school, id));
  }

  async signalTallies(school: string): Promise<readonly SignalTally[]> {
    return this.access.ask('signals', signalTallies(school));
  }
}
