import { randomBytes } from 'node:crypto';
import type { WebhookSettings } from '../../delivery/targets/target-settings.js';
import type { Office } from '../office.js';
import { conflict } from '../refusal.js';
import { checkSettings } from './check-settings.js';
import { liveTarget } from './known-target.js';
import { openSettings } from './open-settings.js';

/** A secret to sign with, as Standard Webhooks writes it. */
export function freshSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

/**
 * Lets a webhook sign with this secret from now on, and with those of before for `overlap` milliseconds more. Gives the moment at which they
 * end. Throws `Refusal`, `StoreError`.
 */
export async function rotateWebhookSecret(
  { store, keyring, at }: Office,
  { id, secret, overlap }: { readonly id: string; readonly secret: string; readonly overlap: number },
): Promise<string> {
  const until = new Date(Date.parse(at) + overlap).toISOString();
  const target = liveTarget(await store.directory(), id);
  if (target.kind !== 'webhook') throw conflict(`target ${id} is ${target.kind}: only a webhook has a secret to sign with`);
  const ring = await keyring();
  const settings = openSettings(target, ring) as WebhookSettings;
  const rotated: WebhookSettings = { ...settings, secrets: [{ secret }, ...ending(settings, until, at)] };
  checkSettings('webhook', rotated);
  await store.setTarget(id, ring.sealSecret(JSON.stringify(rotated)));
  return until;
}

/** Those of before end at `until`, unless they end sooner; those that are over at `now` go. */
function ending({ secrets }: WebhookSettings, until: string, now: string): WebhookSettings['secrets'] {
  return secrets
    .map(({ secret, until: own = until }) => ({ secret, until: own < until ? own : until }))
    .filter(({ until: own }) => own > now);
}
