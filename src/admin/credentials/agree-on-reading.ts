import { randomUUID } from 'node:crypto';
import { supplied } from '../../core/supplied.js';
import { clientAgreements } from '../../directory/access/grant.js';
import type { Agreement, Directory, Party } from '../../directory/directory.js';
import type { Store } from '../../store/store.js';
import { StoreError } from '../../store/store-error.js';
import { knownSchool } from '../schools/known-school.js';

/** What a client is to read of a school, and what for. */
export interface Reading {
  readonly client: string;
  readonly school: string;
  readonly scopes: readonly string[];
  readonly purpose?: string;
  /** ISO instant. */
  readonly until?: string;
}

/** Honest about what nobody said: it stands in the register of the school. */
const NO_PURPOSE = 'Lezen over REST; waarvoor is niet opgegeven';
const NO_PURPOSE_OF_WRITING = 'Resultaten aanleveren over REST; waarvoor is niet opgegeven';
const NO_PURPOSE_OF_SIGNALS = 'Signalen aanleveren over REST; waarvoor is niet opgegeven';

/**
 * Sees to it that an agreement of the client and the school lets all of this through until then: makes one when those in force do not.
 * Makes the client a party when it is none. Gives the agreement that was made. Throws `Refusal` when the school is not there.
 */
export async function agreeOnReading(store: Store, reading: Reading, now: string): Promise<Agreement | undefined> {
  const { client, school, scopes, until } = reading;
  const { purpose = unsaid(scopes) } = reading;
  const directory = await store.directory();
  knownSchool(directory, school);
  await addClient(store, client, now);
  if (covers(directory, reading, now)) return undefined;
  const agreement: Agreement = {
    id: randomUUID(),
    school,
    party: client,
    exchanges: ['rest'],
    profile: 'rest',
    scopes,
    purpose,
    from: now,
    ...supplied({ until }),
    infourl: { keep: 'none' },
  };
  await store.addAgreements([agreement], undefined);
  return agreement;
}

function unsaid(scopes: readonly string[]): string {
  if (scopes.includes('results:write')) return NO_PURPOSE_OF_WRITING;
  return scopes.includes('signals:write') ? NO_PURPOSE_OF_SIGNALS : NO_PURPOSE;
}

/** A party that is there already stays as it is: a vendor may read over REST as well. */
export async function addClient(store: Store, client: string, now: string): Promise<void> {
  const { parties } = await store.directory();
  if (parties.has(client)) return;
  const party: Party = {
    klantcode: client,
    klantnaam: client,
    role: 'client',
    policy: 'strict',
    acceptStale: false,
    knownLearnersOnly: false,
    createdAt: now,
  };
  await store.addParty(party).catch((error: unknown) => {
    // Somebody else added it meanwhile, which is as good.
    if (!(error instanceof StoreError && error.code === 'duplicate')) throw error;
  });
}

/** An agreement for another purpose covers nothing: what is read for this one must be found under it. */
function covers(directory: Directory, { client, school, scopes, purpose, until }: Reading, now: string): boolean {
  const lasting = clientAgreements(directory, client, now).filter(
    (one) =>
      one.school === school &&
      (purpose === undefined || one.purpose === purpose) &&
      (one.until === undefined || (until !== undefined && until <= one.until)),
  );
  const agreed = new Set(lasting.flatMap((one) => one.scopes ?? []));
  return scopes.every((scope) => agreed.has(scope));
}
