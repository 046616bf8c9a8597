import type { Database, Statement } from 'better-sqlite3';
import type { SignalKind } from '../../../../model/signal.js';
import type { SignalBatch, SignalsTaken } from '../../../goals/signal-store.js';
import { auditEntry } from '../../../tables/audit/audit-entry.js';
import type { Cells } from '../../../tables/cells.js';
import type { WholeExchange } from '../../../tables/exchanges/exchange-columns.js';
import type { AuditTable } from '../../audit/audit-table.js';
import type { MetLearner } from '../../connection/open-delivery.js';
import { DirectoryMark } from '../../directory/directory-mark.js';
import type { ExchangeTables } from '../../exchanges/exchange-tables.js';
import { LearnerTable } from '../../results/learner-table.js';
import { SourceTable } from '../../results/source-table.js';
import { ErasureMark } from '../../rights/erasure-mark.js';
import { SignalKeeper } from './signal-keeper.js';

interface Mute {
  readonly kind: 'mute';
  readonly school: string;
  readonly party: string;
  readonly signal: SignalKind;
  readonly at: number | undefined;
}

interface Take {
  readonly kind: 'take';
  readonly exchange: WholeExchange;
  readonly school: string;
  readonly party: string;
  readonly learners: Cells;
  readonly erasures: number;
  readonly directory: number | undefined;
  readonly batch: SignalBatch;
}

export type SignalWrite = Mute | Take;

/** What the audit calls each kind. */
const AUDIT_NAMES = { NEW_PROGRESS: 'newProgress', STUCK: 'stuck', FAST: 'fast' } as const satisfies Record<SignalKind, string>;

/** Signals of vendors, and which of them a school does not want to see. Synchronous; runs inside the caller's transaction. */
export class SignalTable {
  private readonly learners: LearnerTable;
  private readonly sources: SourceTable;
  private readonly mark: ErasureMark;
  private readonly directory: DirectoryMark;
  private readonly keeper: SignalKeeper;
  private readonly insertMute: Statement<unknown[]>;
  private readonly removeMute: Statement<unknown[]>;

  constructor(
    db: Database,
    private readonly audit: AuditTable,
    private readonly exchanges: ExchangeTables,
  ) {
    this.learners = new LearnerTable(db);
    this.sources = new SourceTable(db);
    this.mark = new ErasureMark(db);
    this.directory = new DirectoryMark(db);
    this.keeper = new SignalKeeper(db);
    this.insertMute = db.prepare(
      'INSERT INTO signal_mutes (school, party, kind, muted_at) VALUES (?, ?, ?, ?) ON CONFLICT (school, party, kind) DO NOTHING',
    );
    this.removeMute = db.prepare('DELETE FROM signal_mutes WHERE school = ? AND party = ? AND kind = ?');
  }

  apply(write: SignalWrite, actor: string): boolean | SignalsTaken {
    return write.kind === 'mute' ? this.setMute(write, actor) : this.take(write, actor);
  }

  private setMute({ school, party, signal, at }: Mute, actor: string): boolean {
    const { changes } = at === undefined ? this.removeMute.run(school, party, signal) : this.insertMute.run(school, party, signal, at);
    if (changes === 0) return false;
    const counts = { [AUDIT_NAMES[signal]]: 1 };
    this.audit.append(auditEntry(actor, at === undefined ? 'signals.unmute' : 'signals.mute', { school, subject: party, counts }));
    return true;
  }

  private take({ exchange: whole, school, party, learners, erasures, directory, batch }: Take, actor: string): SignalsTaken {
    if (this.directory.isPast(directory)) return { kind: 'directory-changed' };
    if (this.mark.isPast(school, erasures)) return { kind: 'outdated' };
    const exchange = this.exchanges.insert(whole, actor);
    const open = {
      ...{ exchange, school, party, source: this.sources.numberOf(school, party), targets: [], requestKey: undefined, sameMoment: false },
      ...{ results: 0, revised: 0, otherPupil: 0, otherTest: 0 },
      irregular: false,
      hasRoster: this.learners.hasRoster(school),
      learners: new Map<string, MetLearner>(),
      activities: new Map<string, number>(),
      shared: [],
    };
    this.learners.store(open, learners);
    return { kind: 'stored', ...this.keeper.store(open, batch) };
  }
}
