import { supplied } from '../../core/supplied.js';
import type { StoredExchange } from '../../store/store.js';

/** An exchange as clients see it. Named field by field, so that what is added to the record does not leave by itself. */
export type ShownExchange = Omit<StoredExchange, 'brief' | 'digest' | 'createdAtNs' | 'credential'> & {
  /** Id of the key that its sender showed. */
  readonly keyId?: string;
  /** Its sender did not prove who it is: `party` is what the message says. */
  readonly unproven?: true;
  readonly createdAtNs?: string;
};

/** Without the digest, and with nanoseconds as text: a JSON number would round them. */
export function shownExchange(exchange: StoredExchange): ShownExchange {
  const { party, credential, agreement, school, version, policy, faultCode, reason, repeats, createdAtNs } = exchange;
  return {
    id: exchange.id,
    direction: exchange.direction,
    operation: exchange.operation,
    ...(exchange.brief === undefined ? {} : { unproven: true as const }),
    ...supplied({ party, keyId: credential, agreement, school, version, policy }),
    receivedAt: exchange.receivedAt,
    durationMs: exchange.durationMs,
    wireBytes: exchange.wireBytes,
    decodedBytes: exchange.decodedBytes,
    ...(createdAtNs === undefined ? {} : { createdAtNs: String(createdAtNs) }),
    outcome: exchange.outcome,
    ...supplied({ faultCode, reason }),
    findings: exchange.findings,
    findingCount: exchange.findingCount,
    resultCount: exchange.resultCount,
    learnerCount: exchange.learnerCount,
    ...supplied({ repeats }),
    strips: exchange.strips,
  };
}

/**
 * The same for a client that reads under an agreement: it may be the sender, or a friend of it, and is not told why a key was refused, nor
 * which one it was.
 */
export function exchangeForClient(exchange: StoredExchange): ShownExchange {
  const { keyId: _, reason: __, ...rest } = shownExchange(exchange);
  return rest;
}
