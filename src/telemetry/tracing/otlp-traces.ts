import {
  type Attributes,
  type Link,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { parseTraceParent } from '@opentelemetry/core';
import type { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import type { AttemptTrace } from '../../delivery/delivery-observer.js';
import type { ExchangeSteps } from '../../exchange/exchange-log.js';
import type { ExchangeRecord } from '../../store/exchange-record.js';
import { type LogFields, writable } from '../log-fields.js';
import type { RestAnswer, TracedAttempt, Traces } from '../traces.js';
import { firstSpanIdOf, type TraceIds, traceIdOf } from './trace-ids.js';

/** How long a stop waits for the receiver. */
const LAST_SPANS_MS = 1_000;

/** Spans made when what they are of is over: until then nothing is kept, and a message of which no trace is wanted costs next to nothing. */
export class OtlpTraces implements Traces {
  readonly #tracer: Tracer;

  constructor(
    private readonly provider: BasicTracerProvider,
    private readonly ids: TraceIds,
  ) {
    this.#tracer = provider.getTracer('uwlr-gateway');
  }

  exchange(record: ExchangeRecord, steps: ExchangeSteps = {}): void {
    const { id, direction, operation, party, school, version, outcome, faultCode, durationMs, resultCount, learnerCount } = record;
    const end = Date.now();
    const start = end - durationMs;
    const span = this.#root(id, firstSpanIdOf(id), operation, {
      kind: direction === 'out' ? SpanKind.CLIENT : SpanKind.SERVER,
      startTime: start,
      attributes: attributesOf({
        exchangeId: id,
        operation,
        party,
        school,
        version,
        outcome,
        faultCode,
        results: resultCount,
        learners: learnerCount,
      }),
      links: sendersLink(steps.sendersTrace),
    });
    if (outcome === 'refused') span.setStatus({ code: SpanStatusCode.ERROR });
    if (span.isRecording()) this.#steps(span, start, steps);
    span.end(end);
  }

  /** One after the other, each from where the one before ended. */
  #steps(parent: Span, start: number, { read, ready, stored }: ExchangeSteps): void {
    const context = trace.setSpan(ROOT_CONTEXT, parent);
    let from = 0;
    for (const [name, to] of [
      ['read', read],
      ['intake', ready],
      ['store commit', stored],
    ] as const) {
      if (to === undefined) continue;
      this.#tracer.startSpan(name, { startTime: start + from }, context).end(start + to);
      from = to;
    }
  }

  request({ id, method, route, status, durationMs }: RestAnswer): void {
    const end = Date.now();
    const attributes = attributesOf({ requestId: id, method, route, status });
    const span = this.#root(id, undefined, `${method} ${route}`, { kind: SpanKind.SERVER, startTime: end - durationMs, attributes });
    if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end(end);
  }

  attemptBegins({ batch, kind, exchanges }: TracedAttempt): AttemptTrace {
    const { id, target, school, attempt } = batch;
    const links = exchanges.map(
      (exchange): Link => ({
        context: contextOf(traceIdOf(exchange), firstSpanIdOf(exchange)),
        attributes: attributesOf({ exchangeId: exchange }),
      }),
    );
    const attributes = attributesOf({ batch: id, target, school, attempt });
    const span = this.#root(id, undefined, `deliver ${kind}`, { kind: SpanKind.CLIENT, attributes, links });
    const { traceId, spanId, traceFlags } = span.spanContext();
    return {
      traceParent: `00-${traceId}-${spanId}-0${traceFlags & TraceFlags.SAMPLED}`,
      ended: ({ size, attempt: { outcome, status } }) => {
        span.setAttributes(attributesOf({ count: size, delivery: outcome, status }));
        if (outcome !== 'answered') span.setStatus({ code: SpanStatusCode.ERROR });
        span.end();
      },
    };
  }

  async stop(): Promise<void> {
    const ended = this.provider.shutdown().catch(() => undefined);
    let late: NodeJS.Timeout | undefined;
    await Promise.race([
      ended,
      new Promise<void>((resolve) => {
        late = setTimeout(resolve, LAST_SPANS_MS);
      }),
    ]);
    clearTimeout(late);
  }

  #root(id: string, span: string | undefined, name: string, options: Parameters<Tracer['startSpan']>[1]): Span {
    return this.ids.with(traceIdOf(id), span, () => this.#tracer.startSpan(name, { ...options, root: true }, ROOT_CONTEXT));
  }
}

/** What the log may say of it, under names that begin with `uwlr.`. */
function attributesOf(fields: LogFields): Attributes {
  return Object.fromEntries(writable(fields).map(([name, value]) => [`uwlr.${name}`, value]));
}

/**
 * What a sender says of its own trace is its claim. It is no parent of ours, whose ids we choose, and a claim that is no `traceparent` is dropped. Its
 * `tracestate` and `baggage`, in which anything may stand, are never looked at.
 */
function sendersLink(traceParent: string | undefined): Link[] {
  const context = traceParent === undefined ? null : parseTraceParent(traceParent);
  return context === null ? [] : [{ context: contextOf(context.traceId, context.spanId), attributes: { 'uwlr.sender': true } }];
}

function contextOf(traceId: string, spanId: string): Link['context'] {
  return { traceId, spanId, traceFlags: TraceFlags.SAMPLED, isRemote: true };
}
