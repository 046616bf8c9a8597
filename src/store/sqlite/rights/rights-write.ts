import type { Database } from 'better-sqlite3';
import type { RightsMark } from '../../rights-mark.js';
import type { Disclosure, Erased, ErasureRequest, Person } from '../../rights-store.js';
import { auditEntry } from '../../tables/audit/audit-entry.js';
import { releaseRestricted } from '../../tables/outbox/outbox-release.js';
import { storeDisclosure } from '../../tables/rights/disclosures.js';
import { markOf } from '../../tables/rights/own-marks.js';
import { setRestriction } from '../../tables/rights/restrictions.js';
import type { AuditTable } from '../audit/audit-table.js';
import type { ScriptRunner } from '../connection/script-runner.js';
import { ErasureTable } from './erasure-table.js';
import type { MarkFile } from './mark-file.js';

/** A write for the rights of pupils. */
export type RightsWrite =
  | { readonly kind: 'disclose'; readonly disclosures: readonly Disclosure[] }
  | { readonly kind: 'erase'; readonly request: ErasureRequest }
  | { readonly kind: 'lift'; readonly school: string; readonly id: string; readonly at: string }
  | {
      readonly kind: 'restrict';
      readonly school: string;
      readonly person: Person;
      readonly at: string;
      readonly on: boolean;
      readonly sealedNames?: Uint8Array | undefined;
    }
  | { readonly kind: 'add-marks'; readonly marks: readonly RightsMark[] };

/** Carries them out. Synchronous; runs inside the caller's transaction. */
export class RightsTables {
  private readonly erasures: ErasureTable;

  constructor(
    private readonly db: Database,
    private readonly audit: AuditTable,
    private readonly marks: MarkFile,
    private readonly scripts: ScriptRunner,
  ) {
    this.erasures = new ErasureTable(db, scripts);
  }

  apply(write: RightsWrite, actor: string): unknown {
    switch (write.kind) {
      case 'disclose':
        return write.disclosures.map((disclosure) => this.scripts.run(storeDisclosure(disclosure)));
      case 'erase':
        return write.request.dryRun ? this.tryOut(write.request) : this.erase(write.request, actor);
      case 'lift':
        return this.lift(write, actor);
      case 'restrict':
        return this.restrict(write, actor);
      case 'add-marks':
        return this.marks.add(write.marks);
    }
  }

  private erase(request: ErasureRequest, actor: string): Erased {
    const erased = this.erasures.erase(request);
    if (erased.kind === 'erased') {
      const { id, school, removed, targets = [] } = erased.receipt;
      const withdrawals = targets.reduce((sum, { results }) => sum + results, 0);
      const counts = { ...Object.fromEntries(removed.map(({ kind, count }) => [kind, count])), ...(withdrawals > 0 && { withdrawals }) };
      const operation = request.again === undefined ? 'learner.erase' : 'learner.erase-again';
      this.audit.append(auditEntry(actor, operation, { school, subject: id, counts }));
      // Last: nothing that fails comes after a mark but the commit.
      if (request.again === undefined) this.marks.add(this.scripts.run(markOf(id)));
    }
    return erased;
  }

  private lift({ school, id, at }: Extract<RightsWrite, { kind: 'lift' }>, actor: string): boolean {
    const lifted = this.erasures.lift(school, id, at);
    if (lifted) {
      this.audit.append(auditEntry(actor, 'learner.erase-lift', { school, subject: id }));
      this.marks.add([{ kind: 'lifted', school, at, id }]);
    }
    return lifted;
  }

  private restrict({ school, person, at, on, sealedNames }: Extract<RightsWrite, { kind: 'restrict' }>, actor: string): boolean {
    const changed = this.scripts.run(setRestriction(school, person, at, on));
    if (changed && !on) this.scripts.run(releaseRestricted(school, at));
    if (changed) this.audit.append(auditEntry(actor, on ? 'learner.restrict' : 'learner.unrestrict', { school, counts: { learners: 1 } }));
    if (changed && sealedNames !== undefined) {
      this.marks.add([{ kind: 'restricted', school, at, on, sealedNames: Buffer.from(sealedNames).toString('base64') }]);
    }
    return changed;
  }

  private tryOut(request: ErasureRequest): Erased {
    this.db.exec('SAVEPOINT dry_run');
    try {
      return this.erasures.erase(request);
    } finally {
      this.db.exec('ROLLBACK TO dry_run; RELEASE dry_run');
    }
  }
}
