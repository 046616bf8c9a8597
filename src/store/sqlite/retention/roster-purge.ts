import type { Database, Statement } from 'better-sqlite3';
import type { RosterKind } from '../../roster-store.js';
import { pruneLearnerAliases } from '../../tables/aliases/learner-aliases.js';
import { auditEntry } from '../../tables/audit/audit-entry.js';
import type { RosterPurged, RosterPurgeScope } from '../../tables/roster/roster-cells.js';
import type { AuditTable } from '../audit/audit-table.js';
import { ScriptRunner } from '../connection/script-runner.js';
import { LEFT_AT } from './left-school.js';
import { LegalHold } from './legal-hold.js';

/**
 * SQL: object `o` of `@school` left before an instant, or its school year was over by then and no source gave it since. As instants:
 * the texts are whatever ISO form somebody gave.
 */
export function leftBefore(instant: string): string {
  const ended = `SELECT school_year FROM rosters WHERE school = @school AND school_year < @beforeYear AND julianday(received_at) < julianday(${instant})`;
  return `(o.school_year IN (${ended}) OR julianday(o.until) < julianday(${instant}))`;
}

/** Removes what retention no longer allows. Synchronous; runs inside the caller's transaction. */
export class RosterPurge {
  private readonly remember: Statement<unknown[]>;
  private readonly memberships: Statement<unknown[]>;
  private readonly objects: Statement<unknown[], RosterKind>;
  private readonly heads: Statement<unknown[]>;
  private readonly scripts: ScriptRunner;
  private readonly hold: LegalHold;

  constructor(
    db: Database,
    private readonly audit: AuditTable,
  ) {
    // By instant, not by text: `until` is whatever ISO form it was given in.
    const ended = 'SELECT school_year FROM rosters WHERE school = ? AND school_year < ? AND julianday(received_at) < julianday(?)';
    const over = `school = ? AND (school_year IN (${ended}) OR julianday(until) < julianday(?))`;
    this.remember = db.prepare(`
      UPDATE learners AS l SET left_at = ${LEFT_AT}
      WHERE school = ? AND roster_learner IN (SELECT id FROM roster_objects WHERE ${over} AND kind = 'learner')`);
    this.memberships = db.prepare(`DELETE FROM roster_memberships WHERE ${over}`);
    this.objects = db.prepare<unknown[], RosterKind>(`DELETE FROM roster_objects WHERE ${over} RETURNING kind`).pluck();
    this.heads = db.prepare('DELETE FROM rosters WHERE school = ? AND school_year < ? AND julianday(received_at) < julianday(?)');
    this.scripts = new ScriptRunner(db);
    this.hold = new LegalHold(db);
  }

  run({ school, before, beforeYear }: RosterPurgeScope, actor: string): RosterPurged {
    if (this.hold.on(school)) return { group: 0, learner: 0, teacher: 0 };
    // Who left also left their groups, not later: no membership stays without its group or member.
    const over = [school, school, beforeYear, before, before];
    // Results of who left are kept for a time that counts from then.
    this.remember.run(school, ...over);
    this.memberships.run(...over);
    const purged = { group: 0, learner: 0, teacher: 0 };
    for (const kind of this.objects.all(...over)) purged[kind] += 1;
    this.heads.run(school, beforeYear, before);
    if (purged.learner > 0) this.scripts.run(pruneLearnerAliases(school));
    if (purged.group + purged.learner + purged.teacher > 0) {
      const counts = { groups: purged.group, learners: purged.learner, teachers: purged.teacher };
      this.audit.append(auditEntry(actor, 'roster.purge', { school, counts }));
    }
    return purged;
  }
}
