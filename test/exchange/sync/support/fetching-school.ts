import type { Agreement, Connection, Party } from '../../../../src/directory/directory.js';
import { openRoster } from '../../../../src/exchange/roster/read-roster.js';
import type { SyncReport } from '../../../../src/exchange/sync/sync-report.js';
import type { SyncRequest } from '../../../../src/exchange/sync/sync-request.js';
import { SyncRoster } from '../../../../src/exchange/sync/sync-roster.js';
import type { Roster } from '../../../../src/model/roster/roster.js';
import { Keyring } from '../../../../src/privacy/keys/keyring.js';
import { SIMULATED_CALLER } from '../../../../src/simulator/las.js';
import type { RosterSnapshot } from '../../../../src/store/roster-store.js';
import { SchoolKeys } from '../../../../src/store/school-keys.js';
import type { ExchangeRecord, Store, StoredExchange } from '../../../../src/store/store.js';
import { agreement, credential, party, school } from '../../../store/support/records.js';
import { inlinePlace } from '../../../store/support/temporary.js';

export const SCHOOL = '99XX';
export const YEAR = '2026-2027';
export const LAS = 'NEPLAS';
export const FROM = '2026-01-01T00:00:00.000Z';
/** Administrations of tests are on this machine. */
const HERE = ['localhost', '127.0.0.0/8', '::1'];
const KEY = SIMULATED_CALLER.autorisatiesleutel;

export interface FetchingSetup {
  readonly school?: string;
  readonly party?: Partial<Party>;
  readonly connection?: Connection;
  readonly agreement?: Partial<Agreement>;
  /** False: there is none. */
  readonly agreed?: boolean;
  readonly key?: string;
  readonly now?: () => Date;
}

/** A school with its administration, in a real store. Times are short, so that an administration that hangs costs no more than that. */
export class FetchingSchool {
  readonly records: ExchangeRecord[] = [];
  readonly errors: unknown[] = [];
  readonly sync: SyncRoster;

  private constructor(
    readonly school: string,
    readonly store: Store,
    readonly keyring: Keyring,
    /** Where the store keeps its files. */
    readonly directory: string,
    private readonly remove: () => Promise<void>,
    now: (() => Date) | undefined,
  ) {
    this.sync = this.another(now);
  }

  static async at(endpoint: string, setup: FetchingSetup = {}): Promise<FetchingSchool> {
    const { school: id = SCHOOL, agreed = true, key = KEY } = setup;
    const place = await inlinePlace();
    const store = await place.open();
    const keyring = Keyring.fromSecret('geheim van niets en niemand, en lang genoeg');
    const { klantcode, klantnaam } = SIMULATED_CALLER;
    const connection: Connection = { klantcode, klantnaam, timeoutSeconds: 10, ...setup.connection };
    await store.addSchool(school(id));
    const sealed = keyring.sealSecret(JSON.stringify(connection));
    await store.addParty(party(LAS, { role: 'las', endpoint, connection: sealed, ...setup.party }));
    if (agreed) {
      const made = agreement('ag-1', {
        school: id,
        party: LAS,
        exchanges: ['leerlinggegevens'],
        profile: 'smalle-set',
        from: FROM,
        ...setup.agreement,
      });
      const held = credential('cr-1', { party: LAS, schools: [id], from: FROM, sealed: keyring.sealSecret(key) });
      await store.addAgreements([made], held);
    }
    const remove = async () => {
      await store.close();
      await place.remove();
    };
    return new FetchingSchool(id, store, keyring, place.directory, remove, setup.now);
  }

  /** Another process, as far as a sync can tell. */
  another(now: () => Date = () => new Date()): SyncRoster {
    return new SyncRoster({
      store: this.store,
      keyring: this.keyring,
      allowTargets: HERE,
      now,
      observe: (record) => this.records.push(record),
      onError: (error) => this.errors.push(error),
    });
  }

  run(request: Partial<SyncRequest> = {}): Promise<SyncReport> {
    return this.sync.run({ school: this.school, schoolYear: YEAR, ...request });
  }

  /** Head and rows as they are stored. */
  snapshot(): Promise<RosterSnapshot | undefined> {
    return this.store.roster(this.school, YEAR);
  }

  /** The roster in the open. */
  async roster(): Promise<Roster> {
    const snapshot = await this.snapshot();
    if (snapshot === undefined) throw new Error('there is no roster');
    return openRoster(snapshot, await new SchoolKeys(this.store, this.keyring).of(this.school));
  }

  /** What was kept of a sync. */
  async exchange({ exchange }: SyncReport): Promise<StoredExchange> {
    const found = await this.store.exchange(exchange);
    if (found === undefined) throw new Error('there is no record');
    return found;
  }

  close(): Promise<void> {
    return this.remove();
  }
}

export function rulesOf({ findings }: Pick<SyncReport, 'findings'>): string[] {
  return [...new Set(findings.map(({ rule }) => rule))].sort();
}
