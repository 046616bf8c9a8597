import type { Database } from 'better-sqlite3';
import type { RosterCommitted } from '../../roster-store.js';
import { isPastAliasMark } from '../../tables/aliases/alias-mark.js';
import { auditEntry } from '../../tables/audit/audit-entry.js';
import { isEmpty, type PackCells, type RosterCells } from '../../tables/roster/roster-cells.js';
import { LearnerAliasTable } from '../aliases/learner-alias-table.js';
import type { AuditTable } from '../audit/audit-table.js';
import { ScriptRunner } from '../connection/script-runner.js';
import type { ExchangeTables } from '../exchanges/exchange-tables.js';
import { ErasureMark } from '../rights/erasure-mark.js';
import { MembershipTable } from './membership-table.js';
import { RosterHeadTable } from './roster-head-table.js';
import { RosterObjectTable } from './roster-object-table.js';
import { RosterPackTable } from './roster-pack-table.js';

/** Stores changes of rosters. Synchronous; runs inside the caller's transaction, which decides the outcome under its lock. */
export class RosterCommit {
  private readonly heads: RosterHeadTable;
  private readonly objects: RosterObjectTable;
  private readonly memberships: MembershipTable;
  private readonly packs: RosterPackTable;
  private readonly aliases: LearnerAliasTable;
  private readonly scripts: ScriptRunner;
  private readonly mark: ErasureMark;

  constructor(
    db: Database,
    private readonly exchanges: ExchangeTables,
    private readonly audit: AuditTable,
  ) {
    this.heads = new RosterHeadTable(db);
    this.objects = new RosterObjectTable(db);
    this.memberships = new MembershipTable(db, this.objects);
    this.packs = new RosterPackTable(db);
    this.aliases = new LearnerAliasTable(db);
    this.scripts = new ScriptRunner(db);
    this.mark = new ErasureMark(db);
  }

  /** Writes nothing at all when the change was worked out against another revision than the roster has now. */
  apply(change: RosterCells, actor: string): RosterCommitted {
    const { head, base, at } = change;
    if (this.heads.revisionOf(head.school, head.schoolYear) !== base) return { kind: 'conflict' };
    if (this.mark.isPast(head.school, change.erasures)) return { kind: 'conflict' };
    if (change.record) this.exchanges.insert(change.record, actor);
    else this.audit.append(auditEntry(actor, 'roster.change', { school: head.school }));
    // A first roster is a change, even when nobody is in it.
    const changed = base === 0 || !isEmpty(change);
    const revision = changed ? base + 1 : base;
    const source = this.scripts.run(isPastAliasMark(head.school, change.aliasMark)) ? undefined : change.source;
    this.heads.store({ ...head, revision, changedAt: at }, source);
    this.objects.store(change);
    this.objects.leave(change);
    this.memberships.leave(change);
    this.memberships.part(change);
    this.memberships.join(change);
    return { kind: 'stored', revision, changed, matched: this.aliases.store(change) };
  }

  keepPacks(cells: PackCells): void {
    this.packs.store(cells);
  }
}
