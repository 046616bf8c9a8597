import { type IdGenerator, RandomIdGenerator } from '@opentelemetry/sdk-trace-base';

/** The trace of something with a UUID of ours has that as its id: so the trace of an exchange is found by the exchange, and nothing is kept for it. */
export function traceIdOf(uuid: string): string {
  return uuid.replaceAll('-', '');
}

/** The first span in the trace of an exchange: whoever has the id of the exchange can point to it. */
export function firstSpanIdOf(uuid: string): string {
  return traceIdOf(uuid).slice(16);
}

/** Random ids, but for a span whose ids were chosen. */
export class TraceIds implements IdGenerator {
  readonly #random = new RandomIdGenerator();
  #trace: string | undefined;
  #span: string | undefined;

  /** Makes a span, at once, with these ids. */
  with<T>(trace: string, span: string | undefined, make: () => T): T {
    this.#trace = trace;
    this.#span = span;
    try {
      return make();
    } finally {
      this.#trace = undefined;
      this.#span = undefined;
    }
  }

  generateTraceId(): string {
    return this.#trace ?? this.#random.generateTraceId();
  }

  generateSpanId(): string {
    return this.#span ?? this.#random.generateSpanId();
  }
}
