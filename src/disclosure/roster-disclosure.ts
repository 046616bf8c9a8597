import { supplied } from '../core/supplied.js';
import type { ExchangeRecord } from '../store/exchange-record.js';
import type { Disclosure } from '../store/rights-store.js';
import type { OutgoingRoster } from './outgoing-roster.js';

const LEARNER = 'leerlinggegevens/leerlingen/leerling/';

export interface Disclosed {
  readonly record: ExchangeRecord;
  readonly from: OutgoingRoster;
  readonly receiver: string;
  readonly agreement?: string | undefined;
  /** What could be in it, by standard path. */
  readonly fields: ReadonlySet<string>;
  /** Ids of the learners; absent: everybody in the roster. */
  readonly learners?: readonly string[] | undefined;
}

/** To whom an answer or file with learners of a roster goes. Undefined when there are none in it. */
export function rosterDisclosure({ record, from, receiver, agreement, fields, learners }: Disclosed): Disclosure | undefined {
  if (record.learnerCount === 0) return undefined;
  const { school, schoolYear, revision, changedAt } = from.head;
  return {
    school,
    exchange: record.id,
    at: record.receivedAt,
    receiver,
    operation: record.operation,
    ...supplied({ agreement }),
    fields: [...fields].filter((path) => path.startsWith(LEARNER)).map((path) => path.slice(LEARNER.length)),
    roster: { schoolYear, revision, at: changedAt },
    ...supplied({ learners }),
    erasures: from.erasures,
  };
}
