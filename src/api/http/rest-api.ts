import express, { type RequestHandler, type Router } from 'express';
import { PostResults, type PostResultsOptions } from '../../exchange/intake/post-results.js';
import { PostSignals } from '../../exchange/intake/signals/post-signals.js';
import type { LastUses } from '../../exchange/last-uses.js';
import { Workload } from '../../exchange/workload.js';
import type { Keyring } from '../../privacy/keys/keyring.js';
import { DEFAULT_BODY_LIMITS } from '../../soap/endpoint/body.js';
import { SchoolKeys } from '../../store/school-keys.js';
import type { Store } from '../../store/store.js';
import { limited, NO_LIMITS, type RestLimits } from '../access/rest-limits.js';
import { ENDPOINTS } from '../endpoints/endpoints.js';
import { openApi } from '../open-api/open-api.js';
import { restStores } from '../reads/stores.js';
import { apiBase, TOKEN_PATH } from './mount.js';
import { Problem } from './problem.js';
import { readQuery } from './read-query.js';
import { begin, failed, onlyBy, READING } from './router-parts.js';
import { type Document, jsonDocument, sendJson } from './send-json.js';
import { sendProblem } from './send-problem.js';
import { queryOf, serve } from './serve.js';
import { servePosting } from './serve-posting.js';
import { serveSignals } from './serve-signals.js';

export interface RestOptions {
  readonly store: Store;
  readonly keyring: Keyring;
  /** Where the gateway is reached from outside, without a slash at the end. */
  readonly publicUrl?: string;
  readonly limits?: RestLimits;
  /** Bounds on results that come in, and who is told of them. */
  readonly intake?: Partial<Omit<PostResultsOptions, 'store' | 'keyring' | 'now'>>;
  /** Told which token and which key of a client was used. */
  readonly uses?: Pick<LastUses, 'used'>;
  /** The clock; it decides which school year runs. */
  now?(): Date;
  /** Gets what went wrong on our side, with the id that the client was given. */
  onError?(error: unknown, requestId: string): void;
}

const NO_BOUNDS = new Workload({ messages: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY });

/**
 * The REST side of the gateway, to be mounted at `/api/v1`: results, assessments, exchanges and pupils of the school that a
 * bearer token is bound to, as JSON. Everything that is not an answer is `application/problem+json`; see `docs/rest.md`.
 */
export function restApi(options: RestOptions): Router {
  const base = apiBase(options.publicUrl);
  const document = jsonDocument(openApi(base, `${options.publicUrl ?? ''}${TOKEN_PATH}`));
  const { store, keyring, now = () => new Date(), limits = NO_LIMITS } = options;
  const resources = {
    stores: restStores(store),
    keyring,
    schoolKeys: new SchoolKeys(store, keyring),
    base,
    edition: document.etag,
    now,
    limits,
    uses: options.uses,
  };
  const intake = { workload: NO_BOUNDS, limits: DEFAULT_BODY_LIMITS, ...options.intake, store, keyring, now };
  const [posting, signalling] = [new PostResults(intake), new PostSignals(intake)];
  const router = express.Router({ caseSensitive: true });
  router.use(begin);
  router.use(limited(limits));
  for (const path of new Set(ENDPOINTS.map((endpoint) => endpoint.path))) {
    const here = ENDPOINTS.filter((endpoint) => endpoint.path === path);
    const route = router.route(path.replace('{id}', ':id').replace('{goal}', ':goal'));
    for (const endpoint of here) {
      if (endpoint.posted === 'PostedSignals') route.post(serveSignals(endpoint, resources, signalling));
      else if (endpoint.posted !== undefined) route.post(servePosting(endpoint, resources, posting));
      else if (endpoint.method === 'post') route.post(serve(endpoint, resources));
      else route.get(serve(endpoint, resources));
    }
    route.all(onlyBy(here.map(({ method }) => (method === 'post' ? 'POST' : READING)).join(', ')));
  }
  router.route('/openapi.json').get(description(document)).all(onlyBy(READING));
  router.use(nothingHere);
  router.use(failed({ limits, onError: options.onError, send: sendProblem }));
  return router;
}

/** For everyone: the description holds nothing of a school. */
function description(document: Document): RequestHandler {
  return (request, response) => {
    readQuery(queryOf(request), {});
    response.setHeader('Cache-Control', 'no-cache');
    sendJson(request, response, document);
  };
}

/** Which paths there are is no secret: the description, which anybody may read, lists them. */
const nothingHere: RequestHandler = () => {
  throw new Problem('not-found', { detail: 'There is no such path; openapi.json lists the paths.' });
};
