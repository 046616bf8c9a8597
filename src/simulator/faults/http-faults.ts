import type { Headers, WholeAnswer } from '../http/whole-message.js';
import { BUSY_SECONDS } from '../las-result-habits.js';
import type { Fault } from './fault.js';

const kind = 'http' as const;
const PLAIN = { 'content-type': 'text/plain; charset=utf-8' };
const PAGE = '<!doctype html><html lang=nl><head><title>Onderhoud</title></head><body><p>Even geduld<br>a.u.b.</body></html>';

/** Statuses that an administration, or what stands in front of it, gives instead of an answer. */
const STATUSES = [400, 401, 403, 404, 405, 408, 413, 415, 429, 500, 502, 503, 504] as const;

export const HTTP_FAULTS: readonly Fault[] = [
  ...STATUSES.map((status) => instead(`http-${status}`, `answers with HTTP ${status} and no SOAP`, refusal(status))),
  instead('busy', `answers with HTTP 503 and Retry-After: ${BUSY_SECONDS}`, refusal(503, { 'retry-after': String(BUSY_SECONDS) })),
  instead('redirect', 'sends the caller to another address (HTTP 302)', {
    status: 302,
    headers: { ...PLAIN, location: '/elders' },
    body: Buffer.from('Elders\n'),
  }),
  instead('html', 'answers with a web page under HTTP 200', {
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: Buffer.from(PAGE),
  }),
  instead('empty', 'answers with nothing under HTTP 200', { status: 200, headers: { 'content-type': 'text/xml' }, body: Buffer.alloc(0) }),
];

function instead(name: string, does: string, answer: WholeAnswer): Fault {
  return { name, kind, does, start: () => async () => answer };
}

function refusal(status: number, headers: Headers = {}): WholeAnswer {
  return { status, headers: { ...PLAIN, ...headers }, body: Buffer.from(`${status}\n`) };
}
