import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base';
import type { Log } from '../log.js';

/** Sends spans with another exporter, and has the log say when the receiver stops taking them and when it takes them again. */
export class WatchedExporter implements SpanExporter {
  #lost = 0;

  constructor(
    private readonly exporter: SpanExporter,
    private readonly log: Pick<Log, 'warn' | 'info'>,
  ) {}

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    this.exporter.export(spans, (result) => {
      if (result.code !== ExportResultCode.SUCCESS) {
        if (this.#lost === 0) this.log.warn('traces not taken', { error: result.error });
        this.#lost += spans.length;
      } else if (this.#lost > 0) {
        this.log.info('traces taken again', { count: this.#lost });
        this.#lost = 0;
      }
      // Told already: OpenTelemetry would print the error, and with it what the receiver said.
      done({ code: ExportResultCode.SUCCESS });
    });
  }

  async forceFlush(): Promise<void> {
    await this.exporter.forceFlush?.();
  }

  shutdown(): Promise<void> {
    return this.exporter.shutdown();
  }
}
