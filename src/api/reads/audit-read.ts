import { supplied } from '../../core/supplied.js';
import type { AuditEntry } from '../../store/audit.js';
import { StoreError } from '../../store/store-error.js';
import type { Answer, Call, ReadEndpoint } from '../http/endpoint.js';
import type { Parameters } from '../http/read-query.js';
import { fieldsOf, itemsOf } from './shown-fields.js';
import type { ReadRecords } from './stores.js';

/** Puts on record that somebody reads this answer. Throws `StoreError('busy')` when it cannot: then the answer stays here. */
export async function auditRead({ reads }: ReadEndpoint, call: Call<Parameters>, answer: Answer, records: ReadRecords): Promise<void> {
  if (reads === undefined) return;
  try {
    await records.appendAudit([entryOf(reads, call, answer)]);
  } catch (error) {
    // Whatever it is: what is not on record does not leave, and may be asked again.
    throw error instanceof StoreError ? new StoreError('busy', error.message, { cause: error }) : error;
  }
}

function entryOf(
  reads: NonNullable<ReadEndpoint['reads']>,
  { now, actor, school, agreement, query }: Call<Parameters>,
  { body }: Answer,
): AuditEntry {
  const { length } = itemsOf(body);
  return {
    at: now.toISOString(),
    actor,
    operation: `${reads}.read`,
    outcome: 'done',
    ...(school === '' ? {} : { school }),
    ...supplied({ agreement }),
    counts: { [reads]: length, ...(query['identities'] === true ? { identities: length } : {}) },
    fields: fieldsOf(body),
  };
}
