import type { RaisedSignal, WithdrawnSignal } from '../../../src/model/posted/posted-signals.js';
import type { Reply, RestServer } from './rest-server.js';

/** An invented signal about the learner of `postedResult`. */
export function postedSignal(key: string, more: Partial<RaisedSignal> = {}): RaisedSignal {
  return {
    key,
    learner: { leerlingid: 'verzonnen-0001' },
    supplierGoal: { id: 'KL-1', title: 'Hele uren aflezen' },
    kind: 'STUCK',
    raisedAt: '2026-09-15T10:30:00+02:00',
    ...more,
  };
}

export function withdrawal(key: string): WithdrawnSignal {
  return { key, status: 'withdrawn' };
}

/** Posts signals, or whatever else. What is no text or bytes goes as JSON. */
export function postSignals(
  rest: Pick<RestServer, 'ask'>,
  token: string | undefined,
  signals: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Reply> {
  const body = Array.isArray(signals) ? JSON.stringify({ signals }) : signals;
  const sent = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
  return rest.ask('/signals', token, { method: 'POST', body: sent as string, headers: { 'content-type': 'application/json', ...headers } });
}
