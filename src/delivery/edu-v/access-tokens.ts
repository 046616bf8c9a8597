import { supplied } from '../../core/supplied.js';
import { type Failed, failedBy, outcomeOfStatus } from '../outcome-of.js';
import type { HttpAnswer, HttpCaller } from '../targets/http-caller.js';
import type { EduVSettings } from '../targets/target-settings.js';
import { clientAssertion } from './client-assertion.js';

const SCOPE = 'eduv.result';
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Seconds that a token counts when the server does not say: enough for the messages of one batch. */
const LIFETIME = 60;
/** A token is not used in its last seconds, as it might be over when it arrives. */
const MARGIN = 30;

/** What the errors of OAuth (RFC 6749, 5.2) say of us. */
const ERRORS: Readonly<Record<string, Failed['attempt']['outcome']>> = {
  invalid_client: 'authorisation',
  invalid_grant: 'authorisation',
  unauthorized_client: 'authorisation',
  access_denied: 'authorisation',
  invalid_request: 'configuration',
  invalid_scope: 'configuration',
  unsupported_grant_type: 'configuration',
};

export interface AccessToken {
  readonly kind: 'token';
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly until: number;
  /** False: it was asked for just now. */
  readonly kept: boolean;
}

type Wanted = Promise<AccessToken | Failed>;

/** Access tokens of one target (OAuth 2.0, client credentials). One is asked for at a time, and kept until shortly before its end. */
export class AccessTokens {
  #kept: AccessToken | undefined;
  #wanted: Wanted | undefined;
  /** Of the settings that the kept one was asked for with. */
  #mark = '';

  constructor(
    private readonly caller: HttpCaller,
    private readonly now: () => Date,
  ) {}

  /** Throws `SettingsError` for a key that cannot be used. */
  async get(settings: EduVSettings): Wanted {
    const mark = JSON.stringify(settings);
    if (mark !== this.#mark) {
      this.#mark = mark;
      this.#kept = undefined;
      this.#wanted = undefined;
    }
    if (this.#kept !== undefined && this.now().getTime() < this.#kept.until) return { ...this.#kept, kept: true };
    this.#wanted ??= this.#ask(settings, mark);
    return this.#wanted;
  }

  /** A token that the receiver did not take, whatever was said of its time. */
  drop(token: string): void {
    if (this.#kept?.token === token) this.#kept = undefined;
  }

  async #ask(settings: EduVSettings, mark: string): Wanted {
    try {
      const got = await askToken(this.caller, settings, this.now());
      if (got.kind === 'token' && mark === this.#mark) this.#kept = got;
      return got;
    } finally {
      if (mark === this.#mark) this.#wanted = undefined;
    }
  }
}

async function askToken(caller: HttpCaller, settings: EduVSettings, now: Date): Wanted {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    scope: SCOPE,
    client_id: settings.clientId,
    client_assertion_type: ASSERTION_TYPE,
    client_assertion: await clientAssertion(settings, now),
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
  const answer = await caller.post(settings.tokenUrl, headers, form.toString()).catch(unreadableRefusal);
  if ('kind' in answer) return answer;
  const said = jsonOf(answer);
  return outcomeOfStatus(answer.status) === 'answered' ? tokenIn(said, answer, now) : refusal(said, answer);
}

function tokenIn(
  { access_token: token, token_type: type, expires_in: given }: Said,
  { status }: HttpAnswer,
  now: Date,
): AccessToken | Failed {
  // In a header, so nothing but what RFC 6750 lets a token have.
  if (typeof token !== 'string' || !/^[\w.~+/-]{1,16384}=*$/.test(token) || !/^bearer$/i.test(String(type ?? 'bearer'))) {
    return { kind: 'failed', attempt: { outcome: 'server', status, words: 'the token endpoint gives no bearer token' } };
  }
  const seconds = Number(given ?? LIFETIME);
  const counts = Number.isFinite(seconds) ? Math.max(0, seconds - Math.min(MARGIN, seconds / 2)) : LIFETIME - MARGIN;
  return { kind: 'token', token, until: now.getTime() + counts * 1000, kept: false };
}

/** Never `content`: it says nothing of the results. */
function refusal({ error }: Said, { status, retryAfter }: HttpAnswer): Failed {
  const code = typeof error === 'string' && Object.hasOwn(ERRORS, error) ? error : undefined;
  const byStatus = outcomeOfStatus(status);
  const own = code === undefined || byStatus === 'busy' || byStatus === 'server' ? undefined : ERRORS[code];
  const outcome = own ?? (byStatus === 'content' || byStatus === 'answered' ? 'configuration' : byStatus);
  const words = `the token endpoint answers ${code ?? `HTTP ${status}`}`;
  const attempt = { outcome, status, ...supplied({ code }), words };
  return { kind: 'failed', attempt, ...supplied({ retryAfter }) };
}

/** An answer that cannot be read: under a status of 4xx it is a refusal all the same, and no more about the results than any other. */
function unreadableRefusal(error: unknown): Failed {
  const failed = failedBy(error);
  return failed.attempt.outcome === 'content' ? { ...failed, attempt: { ...failed.attempt, outcome: 'configuration' } } : failed;
}

type Said = Readonly<Record<string, unknown>>;

function jsonOf({ body }: HttpAnswer): Said {
  try {
    const value = JSON.parse(body.toString('utf8')) as unknown;
    return typeof value === 'object' && value !== null ? (value as Said) : {};
  } catch {
    return {};
  }
}
