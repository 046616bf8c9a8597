import type { AuditEntry } from '../../audit.js';

/** An entry about something that is being done now. */
export function auditEntry(actor: string, operation: string, about: Partial<AuditEntry>): AuditEntry {
  return { at: new Date().toISOString(), actor, operation, outcome: 'done', counts: {}, ...about };
}
