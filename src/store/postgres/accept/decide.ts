import type { Committed } from '../../store.js';
import { StoreError } from '../../store-error.js';
import { DIRECTORY_VERSION } from '../../tables/directory/directory-version.js';
import { judgeMoment, type Moments } from '../../tables/exchanges/moments.js';
import { ANSWERED, type AnsweredRow, answerOf } from '../../tables/exchanges/request-keys.js';
import type { DeliveryHead } from '../../tables/operation.js';
import { ERASURE_MARK } from '../../tables/rights/erasure-mark.js';
import { postgresDialect } from '../postgres-words.js';
import { STEPS } from '../schema/steps.js';
import { compile } from '../statement.js';
import { type Question, question } from './question.js';

const { words } = postgresDialect();

/** SQL: another message took the place of something that exchange `e` brought. */
const IS_REPLACED = `EXISTS (
  SELECT 1 FROM (SELECT source, id, current FROM results WHERE exchange = e.seq OFFSET 0) r
  CROSS JOIN LATERAL (SELECT exchange FROM results WHERE source = r.source AND id = r.id AND current = 1 LIMIT 1) later
  WHERE r.current = 0 AND later.exchange <> e.seq)`;

/**
 * Everything that a message is decided on, read under the lock of its school. Moments are nanoseconds, which are no numbers of JavaScript.
 * Numbers for a record and a source are taken from their sequences here, so that what is stored can be made of them.
 */
const FACTS = compile(`
  SELECT nextval('exchanges_seq_seq') AS exchange, (${DIRECTORY_VERSION.text(words)}) AS directory, (${ERASURE_MARK.text(words)}) AS mark,
    coalesce(s.seq, nextval('sources_seq_seq')) AS source, s.seq IS NULL AS is_new_source, coalesce(s.irregular, 0) AS irregular,
    (SELECT e.id FROM deliveries d JOIN exchanges e ON e.seq = d.exchange
     WHERE d.source = s.seq AND d.digest = @digest AND NOT (CAST(@unordered AS bigint) = 1 AND ${IS_REPLACED})) AS repeats_bytes,
    CAST(m.created_at_ns AS text) AS created, CAST(m.forgotten_ns AS text) AS forgotten,
    (SELECT stored_at FROM exchanges WHERE school = @school ORDER BY seq DESC LIMIT 1) AS last_stored,
    coalesce((SELECT max(seq) FROM results), 0) AS results_before,
    EXISTS (SELECT 1 FROM learner_aliases WHERE school = @school) AS has_roster,
    EXISTS (SELECT 1 FROM migrations WHERE number > ${STEPS.at(-1)!.number} AND breaks = 1) AS is_of_another_version,
    k.digest, k.exchange AS answered, k.results, k.revised, k.repeats
  FROM (VALUES (1)) AS one
    LEFT JOIN sources s ON s.school = @school AND s.party = @party
    LEFT JOIN latest_created m ON m.school = @school AND m.party = @party
    LEFT JOIN LATERAL (${ANSWERED.text(words)}) k ON true`);

type FactsRow = Omit<Facts, 'moments' | 'answered'> & {
  readonly created: string | null;
  readonly forgotten: string | null;
  readonly answered: string | null;
} & { readonly [K in Exclude<keyof AnsweredRow, 'exchange'>]: AnsweredRow[K] | null };

export interface Facts {
  readonly exchange: number;
  readonly directory: number;
  readonly mark: number;
  readonly source: number;
  readonly is_new_source: 0 | 1;
  readonly irregular: 0 | 1;
  /** Id of the exchange that brought the same bytes. */
  readonly repeats_bytes: string | null;
  readonly moments: Moments;
  /** When the last message of the school was stored. */
  readonly last_stored: number | null;
  readonly results_before: number;
  readonly has_roster: 0 | 1;
  /** A gateway with which this one cannot go together brought the database up to date, or the store moved elsewhere. */
  readonly is_of_another_version: 0 | 1;
  /** How a request under the same key was answered. */
  readonly answered: AnsweredRow | undefined;
}

/**
 * `refused`: nothing is written. `again`: only the record of a message that repeats another one is; under `keepsKey` with its idempotency key.
 * `new`: all of it is.
 */
export type Decision =
  | { readonly kind: 'refused'; readonly value: Committed }
  | { readonly kind: 'again'; readonly value: Committed; readonly repeats: string; readonly keepsKey: boolean }
  | { readonly kind: 'new'; readonly isSameMoment: boolean };

export function askFacts(head: DeliveryHead, take: (facts: Facts) => void): Question {
  const { school, party, digest, unordered, requestKey = null } = head;
  return question<FactsRow>(FACTS, { school, party, digest, unordered: unordered ? 1 : 0, key: requestKey }, ([row]) => {
    take(factsOf(row!));
  });
}

function factsOf(row: FactsRow): Facts {
  const { answered: exchange, digest, results, revised, repeats } = row;
  const answered = exchange === null ? undefined : { exchange, digest: digest!, results: results!, revised: revised!, repeats };
  return { ...row, answered, moments: { created: nanoseconds(row.created), forgotten: nanoseconds(row.forgotten) } };
}

function nanoseconds(text: string | null): bigint | null {
  return text === null ? null : BigInt(text);
}

/**
 * What becomes of a message. `isDirectoryPast`: the directory changed for it since it was allowed. Throws `StoreError('schema')` where nothing may
 * be stored any more.
 */
export function decide(head: DeliveryHead, facts: Facts, isDirectoryPast: boolean): Decision {
  if (facts.is_of_another_version === 1) throw new StoreError('schema', 'the database belongs to another version of the gateway, or moved');
  const refused = (kind: 'directory-changed' | 'key-reused' | 'stale' | 'outdated') => ({ kind: 'refused', value: { kind } }) as const;
  // First: whoever may no longer send anything is not told either what was stored before.
  if (isDirectoryPast) return refused('directory-changed');
  const answer = answerOf(facts.answered);
  if (answer !== undefined) {
    if (answer.digest !== head.digest) return refused('key-reused');
    return { kind: 'again', value: { kind: 'answered', answer }, repeats: answer.repeats ?? answer.exchange, keepsKey: false };
  }
  const repeats = facts.repeats_bytes;
  if (repeats !== null) return { kind: 'again', value: { kind: 'repeated', repeats }, repeats, keepsKey: true };
  const moment = head.aside ? 'later' : judgeMoment(head, facts.moments);
  if (moment === 'stale') return refused('stale');
  if (head.erasures !== undefined && head.erasures !== facts.mark) return refused('outdated');
  return { kind: 'new', isSameMoment: moment === 'same' };
}
