import type { WebhookSettings } from '../../delivery/targets/target-settings.js';
import type { Target, TargetKind } from '../../directory/directory.js';
import type { Store } from '../../store/store.js';
import { StoreError } from '../../store/store-error.js';
import { addClient } from '../credentials/agree-on-reading.js';
import type { Office } from '../office.js';
import { knownParty } from '../parties/known-party.js';
import { conflict, type Refusal } from '../refusal.js';
import { checkSettings, type Settings } from './check-settings.js';
import { missingHere } from './open-settings.js';
import { freshSecret } from './webhook-secrets.js';

export interface NewTarget extends Pick<Target, 'id' | 'party' | 'kind'> {
  /** Of a webhook without a secret one is made. */
  readonly settings: Settings;
}

export interface AddedTarget {
  readonly target: Target;
  readonly settings: Settings;
  /** True: its party was made, as a client. */
  readonly isNew: boolean;
  /** Only when it was made here. */
  readonly secret?: string;
  /** What keeps anything from going there, or may do so. */
  readonly missing: readonly string[];
}

/** Adds a target, for results to go to. `allowTargets`: as in the settings of the gateway. Throws `Refusal`, `StoreError`. */
export async function addTarget(
  { store, keyring, at }: Office,
  { id, party, kind, settings: given }: NewTarget,
  allowTargets: readonly string[],
): Promise<AddedTarget> {
  const made = withSecret(kind, given);
  checkSettings(kind, made.settings);
  const ring = await keyring();
  // Before a client is made for it.
  if ((await store.directory()).targets.has(id)) throw isThere(id);
  const isNew = await receiver(store, kind, party, at);
  const target: Target = { id, party, kind, settings: ring.sealSecret(JSON.stringify(made.settings)), createdAt: at };
  await store.addTarget(target).catch((error: unknown) => {
    throw error instanceof StoreError && error.code === 'duplicate' ? isThere(id) : error;
  });
  const missing = await missingHere(target, await store.directory(), ring, { allowTargets, at });
  return { target, ...made, isNew, missing };
}

function withSecret(kind: TargetKind, settings: Settings): Pick<AddedTarget, 'settings' | 'secret'> {
  if (kind !== 'webhook' || (settings as WebhookSettings).secrets.length > 0) return { settings };
  const secret = freshSecret();
  return { settings: { ...(settings as WebhookSettings), secrets: [{ secret }] }, secret };
}

/** Sees to it that there is a party that results may go to. True: it was made. Throws `Refusal`. */
async function receiver(store: Store, kind: TargetKind, klantcode: string, now: string): Promise<boolean> {
  const directory = await store.directory();
  if (kind !== 'las' && !directory.parties.has(klantcode)) {
    await addClient(store, klantcode, now);
    return true;
  }
  const { role } = knownParty(directory, klantcode);
  if (role === 'ea') throw conflict(`${klantcode} is a vendor (ea), which supplies results: a target delivers to a las or a client`);
  if ((role === 'las') !== (kind === 'las')) {
    throw conflict(
      role === 'las'
        ? `${klantcode} is a las, which receives results over UWLR: use --kind las`
        : `${klantcode} is a client: a target of kind las is for a las`,
    );
  }
  return false;
}

function isThere(id: string): Refusal {
  return conflict(`target ${id} already exists`);
}
