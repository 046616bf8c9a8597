import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { tryLater } from '../api/http/as-problem.js';
import { MOUNT } from '../api/http/mount.js';
import { sendProblem } from '../api/http/send-problem.js';
import { RETRY_SECONDS, unavailable } from '../exchange/front/unavailable.js';
import { soapMessages } from '../soap/endpoint/endpoint.js';
import type { Metrics } from '../telemetry/metrics.js';
import { leerlinggegevensService, leerresultatenService, type Service } from '../uwlr/messages/services.js';
import { healthPages, pathOf, sendPlain } from './health-pages.js';
import type { Unreadiness } from './unreadiness.js';

/** What answers while the store is being opened, or cannot be: health, and everybody else is told to come again. `why` nothing can be taken in. */
export function waitingRoom(why: () => Unreadiness, metrics: Pick<Metrics, 'contentType' | 'page'>): RequestListener {
  const health = healthPages(why, metrics);
  const posts = new Map([leerresultatenService, leerlinggegevensService].map((service) => [`/soap/${service.id}`, refusing(service)]));
  return (request, response) => {
    const path = pathOf(request);
    const page = health(request);
    const post = request.method === 'POST' ? posts.get(path) : undefined;
    if (page !== undefined) page(response);
    else if (post !== undefined) post(request, response);
    else if (path === MOUNT || path.startsWith(`${MOUNT}/`)) sendProblem(response, tryLater(), randomUUID());
    else {
      response.setHeader('Retry-After', String(RETRY_SECONDS));
      sendPlain(response, 503, 'The gateway cannot do anything at the moment.\n');
    }
  };
}

function refusing({ ports }: Service): RequestListener {
  const operation = ports[0]!.operations[0]!.name;
  return soapMessages({ handle: async () => unavailable(operation, new Date()) });
}
