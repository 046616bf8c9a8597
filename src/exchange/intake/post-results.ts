import type { Party } from '../../directory/directory.js';
import { resultId } from '../../model/ids.js';
import type { IncomingMessage } from '../../model/incoming/incoming-message.js';
import { resultIdentity } from '../../privacy/pupils/pupils.js';
import { SchoolKeys } from '../../store/school-keys.js';
import type { AnsweredRequest, Store } from '../../store/store.js';
import { NO_EXTENSIONS } from '../../uwlr/extensions.js';
import { needleOf } from '../../uwlr/hidden-id.js';
import { cooperate } from '../cooperate.js';
import type { ExchangeLog } from '../exchange-log.js';
import { POSTING } from '../operations.js';
import { AcceptResults, type ResultIntakeStore } from './accept-results.js';
import { checkExtras } from './declared-extras.js';
import { PostedIntake, type PostedIntakeOptions, type PostedRefusal, type PostedRequest } from './posted-intake.js';
import { type ReadResults, readPosted } from './read-posted.js';

/** More than this at once would keep others waiting: JSON is read in one go. */
export const MOST_POSTED_BYTES = 8 * 1024 * 1024;

export interface PostResultsOptions extends PostedIntakeOptions {
  readonly store: ResultIntakeStore & Pick<Store, 'answeredRequest' | 'record'>;
  /** True: results by ECK iDs of the pilot environment are refused. */
  readonly refusePilotIds?: boolean;
}

export interface PostRequest extends PostedRequest {
  /** Chosen by the party: the same for the same request only. */
  readonly idempotencyKey: string;
}

export type Posted =
  | {
      readonly kind: 'taken';
      /** Id of the exchange. */
      readonly exchange: string;
      readonly stored: number;
      readonly revised: number;
      /** The same body was taken before, under another key: nothing was stored now. */
      readonly repeated: boolean;
      /** It is the answer of the first time. */
      readonly again: boolean;
      /** Ids of the results, in their order. */
      readonly results: readonly string[];
    }
  | PostedRefusal;

/**
 * Results that a vendor delivers as JSON: the same as BrengLeerresultaten, but for who it is, which was found out already. Of a request
 * that is refused nothing but the exchange record is kept, and its key is free. Throws `StoreError`.
 */
export class PostResults {
  readonly #accept: AcceptResults;
  readonly #schoolKeys: SchoolKeys;
  readonly #intake: PostedIntake;

  constructor(private readonly options: PostResultsOptions) {
    const { store, keyring, refusePilotIds } = options;
    this.#accept = new AcceptResults(store, keyring, NO_EXTENSIONS, refusePilotIds);
    this.#schoolKeys = new SchoolKeys(store, keyring);
    this.#intake = new PostedIntake(options, POSTING, MOST_POSTED_BYTES);
  }

  post(request: PostRequest): Promise<Posted> {
    return this.#intake.post(request, (body, log) => this.#take(request, body, log));
  }

  async #take(request: PostRequest, body: Buffer, log: ExchangeLog): Promise<Posted> {
    const { directory, party, agreement, idempotencyKey } = request;
    const { store, keyring } = this.options;
    const { school } = agreement;
    const now = this.#intake.now();
    const requestKey = keyring.digest().update(`idempotency key\0${idempotencyKey}`).digest('hex');
    const before = await store.answeredRequest(school, party.klantcode, requestKey);
    if (before !== undefined && before.digest !== log.digest) return this.#intake.refuse(log, 'UWLR-EX-016');
    const posted = await readPosted(body, { now }, log);
    if (posted === undefined || !(await this.#declares(posted, party, log))) return this.#intake.refuse(log);
    const ids = await this.#idsOf(posted.message, school, party.klantcode);
    // What became of pupils and agreement since then makes no other answer of it.
    if (before !== undefined) {
      log.repeats = before.repeats ?? before.exchange;
      const record = log.record('repeated');
      await store.record(record);
      this.options.observe?.(record, true, log.steps);
      return answerOf(before, ids);
    }
    const again = this.#intake.again(request, log);
    const incoming = { directory, party, agreement, again, intake: 'json', now, requestKey, ...posted } as const;
    const accepted = await this.#accept.accept(incoming, log);
    if (accepted === undefined) return this.#intake.refuse(log);
    this.options.observe?.(log.record(accepted.outcome), true, log.steps);
    if (accepted.outcome === 'accepted') {
      const { results, revised } = accepted;
      return { kind: 'taken', exchange: log.id, stored: results, revised, repeated: false, again: false, results: ids };
    }
    if (accepted.answer !== undefined) return answerOf(accepted.answer, ids);
    return { kind: 'taken', exchange: log.id, stored: 0, revised: 0, repeated: true, again: false, results: ids };
  }

  /** Whether the source profiles of the party declare all that its results say beyond what everybody may. Else the log holds an error. */
  async #declares({ message, places }: ReadResults, { klantcode: party }: Party, log: ExchangeLog): Promise<boolean> {
    const profiles = this.options.store.goals.profiles.profileIndex();
    await cooperate(checkExtras(message, { places, party, profiles }, log));
    return log.findings.errors === 0;
  }

  async #idsOf({ pupils }: IncomingMessage, school: string, party: string): Promise<readonly string[]> {
    const schoolKey = await this.#schoolKeys.of(school);
    return pupils.map((pupil) => {
      const needle = pupil.leerlingid === undefined ? undefined : needleOf(pupil.leerlingid);
      return resultId(school, party, resultIdentity(pupil.resultAt(0).key, needle, schoolKey));
    });
  }
}

function answerOf({ exchange, results, revised, repeats }: AnsweredRequest, ids: readonly string[]): Posted {
  return { kind: 'taken', exchange, stored: results, revised, repeated: repeats !== undefined, again: true, results: ids };
}
