import { agreementsOf } from '../directory/authorise.js';
import { exchangeId } from '../model/time-uuid.js';
import type { SchoolKey } from '../privacy/keys/seal.js';
import type { Withdrawn } from '../store/outbox-store.js';
import { allNames, type ErasureRequest, type Person, type Receipt } from '../store/rights-store.js';
import type { Store } from '../store/store.js';
import { idsOf, mentionsOf } from './mentions.js';

const DAY_MS = 86_400_000;
/** How long a receiver can learn of it. */
export const NOTICE_DAYS = 90;
/** Messages about the pupil may come in meanwhile. That they do so each time is not to be expected. */
const ATTEMPTS = 5;

export interface EraseOptions {
  readonly store: Store;
  readonly school: string;
  readonly schoolKey: SchoolKey;
  readonly person: Person;
  /** As `ErasureRequest.mute`. */
  readonly mute?: readonly string[];
  readonly now: Date;
  readonly dryRun: boolean;
  /** Carries out an earlier erasure on a copy of the store that does not know of it: under the id of its receipt, with its digests too. */
  readonly again?: NonNullable<ErasureRequest['again']> & { readonly digests: readonly string[] };
}

/**
 * `inLog`: what was removed is still in the write-ahead log, as another process is reading; it goes when the log starts over.
 * `held`: the school is under legal hold. `busy`: the pupil changed each time.
 */
export type ErasedLearner =
  | { readonly kind: 'erased'; readonly receipt: Receipt; readonly inLog: boolean }
  | { readonly kind: 'held' }
  | { readonly kind: 'busy' };

/**
 * Removes all there is of a learner in a school (AVG 17), and sees to it that it does not come back until the school lifts that. What
 * remains is a receipt without anything of the pupil, and digests that only the school's key makes again.
 */
export async function eraseLearner({
  store,
  school,
  schoolKey,
  person: given,
  mute = [],
  now,
  dryRun,
  again,
}: EraseOptions): Promise<ErasedLearner> {
  let person = given;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const id = again?.receipt.id ?? exchangeId(now.getTime());
    const aliasReceivers = await store.aliasReceivers(school);
    const sent = await store.rights.sentResults(school, person);
    const rewritten = await mentionsOf(store.rights, school, schoolKey, await idsOf(store.rights, school, schoolKey, person));
    const at = now.toISOString();
    const directory = await store.directory();
    const erased = await store.rights.erase({
      id,
      school,
      at,
      person,
      hashKey: schoolKey.receiptKey(id),
      digests: [...new Set([...allNames(person).map((name) => schoolKey.erasedDigest(name)), ...(again?.digests ?? [])])],
      aliasReceivers,
      receiverAliases: aliasReceivers.flatMap(({ receiver, generation }) => {
        const names = schoolKey.receiver(receiver, generation);
        return allNames(person)
          .map((name) => names.alias('learner', name))
          .map((alias) => ({ receiver, alias, sealedAlias: schoolKey.seal(alias) }));
      }),
      withdrawals: sent.map(({ result, revision, party }) => {
        const withdrawn: Withdrawn = { result, revision, party, at, why: 'erased' };
        return { result, revision, sealed: schoolKey.seal(JSON.stringify(withdrawn)) };
      }),
      agreed: agreementsOf(directory, { school }, 'leerresultaten', at).map(({ party }) => party),
      mute,
      rewritten,
      noticesUntil: new Date(now.getTime() + NOTICE_DAYS * DAY_MS).toISOString(),
      dryRun,
      ...(again === undefined ? {} : { again: { receipt: again.receipt, notices: again.notices } }),
    });
    if (erased.kind === 'held') return erased;
    if (erased.kind === 'erased') return { ...erased, inLog: !dryRun && !(await store.rights.scrub()) };
    const found = await store.rights.findPerson(school, whole(person));
    if (found.kind !== 'found') return { kind: 'busy' };
    person = found.person;
  }
  return { kind: 'busy' };
}

function whole(person: Person): { readonly rosterId?: string; readonly names: readonly string[] } {
  return person.learner === undefined ? { names: person.names } : { rosterId: person.learner, names: allNames(person) };
}
