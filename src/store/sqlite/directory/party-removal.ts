import type { Database } from 'better-sqlite3';
import { StoreError } from '../../store-error.js';
import { auditEntry } from '../../tables/audit/audit-entry.js';
import type { AuditTable } from '../audit/audit-table.js';
import { systemCode } from '../connection/failure.js';

/** What may need a party, and how many of it there are: `@party` is its klantcode, `@at` now. */
const NEEDS: readonly (readonly [one: string, many: string, sql: string])[] = [
  ['agreement', 'agreements', 'SELECT count(*) FROM agreements WHERE party = @party'],
  ['key in force', 'keys in force', `SELECT count(*) FROM credentials WHERE party = @party AND ${inForce()}`],
  ['client key in force', 'client keys in force', `SELECT count(*) FROM client_keys WHERE party = @party AND ${inForce()}`],
  ['token in force', 'tokens in force', `SELECT count(*) FROM tokens WHERE client = @party AND ${inForce()}`],
  ['delivery target', 'delivery targets', 'SELECT count(*) FROM targets WHERE party = @party'],
  ['message', 'messages', 'SELECT count(*) FROM exchanges WHERE party = @party'],
  [
    'school with results',
    'schools with results',
    'SELECT count(*) FROM sources s WHERE s.party = @party AND EXISTS (SELECT 1 FROM results r WHERE r.source = s.seq)',
  ],
  ['roster', 'rosters', 'SELECT count(*) FROM rosters WHERE party = @party'],
  ['disclosure', 'disclosures', 'SELECT count(*) FROM disclosures WHERE receiver = @party'],
  ['mapping to goals', 'mappings to goals', 'SELECT count(*) FROM mapping_versions WHERE party = @party'],
];

/** What goes with it. */
const HANGERS_ON = [
  'DELETE FROM credential_schools WHERE credential IN (SELECT id FROM credentials WHERE party = @party)',
  'DELETE FROM credentials WHERE party = @party',
  'DELETE FROM client_keys WHERE party = @party',
  'DELETE FROM tokens WHERE client = @party',
  // Of results that are gone.
  'DELETE FROM result_shared WHERE source IN (SELECT seq FROM sources WHERE party = @party)',
  'DELETE FROM sources WHERE party = @party',
  'DELETE FROM goal_links WHERE activity IN (SELECT seq FROM activities WHERE party = @party)',
  'DELETE FROM activities WHERE party = @party',
];

/** Removes parties that nothing needs. Synchronous; runs inside the caller's transaction. */
export class PartyRemoval {
  constructor(
    private readonly db: Database,
    private readonly audit: AuditTable,
  ) {}

  remove(klantcode: string, at: string, actor: string): void {
    if (!this.db.prepare('SELECT 1 FROM parties WHERE klantcode = ?').get(klantcode))
      throw new StoreError('unknown', 'parties: there is none with this klantcode');
    const needs = this.needsOf(klantcode, at);
    if (needs.length > 0) throw needed(klantcode, needs.join(', '));
    try {
      for (const sql of HANGERS_ON) this.db.prepare(sql).run({ party: klantcode });
      this.db.prepare('DELETE FROM parties WHERE klantcode = ?').run(klantcode);
    } catch (error) {
      throw systemCode(error) === 'SQLITE_CONSTRAINT_FOREIGNKEY' ? needed(klantcode, 'stored data') : error;
    }
    this.audit.append(auditEntry(actor, 'party.remove', { subject: klantcode }));
  }

  private needsOf(party: string, at: string): readonly string[] {
    return NEEDS.flatMap(([one, many, sql]) => {
      const statement = this.db.prepare<unknown[], number>(sql).pluck();
      const count = statement.get(sql.includes('@at') ? { party, at } : { party }) ?? 0;
      return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
    });
  }
}

function needed(klantcode: string, by: string): StoreError {
  return new StoreError('conflict', `party ${klantcode} cannot be removed, as it is needed by ${by}`);
}

function inForce(): string {
  return 'revoked_at IS NULL AND (valid_until IS NULL OR valid_until > @at)';
}
