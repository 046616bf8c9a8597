import type { AuditEntry } from '../../../src/store/audit.js';
import { GATEWAY_CHAIN } from '../../../src/store/audit-chain.js';
import type { Work } from '../../../src/store/postgres/postgres-access.js';
import { type ScriptedOperation, scriptOf } from '../../../src/store/tables/carry-out.js';
import type { Stamped } from '../../../src/store/tables/operation.js';

export const AT = '2025-10-01T08:00:00.000Z';

export function entry(more: Partial<AuditEntry> = {}): AuditEntry {
  return { at: AT, actor: 'client:dashboard', operation: 'learners.read', outcome: 'done', counts: {}, ...more };
}

/** What each operation of the audit is as a transaction. */
export function auditWork(operation: Stamped): Work {
  const script = () => scriptOf(operation as ScriptedOperation, operation.actor);
  switch (operation.kind) {
    case 'audit':
      return { script, schools: operation.entries.map(({ school }) => school ?? GATEWAY_CHAIN) };
    case 'school':
    case 'school-key':
      return { script, schools: [GATEWAY_CHAIN, operation.kind === 'school' ? operation.school.id : operation.school] };
    default:
      return { script, schools: [GATEWAY_CHAIN], exclusiveAudit: true };
  }
}
