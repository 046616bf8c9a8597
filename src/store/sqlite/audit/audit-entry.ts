import type { AuditEntry } from '../../audit.js';

let latest = { ms: Number.NaN, text: '' };

/** Now, as entries have it. Many come in one millisecond. */
export function auditNow(): string {
  const ms = Date.now();
  if (ms !== latest.ms) latest = { ms, text: new Date(ms).toISOString() };
  return latest.text;
}

/** An entry about something that is being done now. */
export function auditEntry(actor: string, operation: string, about: Partial<AuditEntry>): AuditEntry {
  return { at: auditNow(), actor, operation, outcome: 'done', counts: {}, ...about };
}
