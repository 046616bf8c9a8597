import { supplied } from '../../core/supplied.js';
import type { AuditRow } from '../../store/audit.js';

export type ShownAuditRow = Omit<AuditRow, 'hash'>;

/**
 * An entry as clients see it. Who works at the machine of the gateway is nothing to a client: `cli`, without the user. The hash is over
 * the entry as it is stored: it would fit nothing here.
 */
export function shownAuditRow({
  seq,
  at,
  actor,
  operation,
  outcome,
  school,
  agreement,
  exchange,
  subject,
  counts,
  fields,
}: AuditRow): ShownAuditRow {
  return {
    seq,
    at,
    actor: actor.startsWith('cli:') ? 'cli' : actor,
    operation,
    outcome,
    ...supplied({ school, agreement, exchange, subject }),
    counts,
    ...supplied({ fields }),
  };
}
