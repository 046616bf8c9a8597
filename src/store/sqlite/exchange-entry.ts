import { type AuditEntry, auditActor, auditOperation } from '../audit.js';
import type { Outcome } from '../exchange-record.js';
import { auditEntry } from './audit-entry.js';
import type { ExchangeColumns } from './exchange-columns.js';

/** What the audit says of an exchange. What comes in is done by who sent it; what goes out, by who had it sent. */
export function exchangeEntry(exchange: ExchangeColumns, actor: string, fields: readonly string[] | undefined): AuditEntry {
  const { direction, operation, party, school, agreement, id, outcome, learner_count: learners, result_count: results } = exchange;
  const sender = party === null ? 'unknown' : auditActor('party', party);
  return auditEntry(direction === 'in' ? sender : actor, auditOperation(operation), {
    outcome: outcome as Outcome,
    exchange: id,
    ...(school !== null && { school }),
    ...(agreement !== null && { agreement }),
    ...(direction === 'out' && party !== null && { subject: party }),
    counts: { ...(learners > 0 && { learners }), ...(results > 0 && { results }) },
    ...(fields === undefined ? {} : { fields }),
  });
}
