import { randomUUID } from 'node:crypto';
import type { Express } from 'express';
import { tryLater } from '../api/http/as-problem.js';
import { CASE_MOUNT, MOUNT, TOKEN_PATH } from '../api/http/mount.js';
import type { RestOptions } from '../api/http/rest-api.js';
import { sendProblem } from '../api/http/send-problem.js';
import type { RestHandlers } from './rest.js';

/**
 * Mounts everything that answers over REST. Its code is a quarter of the gateway, so it is not loaded at the start: `uwlr serve` loads it once
 * it listens, and a request that comes before waits. Callers are told to try again later when it cannot be loaded.
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
