import type { DeliveryLoss, ItemOutcome } from '../../store/outbox-store.js';
import { type Failed, failedByPage, failedByStatus, outcomeOfStatus } from '../outcome-of.js';
import type { HttpAnswer } from '../targets/http-caller.js';
import { isPage } from '../targets/page-answer.js';

/** A statement of a message: of which delivery it is, and what was lost of it. */
export interface SentStatement {
  readonly id: string;
  readonly delivery: string;
  readonly losses: readonly DeliveryLoss[];
}

export type Answered = { readonly kind: 'answered'; readonly status: number; readonly items: ReadonlyMap<string, ItemOutcome> };

/**
 * What a receiver made of each statement of a message.
 *
 * - 201 and 202: the standard promises no list with these. They are about the message as a whole, so every statement is delivered; one
 *   that a list all the same names with a status of 4xx is refused, and with 429 or 5xx it goes again. So is another 2xx, unless what
 *   comes with it is no JSON.
 * - 400 with a list: what it names is refused, with whatever code, unless that is one of success or of a server that failed. Whether the
 *   others were processed is not said, so they go again: under the same id, a second time changes nothing.
 * - 400 that names none of ours: the message as a whole was refused.
 *
 * Of the answer nothing but statuses is read: the messages may say something of pupils (RFC 62 of Edu-V).
 */
export function outcomesOf(answer: HttpAnswer, statements: readonly SentStatement[]): Answered | Failed {
  const { status } = answer;
  const taken = outcomeOfStatus(status) === 'answered';
  if (taken && isPage(answer)) return failedByPage(status);
  if (taken && !isOfTheApi(answer)) return failsOn('the receiver answers with something else than the Results API does', status);
  if (!taken && status !== 400) return failedByStatus(answer);
  const said = statusesIn(answer);
  const items = new Map(statements.map((statement) => [statement.delivery, outcomeOf(said.get(statement.id), statement, taken)]));
  if ([...items.values()].some(({ kind }) => kind !== 'deferred')) return { kind: 'answered', status, items };
  const fails = statements.some(({ id }) => isFailure(said.get(id)));
  return fails ? failsOn('the receiver fails on every result', status) : failedByStatus(answer);
}

function failsOn(words: string, status: number): Failed {
  return { kind: 'failed', attempt: { outcome: 'server', status, words } };
}

/** Something in between may well answer 200, also with another text than a page. */
function isOfTheApi({ status, body, contentType = '' }: HttpAnswer): boolean {
  return status === 201 || status === 202 || body.length === 0 || /^application\/(?:[\w.+-]+\+)?json\b/i.test(contentType);
}

function outcomeOf(said: number | undefined, { losses }: Pick<SentStatement, 'losses'>, taken: boolean): ItemOutcome {
  const lost = losses.length === 0 ? {} : { losses };
  if (isFailure(said)) return { kind: 'deferred' };
  if (said !== undefined && isRefusal(said, taken)) return { kind: 'dead', reason: 'refused', ...lost };
  return taken ? { kind: 'delivered', ...lost } : { kind: 'deferred' };
}

/** In a refused message any code that is no success; the standard does not list them. */
function isRefusal(status: number, taken: boolean): boolean {
  return taken ? status >= 400 && status < 500 : status < 200 || status >= 300;
}

function isFailure(status: number | undefined): boolean {
  return status !== undefined && (status === 429 || (status >= 500 && status < 600));
}

function statusesIn({ body }: HttpAnswer): ReadonlyMap<string, number> {
  const statuses = new Map<string, number>();
  for (const item of listIn(body)) {
    const { id, status } = (item ?? {}) as { readonly id?: unknown; readonly status?: unknown };
    if (typeof id === 'string' && Number.isInteger(status)) statuses.set(id, status as number);
  }
  return statuses;
}

function listIn(body: Buffer): readonly unknown[] {
  try {
    const list = JSON.parse(body.toString('utf8')) as unknown;
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}
