import { supplied } from '../../core/supplied.js';
import { resultId } from '../../model/ids.js';
import { resultIdentity } from '../../privacy/pupils/pupils.js';
import type { PastLink } from '../../store/goals/goal-link-store.js';
import type { DeliveryView } from '../../store/outbox-store.js';
import { SchoolKeys } from '../../store/school-keys.js';
import type { StoredResult, StripRecord } from '../../store/store.js';
import type { Office } from '../office.js';
import { unknown } from '../refusal.js';
import { knownSchool } from '../schools/known-school.js';

/** One revision, and the message that brought it. */
export interface ResultRevision {
  readonly result: StoredResult;
  /** Id of the exchange. */
  readonly exchange?: string;
  /** What was taken out of that message, over all its results. Absent: its record is gone. */
  readonly stripped?: readonly StripRecord[];
}

/** A result with its history. Of a learner no more than the pseudonym that stands in the result. */
export interface ResultDetail {
  readonly id: string;
  readonly school: string;
  /** Oldest first. */
  readonly revisions: readonly ResultRevision[];
  /** Every goal that it has or had, oldest first: also those that hold on other days only. */
  readonly goals: readonly PastLink[];
  /** Newest first, at most 1,000. */
  readonly deliveries: readonly DeliveryView[];
}

/** A result by its id, or by the key that its source gave it. */
export interface NamedResult {
  readonly name: string;
  /** Absent: of whichever school has it. */
  readonly school?: string;
  /** Klantcode of the source, for a key. Absent: of whichever party has it. */
  readonly party?: string;
}

const MOST_DELIVERIES = 1_000;

/** Puts on record that results of the school were read, before it gives them. Throws `Refusal` when there is no such result. */
export async function showResult({ store, keyring, at }: Office, named: NamedResult): Promise<ResultDetail> {
  const directory = await store.directory();
  const schools = named.school === undefined ? [...directory.schools.keys()] : [knownSchool(directory, named.school).id];
  const parties = named.party === undefined ? [...directory.parties.keys()] : [named.party];
  const found = (await byId(store, named.name, schools)) ?? (await byKey({ store, keyring }, named.name, schools, parties));
  if (found === undefined) throw unknown('there is no result with this id or key');
  const { id, school, revisions } = found;
  await store.appendAudit([
    { at, actor: store.actor, operation: 'results.read', outcome: 'done', school, counts: { results: revisions.length } },
  ]);
  const { items: deliveries } = await store.outbox.deliveries({ school, result: id, limit: MOST_DELIVERIES });
  const goals = await store.goals.links.linkHistory(school, id);
  return { id, school, revisions: await withMessages(store, found), goals, deliveries };
}

interface Found {
  readonly id: string;
  readonly school: string;
  readonly revisions: readonly StoredResult[];
}

async function byId(store: Office['store'], id: string, schools: readonly string[]): Promise<Found | undefined> {
  for (const school of schools) {
    const revisions = await store.revisions(school, id);
    if (revisions.length > 0) return { id, school, revisions };
  }
  return undefined;
}

/** A key that would reveal who it is of makes the id by what stands for it, which the key of the school tells. */
async function byKey(
  { store, keyring }: Pick<Office, 'store' | 'keyring'>,
  key: string,
  schools: readonly string[],
  parties: readonly string[],
): Promise<Found | undefined> {
  const keys = new SchoolKeys(store, await keyring());
  const { schools: known } = await store.directory();
  for (const school of schools) {
    if (known.get(school)?.keyDestroyedAt !== undefined) continue;
    const schoolKey = await keys.of(school);
    const identities = new Set([resultIdentity(key, undefined, schoolKey), resultIdentity(key, key, schoolKey)]);
    for (const party of parties) {
      for (const identity of identities) {
        const found = await byId(store, resultId(school, party, identity), [school]);
        if (found !== undefined) return found;
      }
    }
  }
  return undefined;
}

async function withMessages(store: Office['store'], { school, id, revisions }: Found): Promise<readonly ResultRevision[]> {
  const exchanges = await store.revisionExchanges(school, id);
  const shown: ResultRevision[] = [];
  for (const [at, result] of revisions.entries()) {
    const exchange = exchanges[at];
    const record = exchange === undefined ? undefined : await store.exchange(exchange);
    shown.push({
      result,
      ...supplied({ exchange }),
      ...(record === undefined ? {} : { stripped: record.strips }),
    });
  }
  return shown;
}
