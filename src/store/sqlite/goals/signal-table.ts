import type { Database } from 'better-sqlite3';
import type { SignalKind } from '../../../model/signal.js';
import { auditEntry } from '../audit-entry.js';
import type { AuditTable } from '../audit-table.js';

export interface SignalWrite {
  readonly kind: 'mute';
  readonly school: string;
  readonly party: string;
  readonly signal: SignalKind;
  readonly at: number | undefined;
}

/** Signals of vendors, and which of them a school does not want to see. Synchronous; runs inside the caller's transaction. */
export class SignalTable {
  constructor(
    private readonly db: Database,
    private readonly audit: AuditTable,
  ) {}

  apply({ school, party, signal, at }: SignalWrite, actor: string): void {
    if (at === undefined) {
      this.db.prepare('DELETE FROM signal_mutes WHERE school = ? AND party = ? AND kind = ?').run(school, party, signal);
    } else {
      this.db
        .prepare(
          'INSERT INTO signal_mutes (school, party, kind, muted_at) VALUES (?, ?, ?, ?) ON CONFLICT (school, party, kind) DO NOTHING',
        )
        .run(school, party, signal, at);
    }
    this.audit.append(auditEntry(actor, at === undefined ? 'signals.unmute' : 'signals.mute', { school, subject: party }));
  }
}
