import { supplied } from '../core/supplied.js';
import type { ExchangeRecord } from '../store/exchange-record.js';
import type { Disclosure, RightsStore } from '../store/rights-store.js';
import type { RosterHead, RosterStore, SealedObjects } from '../store/roster-store.js';

/** A roster as it may go out. */
export interface OutgoingRoster {
  readonly head: RosterHead;
  readonly rows: readonly SealedObjects[];
  /** True: the rows are all that there are, and each is by itself, so they may be sealed together for the next answer. */
  readonly unpacked: boolean;
  /** Mark of the erasures that it is without: for the record that it went out. */
  readonly erasures: number;
}

/** What a roster that goes out is made from. */
export type OutgoingRosterSource = Pick<RosterStore, 'roster' | 'rosterPacks'> & {
  readonly rights: Pick<RightsStore, 'erasureMark' | 'restricted'>;
};

/** The roster of a school year without the learners whose data are under a restriction (AVG 18). Undefined: there is none. */
export async function outgoingRoster(store: OutgoingRosterSource, school: string, schoolYear: string): Promise<OutgoingRoster | undefined> {
  const erasures = await store.rights.erasureMark(school);
  const packs = await store.rosterPacks(school, schoolYear);
  // After the roster: a restriction holds from the next answer on. A pack has everybody in it.
  if (packs !== undefined && (await store.rights.restricted(school)).size === 0) return { ...packs, unpacked: false, erasures };
  const snapshot = await store.roster(school, schoolYear);
  if (snapshot === undefined) return undefined;
  const restricted = await store.rights.restricted(school);
  if (restricted.size === 0) return { ...snapshot, unpacked: true, erasures };
  const rows = snapshot.rows.filter(({ kind, id }) => kind !== 'learner' || !restricted.has(id));
  return { ...snapshot, rows, unpacked: false, erasures };
}

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
