import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor, type SpanExporter } from '@opentelemetry/sdk-trace-base';
import { type OtlpProtocol, otlpProtocol, traceSampling } from '../../config/tracing-settings.js';
import { VERSION } from '../../soap/user-agent.js';
import type { Log } from '../log.js';
import type { Traces } from '../traces.js';
import { OtlpTraces } from './otlp-traces.js';
import { samplerOf } from './own-sampler.js';
import { TraceIds } from './trace-ids.js';
import { WatchedExporter } from './watched-exporter.js';

/** The packages of OpenTelemetry read the rest of its variables: headers, time limits, compression, the size of batches. */
export async function openTraces(url: string, log: Pick<Log, 'warn' | 'info'>): Promise<Traces> {
  const exporter = await exporterFor(otlpProtocol(process.env), url);
  const ids = new TraceIds();
  const named = resourceFromAttributes({ 'service.name': 'uwlr-gateway', 'service.version': VERSION });
  const provider = new BasicTracerProvider({
    resource: defaultResource()
      .merge(named)
      .merge(detectResources({ detectors: [envDetector] })),
    sampler: samplerOf(traceSampling(process.env)),
    idGenerator: ids,
    spanProcessors: [new BatchSpanProcessor(new WatchedExporter(exporter, log))],
  });
  return new OtlpTraces(provider, ids);
}

async function exporterFor(protocol: OtlpProtocol, url: string): Promise<SpanExporter> {
  const packages = {
    'http/protobuf': () => import('@opentelemetry/exporter-trace-otlp-proto'),
    'http/json': () => import('@opentelemetry/exporter-trace-otlp-http'),
  };
  const { OTLPTraceExporter } = await packages[protocol]();
  return new OTLPTraceExporter({ url });
}
