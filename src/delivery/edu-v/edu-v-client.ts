import type { EduVMessage } from '../../model/edu-v/edu-v-message.js';
import type { SoapClientOptions } from '../../soap/client/client-options.js';
import type { Failed } from '../outcome-of.js';
import { type HttpAnswer, HttpCaller } from '../targets/http-caller.js';
import type { EduVSettings } from '../targets/target-settings.js';
import { type AccessToken, AccessTokens } from './access-tokens.js';

/** How a message goes out. `onSent`: the message itself began to go out. */
interface Dispatch {
  readonly signal: AbortSignal;
  readonly onSent?: () => void;
  /** On top of those that every message has. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Posts to one server of the Results API, with a token that it gets for itself. */
export class EduVClient {
  readonly #caller: HttpCaller;
  readonly #tokens: AccessTokens;

  constructor(options: SoapClientOptions, now: () => Date) {
    this.#caller = new HttpCaller(options);
    this.#tokens = new AccessTokens(this.#caller, now);
  }

  /**
   * The answer; or why there is no token to ask for one with. A token that was kept and does not count any more is replaced by a fresh
   * one, once. Throws `SoapClientError` and `SettingsError`.
   */
  async post(settings: EduVSettings, message: EduVMessage, dispatch: Dispatch): Promise<HttpAnswer | Failed> {
    const body = JSON.stringify(message);
    const first = await this.#tokens.get(settings);
    if (first.kind === 'failed') return first;
    const answer = await this.#send(settings, first, body, dispatch);
    // A token that was asked for just now is no better the second time.
    if (answer.status !== 401 || !first.kept) return answer;
    const fresh = await this.#tokens.get(settings);
    return fresh.kind === 'failed' ? fresh : this.#send(settings, fresh, body, dispatch);
  }

  async close(): Promise<void> {
    await this.#caller.close();
  }

  async #send(
    { url }: EduVSettings,
    { token }: AccessToken,
    body: string,
    { signal, onSent, headers: more }: Dispatch,
  ): Promise<HttpAnswer> {
    const headers = { ...more, authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'application/json' };
    const answer = await this.#caller.post(`${url.replace(/\/$/, '')}/results`, headers, body, signal, onSent);
    if (answer.status === 401) this.#tokens.drop(token);
    return answer;
  }
}
