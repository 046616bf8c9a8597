import type { Database } from 'better-sqlite3';
import type { SignalKind } from '../../../model/signal.js';
import type { SignalMute, SignalStore } from '../../goals/signal-store.js';
import type { StoreAccess } from '../store-access.js';

export class SqliteSignalStore implements SignalStore {
  constructor(
    private readonly db: Database,
    private readonly access: StoreAccess,
  ) {}

  async signalMutes(school: string): Promise<readonly SignalMute[]> {
    const sql = 'SELECT party, kind, muted_at FROM signal_mutes WHERE school = ? ORDER BY party, kind';
    const rows = this.access.read('signals', () =>
      this.db.prepare<[string], { party: string; kind: SignalKind; muted_at: number }>(sql).all(school),
    );
    return rows.map(({ party, kind, muted_at }) => ({ party, kind, mutedAt: new Date(muted_at).toISOString() }));
  }

  async muteSignals(school: string, party: string, signal: SignalKind, at: string | undefined): Promise<void> {
    const write = { kind: 'mute', school, party, signal, at: at === undefined ? undefined : Date.parse(at) } as const;
    await this.access.write({ kind: 'goals', write: { table: 'signals', write } });
  }
}
