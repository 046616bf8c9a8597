import { query } from '../../sql/query.js';
import { first, type Script } from '../../sql/script.js';
import type { AnsweredRequest } from '../../store.js';

/** A request of a party under a key of its choice. */
export interface RequestKey {
  readonly school: string;
  readonly party: string;
  readonly key: string;
}

export interface AnsweredRow extends Omit<AnsweredRequest, 'repeats'> {
  readonly repeats: string | null;
}

export const ANSWERED = query<AnsweredRow, RequestKey>(
  () => `
    SELECT e.digest, e.id AS exchange, k.results, k.revised, e.repeats
    FROM request_keys k JOIN exchanges e ON e.seq = k.exchange WHERE k.school = @school AND k.party = @party AND k.key = @key`,
);

/** How a request was answered; undefined: it was not. */
export function* answeredRequest(request: RequestKey): Script<AnsweredRequest | undefined> {
  return answerOf(yield* first(ANSWERED, request));
}

export function answerOf(row: AnsweredRow | undefined): AnsweredRequest | undefined {
  if (row === undefined) return undefined;
  const { repeats, ...answered } = row;
  return { ...answered, ...(repeats !== null && { repeats }) };
}
