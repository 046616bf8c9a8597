import type { Response } from 'express';
import express, { type Router } from 'express';
import { SchoolKeys } from '../../store/school-keys.js';
import { limited, NO_LIMITS } from '../access/rest-limits.js';
import type { ReadEndpoint } from '../http/endpoint.js';
import { CASE_MOUNT } from '../http/mount.js';
import { Problem } from '../http/problem.js';
import { PROBLEMS } from '../http/problems.js';
import type { RestOptions } from '../http/rest-api.js';
import { begin, failed, onlyBy, READING } from '../http/router-parts.js';
import { JSON_TYPE, sendText } from '../http/send-json.js';
import { serve } from '../http/serve.js';
import { restStores } from '../reads/stores.js';
import { CASE_ENDPOINTS } from './case-endpoints.js';

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

/** The words of CASE for what went wrong, by HTTP status. */
const MINOR: Readonly<Record<number, string>> = {
  400: 'invalid_selection_field',
  401: 'unauthorisedrequest',
  403: 'forbidden',
  404: 'unknownobject',
  429: 'server_busy',
  503: 'server_busy',
};

/** Sends a problem as `imsx_StatusInfo`, which is what a consumer of CASE reads. */
function sendCaseStatus(response: Response, { problem, headers, detail: special }: Problem, _requestId: string): void {
  const { status, detail } = PROBLEMS[problem];
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.setHeader('Cache-Control', 'no-store');
  const value = MINOR[status] ?? 'internal_server_error';
  const body = {
    imsx_codeMajor: 'failure',
    imsx_severity: 'error',
    imsx_description: special ?? detail,
    imsx_codeMinor: { imsx_codeMinorField: [{ imsx_codeMinorFieldName: 'TargetEndSystem', imsx_codeMinorFieldValue: value }] },
  };
  sendText(response, status, JSON_TYPE, JSON.stringify(body));
}
