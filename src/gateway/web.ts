import type { RequestListener } from 'node:http';
import express, { type RequestHandler } from 'express';
import helmet from 'helmet';
import { caseApi } from '../api/case/case-api.js';
import { CASE_MOUNT, MOUNT, TOKEN_PATH } from '../api/http/mount.js';
import { type RestOptions, restApi } from '../api/http/rest-api.js';
import { tokenEndpoint } from '../api/oauth/token-endpoint.js';
import type { SoapService } from '../soap/endpoint/endpoint.js';
import { soapEndpoint } from '../soap/endpoint/express-endpoint.js';
import type { RestAnswer } from '../telemetry/traces.js';
import type { Limits } from './limits.js';

export interface WebOptions {
  /** The SOAP services, by the path where they are mounted. */
  readonly services: ReadonlyMap<string, SoapService>;
  /** How SOAP is limited: REST sees to that itself. */
  readonly limits: { readonly guard: Pick<Limits['guard'], 'arrives'>; readonly callerOf: Limits['callerOf'] };
  readonly rest: RestOptions;
  /** Told of each answer of REST, for traces. */
  readonly answered?: (answer: RestAnswer) => void;
}

/**
 * Everything that answers over HTTP but messages and health: descriptions of the services, REST, and that there is nothing. Its code, with that of
 * express, is a third of what the gateway would load at its start, so the first request for it loads it: see `onDemand`.
 */
export function web({ services, limits, rest, answered }: WebOptions): RequestListener {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.use('/soap', descriptionsLimited(limits));
  for (const [path, service] of services) app.use(path, soapEndpoint(service, rest.publicUrl));
  app.use(helmet());
  app.use(TOKEN_PATH, tokenEndpoint(rest));
  if (answered !== undefined) app.use(MOUNT, told(answered));
  app.use(MOUNT, restApi(rest));
  app.use(CASE_MOUNT, caseApi(rest));
  app.use((_request, response) => {
    response
      .status(404)
      .type('text/plain')
      .send('Nothing here. See /soap/leerresultaten?wsdl, /soap/leerlinggegevens?wsdl and /api/v1/openapi.json.\n');
  });
  return app;
}

/** Answers to somebody who did not say who it is, or asks too often, are none that anybody traces. */
const NOT_TOLD: ReadonlySet<number> = new Set([401, 429]);

function told(answered: (answer: RestAnswer) => void): RequestHandler {
  return (request, response, next) => {
    const began = performance.now();
    response.once('close', () => {
      const { requestId: id } = response.locals;
      if (typeof id !== 'string' || NOT_TOLD.has(response.statusCode)) return;
      const route = request.route === undefined ? 'unknown' : `${MOUNT}${request.route.path}`;
      answered({ id, method: request.method, route, status: response.statusCode, durationMs: performance.now() - began });
    });
    next();
  };
}

/** Of messages it is the exchange that counts, and that answers with a fault. */
function descriptionsLimited({ guard, callerOf }: WebOptions['limits']): RequestHandler {
  return (request, response, next) => {
    const turnedAway = request.method === 'POST' ? undefined : guard.arrives(callerOf(request));
    if (turnedAway === undefined) next();
    else response.status(429).set('Retry-After', String(turnedAway.seconds)).type('text/plain').send('Too many requests.\n');
  };
}
