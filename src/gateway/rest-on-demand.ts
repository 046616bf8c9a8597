import { randomUUID } from 'node:crypto';
import type { Express } from 'express';
import { tryLater } from '../api/http/as-problem.js';
import { CASE_MOUNT, MOUNT, TOKEN_PATH } from '../api/http/mount.js';
import type { RestOptions } from '../api/http/rest-api.js';
import { sendProblem } from '../api/http/send-problem.js';
import type { RestHandlers } from './rest.js';

/**
 * Mounts all that answers over REST. It is a quarter of what a gateway consists of, and many are asked for messages only: it is loaded with the
 * first request, which waits for that. Callers are told to come again when it cannot be loaded.
 */
export function mountRest(app: Express, options: RestOptions, loadRest = () => import('./rest.js')): void {
  let handlers: RestHandlers | undefined;
  const load = async () => {
    const { restHandlers } = await loadRest();
    handlers ??= restHandlers(options);
    return handlers;
  };
  for (const path of [TOKEN_PATH, MOUNT, CASE_MOUNT] as const) {
    app.use(path, (request, response, next) => {
      if (handlers !== undefined) {
        handlers[path](request, response, next);
        return;
      }
      load()
        .then(
          (loaded) => loaded[path](request, response, next),
          (error: unknown) => {
            const id = randomUUID();
            options.onError?.(error, id);
            sendProblem(response, tryLater(), id);
          },
        )
        .catch(next);
    });
  }
}
