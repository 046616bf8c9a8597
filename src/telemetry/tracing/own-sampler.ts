import { type Attributes, type Context, type Link, SpanKind, TraceFlags, trace } from '@opentelemetry/api';
import { type Sampler, SamplingDecision, type SamplingResult, TraceIdRatioBasedSampler } from '@opentelemetry/sdk-trace-base';

/**
 * Keeps this share of the traces, see `traceSampling`. What somebody outside says of sampling counts for nothing, or anybody could have us record
 * all that it sends.
 */
export function samplerOf(share: number): Sampler {
  return new OwnSampler(new TraceIdRatioBasedSampler(share));
}

/** A delivery is kept when one of the messages that brought it was: the ids of their traces decide, as they did then. */
class OwnSampler implements Sampler {
  constructor(private readonly roots: Sampler) {}

  shouldSample(context: Context, traceId: string, name: string, kind: SpanKind, _attributes: Attributes, links: Link[]): SamplingResult {
    const parent = trace.getSpanContext(context);
    if (parent !== undefined) return decided((parent.traceFlags & TraceFlags.SAMPLED) !== 0);
    const brought = kind === SpanKind.CLIENT && links.length > 0 ? links.map((link) => link.context.traceId) : [traceId];
    const isKept = (id: string) =>
      this.roots.shouldSample(context, id, name, kind, {}, []).decision === SamplingDecision.RECORD_AND_SAMPLED;
    return decided(brought.some(isKept));
  }

  toString(): string {
    return `OwnSampler{${this.roots.toString()}}`;
  }
}

function decided(isKept: boolean): SamplingResult {
  return { decision: isKept ? SamplingDecision.RECORD_AND_SAMPLED : SamplingDecision.NOT_RECORD };
}
