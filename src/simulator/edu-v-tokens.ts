import { randomBytes } from 'node:crypto';
import type { JWK } from 'jose';

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const SCOPE = 'eduv.result';
const MOST_SECONDS = 300;

export interface EduVTokensOptions {
  readonly clientId: string;
  /** The public key of the client. */
  readonly key: JWK;
  /** What an assertion has to be meant for: the address of the token endpoint. */
  readonly audience: () => string;
  /** Seconds. */
  readonly lifetime: number;
  readonly now: () => Date;
}

export type TokenAnswer =
  | { readonly status: 200; readonly body: { readonly access_token: string; readonly token_type: 'Bearer'; readonly expires_in: number } }
  | { readonly status: 400 | 401; readonly body: { readonly error: string } };

/** The tokens that a simulated server gives to its one client, which proves itself by `private_key_jwt` (RFC 7523). */
export class EduVTokens {
  readonly #given = new Map<string, number>();
  readonly #seen = new Set<string>();

  constructor(private readonly options: EduVTokensOptions) {}

  async answer(form: Readonly<Record<string, unknown>>): Promise<TokenAnswer> {
    if (form['grant_type'] !== 'client_credentials') return refused(400, 'unsupported_grant_type');
    if (form['scope'] !== SCOPE) return refused(400, 'invalid_scope');
    const isProof = form['client_assertion_type'] === ASSERTION_TYPE && (await this.#proves(String(form['client_assertion'])));
    if (!isProof) return refused(401, 'invalid_client');
    const token = randomBytes(24).toString('base64url');
    this.#given.set(token, this.options.now().getTime() + this.options.lifetime * 1000);
    return { status: 200, body: { access_token: token, token_type: 'Bearer', expires_in: this.options.lifetime } };
  }

  /** Whether a request with this Authorization header may send results. */
  lets(header: string | undefined): boolean {
    const until = this.#given.get(/^Bearer (\S+)$/.exec(header ?? '')?.[1] ?? '');
    return until !== undefined && this.options.now().getTime() < until;
  }

  /** As if they were all taken back. */
  revoke(): void {
    this.#given.clear();
  }

  async #proves(assertion: string): Promise<boolean> {
    const { clientId, key, audience, now } = this.options;
    const { decodeProtectedHeader, importJWK, jwtVerify } = await import('jose');
    try {
      const { alg = '' } = decodeProtectedHeader(assertion);
      const expected = {
        issuer: clientId,
        subject: clientId,
        audience: audience(),
        currentDate: now(),
        requiredClaims: ['exp', 'iat', 'jti'],
      };
      const { payload } = await jwtVerify(assertion, await importJWK(key, alg), expected);
      const { jti = '', exp = 0 } = payload;
      if (this.#seen.has(jti) || exp > now().getTime() / 1000 + MOST_SECONDS) return false;
      this.#seen.add(jti);
      return true;
    } catch {
      // Whatever is wrong with it: it proves nothing.
      return false;
    }
  }
}

function refused(status: 400 | 401, error: string): TokenAnswer {
  return { status, body: { error } };
}
