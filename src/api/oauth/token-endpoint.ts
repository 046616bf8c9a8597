import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import express, { type ErrorRequestHandler, type Request, type Response, type Router } from 'express';
import { clientAgreements } from '../../directory/access/grant.js';
import { isScope } from '../../directory/access/scopes.js';
import type { Agreement } from '../../directory/directory.js';
import type { TurnedAway } from '../../exchange/limits/guard.js';
import { isGone } from '../../exchange/rule-of.js';
import { parseSchoolId } from '../../model/school-id.js';
import { auditActor } from '../../store/audit.js';
import { isPassing } from '../../store/store-error.js';
import { NO_LIMITS } from '../access/rest-limits.js';
import { RETRY_SECONDS } from '../http/as-problem.js';
import { TOKEN_PATH } from '../http/mount.js';
import { readBody } from '../http/read-body.js';
import type { RestOptions } from '../http/rest-api.js';
import { JSON_TYPE, sendText } from '../http/send-json.js';
import type { TokenStore } from '../reads/stores.js';
import { issueAccessToken, LIFETIME } from './access-token.js';
import { errorBody, OAUTH_ERRORS, OAuthError } from './oauth-error.js';
import { proveClient } from './prove-client.js';

export interface TokenOptions extends Omit<RestOptions, 'store' | 'intake'> {
  readonly store: TokenStore;
}

/** The token endpoint (RFC 6749, client credentials), to be mounted at `TOKEN_PATH`. See `docs/rest.md`. */
export function tokenEndpoint(options: TokenOptions): Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  router.use((_request, response, next) => {
    response.locals['requestId'] = randomUUID();
    response.setHeader('X-Request-Id', response.locals['requestId']);
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
  router.post('/', async (request, response) => send(response, 200, await answer(request, response, options)));
  router.all('/', (_request, response) => {
    response.setHeader('Allow', 'POST');
    send(response, 405, errorBody('invalid_request'));
  });
  router.use(failed(options));
  return router;
}

/** Who asks, for which school, and for what: in that order, so that a stranger hears nothing about the others. */
async function answer(
  request: Request,
  response: Response,
  { store, keyring, publicUrl, limits = NO_LIMITS, uses, now = () => new Date() }: TokenOptions,
): Promise<object> {
  pass(limits.arrives(request));
  const entered = limits.enter(request, response);
  const form = await readForm(request).finally(() => entered.done());
  const [directory, time] = [await store.directory(), now()];
  const at = time.toISOString();
  const place = { directory, store, audiences: audiencesOf(request, publicUrl), now: time };
  const { id: key, party: client } = await proveClient(request.headers.authorization, form, keyring, place);
  uses?.used('client-key', key);
  pass(limits.proved(request, client));
  const grantType = form.get('grant_type');
  if (grantType === undefined) throw new OAuthError('invalid_request');
  if (grantType !== 'client_credentials') throw new OAuthError('unsupported_grant_type');
  const agreements = clientAgreements(directory, client, at);
  const school = schoolOf(agreements, form.get('school'));
  const scopes = scopesOf(
    agreements.filter((one) => one.school === school),
    form.get('scope'),
  );
  await store.appendAudit([
    { at, actor: auditActor('client', client), operation: 'access-token.issue', outcome: 'done', school, subject: key, counts: {} },
  ]);
  const token = await issueAccessToken(keyring, { client, school, scopes, key }, time);
  return { access_token: token, token_type: 'Bearer', expires_in: LIFETIME, scope: scopes.join(' '), school };
}

function schoolOf(agreements: readonly Agreement[], named: string | undefined): string {
  const schools = [...new Set(agreements.map(({ school }) => school))];
  const school = named === undefined ? schools[0] : parseSchoolId(named);
  // A school without agreement is answered as one that is not there.
  if (school === undefined || !schools.includes(school)) throw new OAuthError('invalid_scope');
  if (named === undefined && schools.length > 1) throw new OAuthError('school_required');
  return school;
}

/** What is asked for must have been agreed on; who asks for nothing in particular gets all of that. */
function scopesOf(agreements: readonly Agreement[], asked: string | undefined): readonly string[] {
  const agreed = new Set(agreements.flatMap(({ scopes = [] }) => scopes.filter(isScope)));
  const wanted = asked === undefined ? agreed : new Set(asked.split(' ').filter((scope) => scope !== ''));
  const scopes = [...agreed].filter((scope) => (wanted as ReadonlySet<string>).has(scope));
  if (scopes.length === 0 || scopes.length < wanted.size) throw new OAuthError('invalid_scope');
  return scopes;
}

/**
 * What an assertion may call us. Without a public URL only addresses of this machine: the header `Host` is no evidence, as whoever
 * got hold of an assertion to somebody else could write that name there.
 */
function audiencesOf({ socket }: Request, publicUrl: string | undefined): readonly string[] {
  const scheme = (socket as Partial<TLSSocket>).encrypted ? 'https' : 'http';
  const own = ['127.0.0.1', 'localhost', '[::1]'].map((host) => `${scheme}://${host}:${socket.localPort}`);
  return (publicUrl === undefined ? own : [publicUrl]).flatMap((base) => [base, `${base}${TOKEN_PATH}`]);
}

function failed({ onError, limits = NO_LIMITS }: TokenOptions): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const { kind, headers } = asOAuthError(error);
    if (kind === 'invalid_client') limits.failed(request);
    if (OAUTH_ERRORS[kind].status >= 500) onError?.(error, String(response.locals['requestId']));
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (response.headersSent) response.destroy();
    else send(response, OAUTH_ERRORS[kind].status, errorBody(kind));
  };
}

function asOAuthError(error: unknown): OAuthError {
  if (error instanceof OAuthError) return error;
  // Whoever went away, or was cut off, hears nothing of it.
  if (isGone(error)) return new OAuthError('invalid_request');
  if (isPassing(error)) return new OAuthError('temporarily_unavailable', { 'Retry-After': RETRY_SECONDS });
  return new OAuthError('server_error');
}

function pass(turnedAway: TurnedAway | undefined): void {
  if (turnedAway !== undefined) throw new OAuthError('too_many_requests', { 'Retry-After': String(turnedAway.seconds) });
}

function send(response: Response, status: number, body: object): void {
  sendText(response, status, JSON_TYPE, JSON.stringify(body));
}

const FORM_TYPE = /^application\/x-www-form-urlencoded *(?:; *charset="?utf-8"? *)?$/i;

/**
 * The parameters of a form, each at most once (RFC 6749, 3.2); those that are empty count as not given. Parameters in the URL, where
 * they would end up in logs, are refused. Throws `invalid_request`.
 */
async function readForm(request: IncomingMessage): Promise<ReadonlyMap<string, string>> {
  if (!FORM_TYPE.test(request.headers['content-type'] ?? '')) throw new OAuthError('invalid_request');
  const text = await readBody(request);
  if (text === undefined || request.url?.includes('?')) throw new OAuthError('invalid_request');
  const given = [...new URLSearchParams(text)].filter(([, value]) => value !== '');
  const form = new Map(given);
  if (form.size < given.length) throw new OAuthError('invalid_request');
  return form;
}
