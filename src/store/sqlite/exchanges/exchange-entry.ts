import { type AuditEntry, auditActor, auditOperation } from '../../audit.js';
import type { Outcome } from '../../exchange-record.js';
import { auditEntry } from '../audit/audit-entry.js';
import type { ExchangeColumns } from './exchange-columns.js';

/** Who writes when a message made the gateway do so. */
const ITSELF = 'gateway';

/** What the audit says of an exchange, but for its fields: done by who sent the message, or by who had the gateway read or write a file, or fetch. */
export function exchangeEntry(exchange: ExchangeColumns, actor: string): AuditEntry {
  const { direction, operation, party, school, agreement, id, outcome, learner_count: learners, result_count: results } = exchange;
  const sender = party === null ? 'unknown' : auditActor('party', party);
  const sent = actor === ITSELF && direction === 'in';
  return auditEntry(sent ? sender : actor, auditOperation(operation), {
    outcome: outcome as Outcome,
    exchange: id,
    ...(school !== null && { school }),
    ...(agreement !== null && { agreement }),
    ...(!sent && party !== null && { subject: party }),
    counts: { ...(learners > 0 && { learners }), ...(results > 0 && { results }) },
  });
}
