import type { AuditEntry, AuditStore } from '../../store/audit.js';

/** Puts on record that this command shows something about people of a school, before it does. */
export async function auditRead(store: AuditStore, operation: string, school: string, counts: AuditEntry['counts']): Promise<void> {
  await store.appendAudit([{ at: new Date().toISOString(), actor: store.actor, operation, outcome: 'done', school, counts }]);
}
