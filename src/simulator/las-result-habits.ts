import type { RequestHandler } from 'express';
import { FAULT_CODES, type UwlrFaultCode } from '../uwlr/fault-code.js';

/** What an administration may do with results other than take them in and confirm. A fault code: it answers with that fault. */
export const RESULT_HABITS = [
  /** Takes the message in, and ends the connection before it has confirmed. */
  'answer-lost',
  /** Takes the message in, and takes its time to confirm. */
  'slow',
  /** HTTP 503 with Retry-After. */
  'busy',
  /** An error page under HTTP 200. */
  'html',
  ...FAULT_CODES,
] as const;
export type ResultHabit = (typeof RESULT_HABITS)[number];

export interface ResultHabits {
  readonly habits: readonly ResultHabit[];
  /** Any of these in a message, and the whole of it is refused. */
  readonly refusedKeys: ReadonlySet<string>;
  /** The fault that goes with them. */
  readonly refusedWith: UwlrFaultCode;
}

export const NO_HABITS: ResultHabits = { habits: [], refusedKeys: new Set(), refusedWith: 'Client.ScoreOngeldig' };

/** Seconds that `busy` asks for. */
export const BUSY_SECONDS = 2;
const SLOW_MS = 2000;

/** Only while `slow` is one of the habits. */
export function takingTime({ habits }: ResultHabits): Promise<void> {
  return habits.includes('slow') ? new Promise((resolve) => setTimeout(resolve, SLOW_MS)) : Promise.resolve();
}

export function faultOf({ habits }: ResultHabits): UwlrFaultCode | undefined {
  return FAULT_CODES.find((code) => habits.includes(code));
}

/** The answers that are no SOAP. */
export function withoutSoap(habits: () => ResultHabits): RequestHandler {
  return (request, response, next) => {
    const { habits: now } = habits();
    const [status, type, body] = now.includes('busy') ? [503, 'text/plain', 'Te druk\n'] : [200, 'text/html', PAGE];
    if (request.method !== 'POST' || !(now.includes('busy') || now.includes('html'))) {
      next();
      return;
    }
    request.resume();
    request.once('end', () => {
      if (status === 503) response.set('Retry-After', String(BUSY_SECONDS));
      response.status(status).type(type).send(body);
    });
  };
}

const PAGE = '<!doctype html><html lang=nl><head><title>Onderhoud</title></head><body><p>Even geduld<br>a.u.b.</body></html>';
