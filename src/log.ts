import type { Writable } from 'node:stream';
import { createLogger, format, transports } from 'winston';
import type { LogLevel } from './config.js';
import { REDACTED } from './log-error.js';
import { type LogFields, readFields } from './log-fields.js';

/** What a line may be about. A fixed list, so that no text with a name in it gets into a log. */
export const LOG_EVENTS = [
  'gateway started',
  'gateway stopping',
  'gateway stopped',
  'gateway failed',
  'exchange',
  'exchange failed',
  'answer broke off',
  'purged',
  'purge done',
  'purge failed',
  'request failed',
  'overloaded',
  'locked out',
  'certificates renewed',
  'certificates not renewed',
  'store migrated',
  'delivery attempt',
  'target held',
  'circuit opened',
  'circuit closed',
  'lease lost',
  'delivery failed',
  'delivery trouble',
  'delivery trouble over',
  'alert not taken',
  'alerts failed',
  'audit head',
  'seal failed',
] as const;
export type LogEvent = (typeof LOG_EVENTS)[number];

type Write = (event: LogEvent, fields?: LogFields) => void;

/**
 * The log: one JSON object a line, `{time, level, event, ...fields}`. Privacy is in how it is made: what it can say is
 * in a fixed list of events and of fields with their shapes (`log-fields.ts`); everything else becomes `[redacted]`.
 */
export type Log = Readonly<Record<LogLevel, Write>>;

const EVENTS: ReadonlySet<string> = new Set(LOG_EVENTS);

export interface LogOptions {
  readonly level: LogLevel;
  /** Where the lines go; standard output unless told. */
  readonly stream?: Writable;
}

export function createLog({ level, stream = process.stdout }: LogOptions): Log {
  const logger = createLogger({
    level,
    format: format.printf(({ level: name, message, fields }) =>
      JSON.stringify({ time: new Date().toISOString(), level: name, event: message, ...(fields as object) }),
    ),
    transports: [new transports.Stream({ stream, eol: '\n' })],
  });
  const write =
    (name: LogLevel): Write =>
    (event, fields) => {
      logger.log({ level: name, message: EVENTS.has(event) ? event : REDACTED, fields: readFields(fields ?? {}) });
    };
  return { error: write('error'), warn: write('warn'), info: write('info'), debug: write('debug') };
}
