import type { StoredExchange } from '../store/store.js';

/** An exchange as clients see it. Named field by field, so that what is added to the record does not leave by itself. */
export type ShownExchange = Omit<StoredExchange, 'brief' | 'digest' | 'createdAtNs'> & {
  /** Its sender did not prove who it is: `party` is what the message says. */
  readonly unproven?: true;
  readonly createdAtNs?: string;
};

/** Without the digest, and with nanoseconds as text: a JSON number would round them. */
export function shownExchange(exchange: StoredExchange): ShownExchange {
  const { party, school, version, policy, faultCode, repeats, createdAtNs } = exchange;
  return {
    id: exchange.id,
    direction: exchange.direction,
    operation: exchange.operation,
    ...(exchange.brief === undefined ? {} : { unproven: true as const }),
    ...(party === undefined ? {} : { party }),
    ...(school === undefined ? {} : { school }),
    ...(version === undefined ? {} : { version }),
    ...(policy === undefined ? {} : { policy }),
    receivedAt: exchange.receivedAt,
    durationMs: exchange.durationMs,
    wireBytes: exchange.wireBytes,
    decodedBytes: exchange.decodedBytes,
    ...(createdAtNs === undefined ? {} : { createdAtNs: String(createdAtNs) }),
    outcome: exchange.outcome,
    ...(faultCode === undefined ? {} : { faultCode }),
    findings: exchange.findings,
    findingCount: exchange.findingCount,
    resultCount: exchange.resultCount,
    learnerCount: exchange.learnerCount,
    ...(repeats === undefined ? {} : { repeats }),
    strips: exchange.strips,
  };
}
