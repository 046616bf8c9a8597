import { type Attributes, type Context, type Link, SpanKind, TraceFlags, trace } from '@opentelemetry/api';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  type Sampler,
  SamplingDecision,
  type SamplingResult,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-base';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Which traces are kept, as `OTEL_TRACES_SAMPLER` and its argument say: `parentbased_` makes no difference, as every trace begins here. What somebody
 * outside says of sampling counts for nothing, or anybody could have us record all that it sends.
 */
export function samplerOf({ OTEL_TRACES_SAMPLER: name = '', OTEL_TRACES_SAMPLER_ARG: argument = '' }: Variables): Sampler {
  switch (name.trim().replace(/^parentbased_/, '')) {
    case 'always_off':
      return new OwnSampler(new AlwaysOffSampler());
    case 'traceidratio':
      return new OwnSampler(new TraceIdRatioBasedSampler(argument.trim() === '' ? 1 : Number(argument)));
    default:
      return new OwnSampler(new AlwaysOnSampler());
  }
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
