import type { RequestListener } from 'node:http';
import helmet from 'helmet';
import type { Config } from '../config/config.js';
import { supplied } from '../core/supplied.js';
import { outgoingRoster } from '../disclosure/outgoing-roster.js';
import { ServeRoster } from '../exchange/answer/serve-roster.js';
import type { ExchangeSteps } from '../exchange/exchange-log.js';
import type { UnprovenRefusals } from '../exchange/front/unproven-refusals.js';
import { ReceiveResults } from '../exchange/intake/receive-results.js';
import type { LastUses } from '../exchange/last-uses.js';
import type { Workload } from '../exchange/workload.js';
import type { Keyring } from '../privacy/keys/keyring.js';
import { DEFAULT_BODY_LIMITS } from '../soap/endpoint/body.js';
import { type SoapService, soapMessages } from '../soap/endpoint/endpoint.js';
import type { ExchangeRecord, Store } from '../store/store.js';
import type { Log } from '../telemetry/log.js';
import type { Metrics } from '../telemetry/metrics.js';
import type { RestAnswer, Traces } from '../telemetry/traces.js';
import type { Extensions } from '../uwlr/grammar/decoder.js';
import { leerlinggegevensService, leerresultatenService, type Service } from '../uwlr/messages/services.js';
import { healthPages } from './health-pages.js';
import type { Limits } from './limits.js';
import { onDemand } from './on-demand.js';
import { unreadiness } from './unreadiness.js';

/** What the web application is made of. */
export interface Parts {
  readonly config: Config;
  readonly store: Store;
  readonly keyring: Keyring;
  readonly workload: Workload;
  readonly extensions: Extensions;
  readonly metrics: Metrics;
  readonly limits: Limits;
  readonly refusals: UnprovenRefusals;
  readonly uses: LastUses;
  readonly log: Log;
  /** Absent: there are none. */
  readonly traces?: Traces;
  readonly state: { readonly stopping: boolean };
}

/**
 * Everything that answers over HTTP: SOAP, REST, health, metrics. Messages are most of what comes, and go by all that the rest needs: one that
 * is posted to the very path of a service is taken at once.
 */
export function gatewayApp(parts: Parts): RequestListener {
  const { config, store, keyring, workload, extensions, metrics, limits, refusals, uses, log } = parts;
  const exchange = {
    store,
    keyring,
    workload,
    guard: limits.guard,
    refusals,
    uses,
    limits: { ...DEFAULT_BODY_LIMITS, bytes: config.maxMessageBytes },
    extensions,
    refusePilotIds: config.mode === 'production',
    observe: (record: ExchangeRecord, kept?: boolean, steps?: ExchangeSteps) => observe(parts, record, kept, steps),
    onError: (error: unknown, exchangeId: string) => log.error('exchange failed', { exchangeId, error }),
  };
  const rosters = (school: string, year: string) => outgoingRoster(store, school, year);
  const services = new Map([
    served(parts, leerresultatenService, new ReceiveResults(exchange)),
    served(parts, leerlinggegevensService, new ServeRoster({ ...exchange, rosters })),
  ]);
  const posts = new Map([...services].map(([path, service]) => [path, soapMessages(service)]));
  const secured = helmet();
  const health = healthPages(() => (parts.state.stopping ? 'stopping' : unreadiness(store)), metrics);
  const onError = (error: unknown, requestId: string) => log.error('request failed', { requestId, error });
  const rest = {
    store,
    keyring,
    limits: limits.rest,
    uses,
    intake: { workload, limits: exchange.limits, refusePilotIds: exchange.refusePilotIds, observe: exchange.observe },
    ...supplied({ publicUrl: config.publicUrl }),
    onError,
  };
  const { traces } = parts;
  const answered = traces && ((answer: RestAnswer) => traces.request(answer));
  const others = onDemand(async () => (await import('./web.js')).web({ services, limits, rest, ...supplied({ answered }) }), onError);
  return (request, response) => {
    const post = request.method === 'POST' ? posts.get(request.url ?? '') : undefined;
    if (post !== undefined) {
      post(request, response);
      return;
    }
    const page = health(request);
    if (page === undefined) others(request, response);
    else secured(request, response, () => page(response));
  };
}

/** A SOAP service with its path. What writes descriptions is loaded with the first that is asked for. */
function served({ limits, log }: Parts, service: Service, useCase: Pick<SoapService, 'handle'>): readonly [string, SoapService] {
  const soapService: SoapService = {
    handle: (request) => useCase.handle(request),
    callerOf: (request) => limits.callerOf(request),
    broken: (error) => log.error('answer broke off', { error }),
    wsdl: async (kind, location) => {
      const { SERVED_VERSION, wsdlText } = await import('../uwlr/generate/wsdl.js');
      return wsdlText(kind, SERVED_VERSION, { service, location, schemaLocation: (file) => schemaUrl(location, file) });
    },
    schemaFile: async (name, location) => {
      const { SERVED_VERSION } = await import('../uwlr/generate/wsdl.js');
      const { schemaFile } = await import('../uwlr/generate/schema-files.js');
      return schemaFile(SERVED_VERSION, name, (file) => schemaUrl(location, file));
    },
  };
  return [`/soap/${service.id}`, soapService];
}

function schemaUrl(location: string, file: string): string {
  return `${location}?xsd=${encodeURIComponent(file)}`;
}

/** `kept` is false for one of a flood of strangers: it is counted, and has no line in the log. */
function observe({ metrics, log, traces }: Parts, record: ExchangeRecord, kept = true, steps?: ExchangeSteps): void {
  metrics.exchange(record);
  if (!kept) {
    metrics.unrecorded();
    return;
  }
  traces?.exchange(record, steps);
  const {
    id,
    operation,
    party,
    credential,
    agreement,
    school,
    version,
    outcome,
    faultCode,
    reason,
    durationMs,
    wireBytes,
    resultCount,
    learnerCount,
    findingCount,
  } = record;
  const level = outcome === 'refused' ? 'warn' : 'info';
  log[level]('exchange', {
    exchangeId: id,
    operation,
    party,
    keyId: credential,
    agreement,
    school,
    version,
    outcome,
    faultCode,
    reason,
    durationMs,
    bytes: wireBytes,
    results: resultCount,
    learners: learnerCount,
    findings: findingCount,
  });
}
