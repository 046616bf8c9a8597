import { type AuditContent, type AuditEntry, auditActor, auditOperation } from '../../audit.js';
import type { Outcome } from '../../exchange-record.js';
import { auditNow, fieldsOf } from '../audit/audit-entry.js';
import { EXCHANGE_CELL, type ExchangeCells } from './exchange-columns.js';

/** Who writes when a message made the gateway do so. */
const ITSELF = 'gateway';

/** What the audit says of an exchange, but for its fields: done by who sent the message, or by who had the gateway read or write a file, or fetch. */
export function exchangeContent(cells: ExchangeCells, actor: string): AuditContent {
  const party = cells[EXCHANGE_CELL.party] as string | null;
  const isSent = actor === ITSELF && cells[EXCHANGE_CELL.direction] === 'in';
  const sender = party === null ? 'unknown' : auditActor('party', party);
  const [learners, results] = [cells[EXCHANGE_CELL.learner_count] as number, cells[EXCHANGE_CELL.result_count] as number];
  const counts: Record<string, number> = {};
  if (learners > 0) counts['learners'] = learners;
  if (results > 0) counts['results'] = results;
  return {
    at: auditNow(),
    actor: isSent ? sender : actor,
    operation: auditOperation(cells[EXCHANGE_CELL.operation] as string),
    outcome: cells[EXCHANGE_CELL.outcome] as Outcome,
    school: cells[EXCHANGE_CELL.school] as string | null,
    agreement: cells[EXCHANGE_CELL.agreement] as string | null,
    exchange: cells[EXCHANGE_CELL.id] as string,
    subject: isSent ? null : party,
    counts,
  };
}

/** The whole entry. `fields`: see `fieldsText`. */
export function exchangeEntry(cells: ExchangeCells, fields: string | undefined, actor: string): AuditEntry {
  const { school, agreement, exchange, subject, ...content } = exchangeContent(cells, actor);
  return {
    ...content,
    ...(school !== null && { school }),
    ...(agreement !== null && { agreement }),
    ...(exchange !== null && { exchange }),
    ...(subject !== null && { subject }),
    ...(fields !== undefined && { fields: fieldsOf(fields) }),
  };
}
