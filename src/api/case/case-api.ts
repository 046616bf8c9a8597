import express, { type Router } from 'express';
import { SchoolKeys } from '../../store/school-keys.js';
import { limited, NO_LIMITS } from '../access/rest-limits.js';
import type { ReadEndpoint } from '../http/endpoint.js';
import { CASE_MOUNT } from '../http/mount.js';
import { Problem } from '../http/problem.js';
import type { RestOptions } from '../http/rest-api.js';
import { begin, failed, onlyBy, READING } from '../http/router-parts.js';
import { serve } from '../http/serve.js';
import { restStores } from '../reads/stores.js';
import { CASE_ENDPOINTS } from './case-endpoints.js';
import { sendCaseStatus } from './case-status.js';

/** Goal sets for consumers of CASE 1.1, to be mounted at `CASE_MOUNT`: with the same tokens as the rest of REST, and the scope goals:read. */
export function caseApi(options: RestOptions): Router {
  const { store, keyring, now = () => new Date(), limits = NO_LIMITS, publicUrl = '' } = options;
  const base = `${publicUrl}${CASE_MOUNT}`;
  const resources = {
    stores: restStores(store),
    keyring,
    schoolKeys: new SchoolKeys(store, keyring),
    base,
    edition: base,
    now,
    limits,
    uses: options.uses,
  };
  const router = express.Router({ caseSensitive: true });
  router.use(begin);
  router.use(limited(limits));
  for (const endpoint of CASE_ENDPOINTS) {
    router
      .route(endpoint.path.replace('{id}', ':id'))
      .get(serve(endpoint as ReadEndpoint, resources))
      .all(onlyBy(READING));
  }
  router.use(() => {
    throw new Problem('not-found');
  });
  router.use(failed({ limits, onError: options.onError, send: sendCaseStatus }));
  return router;
}
