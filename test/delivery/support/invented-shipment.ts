import type { Shipment } from '../../../src/delivery/shipment.js';
import type { SettingsOf } from '../../../src/delivery/targets/target-settings.js';
import type { Agreement, TargetKind } from '../../../src/directory/directory.js';
import { resultFieldChoice } from '../../../src/privacy/fields/field-choice.js';
import { makeFieldList } from '../../../src/privacy/fields/field-list.js';
import { Keyring } from '../../../src/privacy/keys/keyring.js';
import type { SchoolKey } from '../../../src/privacy/keys/seal.js';
import type { OutgoingItem } from '../../../src/store/outbox-store.js';
import { SchoolKeys } from '../../../src/store/school-keys.js';
import type { Store } from '../../../src/store/store.js';
import { fullMessage } from '../../model/support/invented-message.js';
import { ORIGIN, translated } from '../../model/support/translated.js';
import { agreement, party, school } from '../../store/support/records.js';
import { inlinePlace } from '../../store/support/temporary.js';

/** A client that results go on to. */
export const RECEIVER = 'verzonnen-dashboard';
export const SCHOOL_ID = ORIGIN.school;
const { results, assessments } = translated(fullMessage());
/** The first is of a part of the test. Their learner and ECK iD are those of `fullMessage`. */
export const RESULTS = results;
export const BATCH = '7d1c1f0e-5a3b-4f43-9d0b-2f6f2d1c9a01';
const OTHER_RESULT = '4b7a5c80-0d83-5c1e-8d0e-5f0d8a9b7c66';

export interface ShipmentPlace {
  readonly store: Store;
  readonly keyring: Keyring;
  readonly schoolKey: SchoolKey;
  remove(): Promise<void>;
}

/** A store with a school and nothing else, and the keys that go with it. */
export async function shipmentPlace(): Promise<ShipmentPlace> {
  const place = await inlinePlace();
  const store = await place.open();
  const keyring = Keyring.fromSecret('a secret of these tests that is long enough');
  await store.addSchool(school(SCHOOL_ID));
  await store.addParty(party(RECEIVER, { role: 'client' }));
  const schoolKey = await new SchoolKeys(store, keyring).of(SCHOOL_ID);
  return {
    store,
    keyring,
    schoolKey,
    remove: async () => {
      await store.close();
      await place.remove();
    },
  };
}

export interface ShipmentChanges {
  /** Names of the fields of the receiver's agreement. Absent: it has no list. */
  readonly fields?: readonly string[];
  /** The list itself, as it is stored. */
  readonly list?: readonly string[];
  readonly infourl?: Agreement['infourl'];
  readonly items?: readonly OutgoingItem[];
  readonly batch?: Partial<Shipment['batch']>;
  readonly signal?: AbortSignal;
  /** Klantcode. */
  readonly receiver?: string;
}

/** Everything of `fullMessage`, and the withdrawal of one more result, on its way to a target with these settings. */
export function shipment<Kind extends TargetKind>(
  { keyring, schoolKey }: ShipmentPlace,
  kind: Kind,
  settings: SettingsOf[Kind],
  changes: ShipmentChanges = {},
): Shipment {
  const {
    fields,
    list: stored,
    infourl = { keep: 'none' },
    receiver = RECEIVER,
    items = [...resultItems(schoolKey), withdrawalItem()],
  } = changes;
  const made = fields === undefined ? stored : makeFieldList(fields, [resultFieldChoice()]).fields;
  const list = made === undefined ? {} : { fields: made };
  return {
    batch: {
      ...{ id: BATCH, target: 'doel', school: SCHOOL_ID, lease: 1, attempt: 1, size: items.length },
      ...{ createdAt: '2026-01-15T08:00:05.000Z', keysOf: ORIGIN.party, queuedAt: '2026-01-15T08:00:01.234Z', failures: 0, refusals: 0 },
      ...changes.batch,
    },
    target: {
      id: 'doel',
      party: receiver,
      kind,
      settings: keyring.sealSecret(JSON.stringify(settings)),
      createdAt: '2026-01-01T00:00:00.000Z',
    },
    school: school(SCHOOL_ID),
    party: party(receiver, { role: 'client' }),
    agreement: agreement('a-1', { school: SCHOOL_ID, party: receiver, infourl, ...list }),
    schoolKey,
    items,
    assessments,
    now: new Date('2026-01-15T08:00:05.000Z'),
    signal: changes.signal ?? new AbortController().signal,
  };
}

export function resultItems(schoolKey: SchoolKey): OutgoingItem[] {
  return results.map((result, at) => ({
    delivery: `delivery-${at + 1}`,
    kind: 'result',
    content: {
      result: { ...result, revision: at + 1, storedAt: '2026-01-15T08:00:01.234Z' },
      assessment: assessments[0]?.id as string,
      key: `verzonnen-sleutel-${at}`,
      sealedId: schoolKey.seal('LL-0001'),
      current: true,
    },
  }));
}

export function withdrawalItem(): OutgoingItem {
  const withdrawn = { result: OTHER_RESULT, revision: 2, party: ORIGIN.party, at: '2026-01-15T08:00:01.234Z', why: 'erased' } as const;
  return { delivery: 'delivery-withdrawn', kind: 'withdrawal', withdrawn };
}
