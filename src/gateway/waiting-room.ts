import { randomUUID } from 'node:crypto';
import express, { type Express } from 'express';
import { tryLater } from '../api/http/as-problem.js';
import { MOUNT } from '../api/http/mount.js';
import { sendProblem } from '../api/http/send-problem.js';
import { unavailable } from '../exchange/front/unavailable.js';
import { soapEndpoint } from '../soap/endpoint/endpoint.js';
import type { Metrics } from '../telemetry/metrics.js';
import { leerlinggegevensService, leerresultatenService, type Service } from '../uwlr/messages/services.js';
import { healthPages } from './health-pages.js';
import type { Unreadiness } from './unreadiness.js';

/** What answers while the store is being opened, or cannot be: health, and everybody else is told to come again. `why` nothing can be taken in. */
export function waitingRoom(why: () => Unreadiness, metrics: Pick<Metrics, 'contentType' | 'page'>): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(healthPages(why, metrics));
  for (const service of [leerresultatenService, leerlinggegevensService]) app.use(`/soap/${service.id}`, unavailableService(service));
  app.use(MOUNT, (_request, response) => sendProblem(response, tryLater(), randomUUID()));
  app.use((_request, response) => {
    response.status(503).set('Retry-After', '30').type('text/plain').send('The gateway cannot do anything at the moment.\n');
  });
  return app;
}

function unavailableService({ ports }: Service) {
  const operation = ports[0]!.operations[0]!.name;
  return soapEndpoint({ handle: async () => unavailable(operation, new Date()), wsdl: () => '', schemaFile: () => undefined }, undefined);
}
