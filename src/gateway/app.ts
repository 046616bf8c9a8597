import type { RequestListener } from 'node:http';
import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import type { Config } from '../config/config.js';
import { supplied } from '../core/supplied.js';
import { outgoingRoster } from '../disclosure/outgoing-roster.js';
import { ServeRoster } from '../exchange/answer/serve-roster.js';
import type { UnprovenRefusals } from '../exchange/front/unproven-refusals.js';
import { ReceiveResults } from '../exchange/intake/receive-results.js';
import type { LastUses } from '../exchange/last-uses.js';
import type { Workload } from '../exchange/workload.js';
import type { Keyring } from '../privacy/keys/keyring.js';
import { DEFAULT_BODY_LIMITS } from '../soap/endpoint/body.js';
import { type SoapService, soapEndpoint, soapMessages } from '../soap/endpoint/endpoint.js';
import type { ExchangeRecord, Store } from '../store/store.js';
import type { Log } from '../telemetry/log.js';
import type { Metrics } from '../telemetry/metrics.js';
import type { Extensions } from '../uwlr/grammar/decoder.js';
import { leerlinggegevensService, leerresultatenService, type Service } from '../uwlr/messages/services.js';
import { healthPages } from './health-pages.js';
import type { Delivering } from './jobs/delivering.js';
import type { Limits } from './limits.js';
import { mountRest } from './rest-on-demand.js';
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
  readonly delivering: Pick<Delivering, 'poke'>;
  readonly log: Log;
  readonly state: { readonly stopping: boolean };
}

/**
 * Everything that answers over HTTP: SOAP, REST, health, metrics. Messages are most of what comes, and go by all that the rest needs: one that
 * is posted to the very path of a service is taken at once.
 */
export function gatewayApp(parts: Parts): RequestListener {
  const { config, store, keyring, workload, extensions, metrics, limits, refusals, uses, log } = parts;
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
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
    observe: (record: ExchangeRecord, kept?: boolean) => observe(parts, record, kept),
    onError: (error: unknown, exchangeId: string) => log.error('exchange failed', { exchangeId, error }),
  };
  app.use('/soap', descriptionsLimited(limits));
  const rosters = (school: string, year: string) => outgoingRoster(store, school, year);
  const posts = new Map([
    serve(app, parts, leerresultatenService, new ReceiveResults(exchange)),
    serve(app, parts, leerlinggegevensService, new ServeRoster({ ...exchange, rosters })),
  ]);
  app.use(helmet());
  app.use(healthPages(() => (parts.state.stopping ? 'stopping' : unreadiness(store)), metrics));
  mountRest(app, {
    store,
    keyring,
    limits: limits.rest,
    uses,
    intake: { workload, limits: exchange.limits, refusePilotIds: exchange.refusePilotIds, observe: exchange.observe },
    ...supplied({ publicUrl: config.publicUrl }),
    onError: (error: unknown, requestId: string) => log.error('request failed', { requestId, error }),
  });
  app.use((_request, response) => {
    response
      .status(404)
      .type('text/plain')
      .send('Nothing here. See /soap/leerresultaten?wsdl, /soap/leerlinggegevens?wsdl and /api/v1/openapi.json.\n');
  });
  return (request, response) => ((request.method === 'POST' ? posts.get(request.url ?? '') : undefined) ?? app)(request, response);
}

/** Of messages it is the exchange that counts, and that answers with a fault. */
function descriptionsLimited({ guard, callerOf }: Limits): RequestHandler {
  return (request, response, next) => {
    const turnedAway = request.method === 'POST' ? undefined : guard.arrives(callerOf(request));
    if (turnedAway === undefined) next();
    else response.status(429).set('Retry-After', String(turnedAway.seconds)).type('text/plain').send('Too many requests.\n');
  };
}

/**
 * A SOAP service with its description, at `/soap/` and its name: gives that path, and who takes what is posted to it. What writes descriptions is
 * loaded with the first that is asked for.
 */
function serve(
  app: Express,
  { config, limits, log }: Parts,
  service: Service,
  useCase: Pick<SoapService, 'handle'>,
): readonly [string, RequestListener] {
  const path = `/soap/${service.id}`;
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
  app.use(path, soapEndpoint(soapService, config.publicUrl));
  return [path, soapMessages(soapService)];
}

function schemaUrl(location: string, file: string): string {
  return `${location}?xsd=${encodeURIComponent(file)}`;
}

/** `kept` is false for one of a flood of strangers: it is counted, and has no line in the log. */
function observe({ metrics, log, delivering }: Parts, record: ExchangeRecord, kept = true): void {
  metrics.exchange(record);
  if (!kept) {
    metrics.unrecorded();
    return;
  }
  if (record.outcome === 'accepted') delivering.poke();
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
