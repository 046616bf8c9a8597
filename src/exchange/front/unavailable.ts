import { exchangeId } from '../../model/time-uuid.js';
import type { SoapAnswer } from '../../soap/endpoint/endpoint.js';
import { faultEnvelope } from '../../soap/envelope/fault.js';
import { ExchangeLog } from '../exchange-log.js';
import { decisive, faultFor } from '../refusal.js';

/** When to send again what nothing could be done with, in seconds. */
export const RETRY_SECONDS = 30;

/** The answer to any message while there is no store: nothing is read of it, and nothing kept. */
export function unavailable(operation: string, now: Date): SoapAnswer {
  const log = new ExchangeLog(exchangeId(now.getTime()), operation, now);
  log.only('UWLR-EX-005');
  const { list, count } = log.findings;
  return { xml: faultEnvelope(faultFor(decisive(list)!, list, count, log.id)), fault: true, retryAfter: RETRY_SECONDS };
}
