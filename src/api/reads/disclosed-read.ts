import { supplied } from '../../core/supplied.js';
import type { Disclosure } from '../../store/rights-store.js';
import { StoreError } from '../../store/store-error.js';
import { tryLater } from '../http/as-problem.js';
import type { Answer, Call, Endpoint } from '../http/endpoint.js';
import type { Parameters } from '../http/read-query.js';
import type { NamesOfCall } from './names-of-call.js';
import { fieldsOf } from './shown-fields.js';
import type { ReadRecords } from './stores.js';

/** Who was erased before the answer was made. */
export interface ReadBefore {
  readonly mark: number;
  readonly requestId: string;
}

/**
 * Puts on record whose data this answer brings to the client, and which names it uses for them. Throws the problem `unavailable` when
 * somebody was erased meanwhile, who may be in it: the next answer is without.
 */
export async function keepDisclosed(
  endpoint: Endpoint,
  call: Call<Parameters>,
  answer: Answer,
  names: NamesOfCall,
  { mark, requestId }: ReadBefore,
  records: ReadRecords,
): Promise<void> {
  const learners = await names.told('learner');
  if (learners.length > 0) {
    const disclosure = disclosureOf(endpoint, call, answer, { mark, requestId }, learners);
    await records.disclose([disclosure]).catch((error: unknown) => {
      throw error instanceof StoreError && error.code === 'busy' ? tryLater() : error;
    });
  }
  await names.keep();
  if (learners.length === 0 || (await records.erasureMark(call.school)) === mark) return;
  await names.forget();
  throw tryLater();
}

function disclosureOf(
  { operation }: Endpoint,
  { school, client, agreement, now }: Call<Parameters>,
  { body }: Answer,
  { mark, requestId }: ReadBefore,
  learners: readonly string[],
): Disclosure {
  return {
    school,
    exchange: requestId,
    at: now.toISOString(),
    receiver: client,
    operation,
    ...supplied({ agreement }),
    fields: fieldsOf(body),
    learners,
    erasures: mark,
  };
}
