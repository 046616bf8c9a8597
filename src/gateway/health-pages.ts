import express, { type Router } from 'express';
import { sendBytes } from '../soap/endpoint/send-bytes.js';
import type { Metrics } from '../telemetry/metrics.js';
import { UNREADY_WORDS, type Unreadiness } from './unreadiness.js';

/** `/livez`, `/readyz` and `/metrics`. `unready`: why nothing can be taken in; undefined when it can. */
export function healthPages(
  unready: () => Unreadiness | undefined | Promise<Unreadiness | undefined>,
  metrics: Pick<Metrics, 'contentType' | 'page'>,
): Router {
  const router = express.Router();
  router.get('/livez', (_request, response) => {
    response.type('text/plain').send('ok\n');
  });
  router.get('/readyz', async (_request, response) => {
    const why = await unready();
    response
      .status(why === undefined ? 200 : 503)
      .type('text/plain')
      .send(why === undefined ? 'ready\n' : `not ready: ${UNREADY_WORDS[why]}\n`);
  });
  router.get('/metrics', async (_request, response) => {
    response.setHeader('Content-Type', metrics.contentType);
    sendBytes(response, await metrics.page());
  });
  return router;
}
