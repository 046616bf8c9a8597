import type { Writable } from 'node:stream';
import { LOG_LEVELS, type LogLevel } from '../config/config.js';
import { REDACTED } from './log-error.js';
import { fieldsText, type LogFields } from './log-fields.js';

/** Characters of lines that wait for whoever reads the log. What comes on top of that is lost. */
export const MOST_WAITING = 1_048_576;

/** What a line may be about. A fixed list, so that no text with a name in it gets into a log. */
export const LOG_EVENTS = [
  'gateway started',
  'gateway stopping',
  'gateway stopped',
  'gateway failed',
  'worker started',
  'worker ended',
  'exchange',
  'exchange failed',
  'answer broke off',
  'purged',
  'purge done',
  'retagged',
  'retag failed',
  'purge failed',
  'purge asks',
  'request failed',
  'last uses not kept',
  'counts not shared',
  'counts shared again',
  'connections full',
  'connection not taken',
  'descriptors spent',
  'locked out',
  'keys guessed',
  'strangers refused',
  'certificates renewed',
  'certificates not renewed',
  'store migrated',
  'store trouble',
  'store trouble over',
  'gateway waits',
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
  'audit head adopted',
  'erasure marks carried out',
  'erasure mark left',
  'seal failed',
  'traces not taken',
  'traces taken again',
  'log lines lost',
] as const;
export type LogEvent = (typeof LOG_EVENTS)[number];

type Write = (event: LogEvent, fields?: LogFields) => void;

/**
 * The log: one JSON object a line, `{time, level, event, ...fields}`. Privacy is in how it is made: what it can say is
 * in a fixed list of events and of fields with their shapes (`log-fields.ts`); everything else becomes `[redacted]`.
 */
export type Log = Readonly<Record<LogLevel, Write>>;

/** The log of a gateway. A line that cannot be written is lost, and counted; nobody who logs has to see to that. */
export interface GatewayLog extends Log {
  /** Lines that were lost since the start. */
  linesLost(): number;
}

const EVENTS: ReadonlySet<string> = new Set(LOG_EVENTS);

export interface LogOptions {
  readonly level: LogLevel;
  /** Where the lines go. */
  readonly stream: Writable;
  /** Number of the worker whose lines these are; absent: there are no others. */
  readonly worker?: number | undefined;
}

export function createLog({ level, stream, worker }: LogOptions): GatewayLog {
  const of = fieldsText({ worker });
  const lines = new LogLines(stream, (count) => lineOf('warn', 'log lines lost', of + fieldsText({ count })));
  const most = LOG_LEVELS.indexOf(level);
  const write = (name: LogLevel): Write => {
    if (LOG_LEVELS.indexOf(name) > most) return () => undefined;
    return (event, fields = {}) => lines.write(lineOf(name, EVENTS.has(event) ? event : REDACTED, of + fieldsText(fields)));
  };
  return { error: write('error'), warn: write('warn'), info: write('info'), debug: write('debug'), linesLost: () => lines.lost };
}

/** `level` and `event` are words of ours, and `fields` is text of JSON. */
function lineOf(level: string, event: string, fields: string): string {
  return `{"time":"${new Date().toISOString()}","level":"${level}","event":"${event}"${fields}}\n`;
}

/** Streams whose errors are seen to, for as long as they exist: an error may come long after the last line. */
const guarded = new WeakSet<Writable>();

/**
 * Where the lines of the log go on their way to `target`. The gateway does not depend on its log: when lines cannot be written (nobody
 * reads any more, the disk is full) or wait too long (the reader is slow), they are dropped and counted. Once it can be written again,
 * one line says how many were.
 */
class LogLines {
  readonly #target: Writable;
  readonly #lostLine: (count: number) => string;
  #lost = 0;
  /** Lost, and not yet told of in the log. */
  #untold = 0;
  /** A full disk may have cut the last line, without an error for it. */
  #cut = false;
  #awaitsDrain = false;

  /** @param lostLine makes the line, with its end, that says how many lines were lost */
  constructor(target: Writable, lostLine: (count: number) => string) {
    this.#target = target;
    this.#lostLine = lostLine;
    if (guarded.has(target)) return;
    guarded.add(target);
    // Each write learns of its own error; without a listener the process would end.
    target.on('error', () => undefined);
  }

  /** Lines that were lost since the start. */
  get lost(): number {
    return this.#lost;
  }

  /** Takes a line, with its end. */
  write(line: string): void {
    if (this.#target.writableLength + line.length > MOST_WAITING) this.#lose();
    else this.#pass(line);
  }

  #pass(line: string): void {
    const told = this.#untold;
    this.#untold = 0;
    const text = `${this.#cut ? '\n' : ''}${told === 0 ? '' : this.#lostLine(told)}${line}`;
    this.#cut = false;
    this.#target.write(text, (error) => {
      if (!error) return;
      this.#untold += told;
      if (line !== '') this.#lose();
      this.#cut = true;
    });
  }

  #lose(): void {
    this.#lost += 1;
    this.#untold += 1;
    // Told as soon as the reader has caught up: the next line may be hours away.
    if (this.#awaitsDrain || !this.#target.writableNeedDrain) return;
    this.#awaitsDrain = true;
    this.#target.once('drain', () => {
      this.#awaitsDrain = false;
      if (this.#untold > 0) this.#pass('');
    });
  }
}
