import { oneOf, wholeNumber } from './setting.js';
import type { Settings } from './settings.js';

/** How results go on to others. */
export interface DeliverySettings {
  /** Off: what is to go on is queued, and waits for a gateway that sends it. */
  readonly delivery: 'on' | 'off';
  /** Messages on their way at one time. */
  readonly deliveryConcurrency: number;
  /** How long after a gateway went down another one, or the next, takes up what it was sending. */
  readonly deliveryLeaseSeconds: number;
}

type Name = keyof DeliverySettings;

/** Names in the environment. */
export const DELIVERY_NAMES = {
  delivery: 'UWLR_DELIVERY',
  deliveryConcurrency: 'UWLR_DELIVERY_CONCURRENCY',
  deliveryLeaseSeconds: 'UWLR_DELIVERY_LEASE_SECONDS',
} as const satisfies Record<Name, string>;

/** Throws `ConfigError`. */
export function deliverySettings(settings: Settings<Name>): DeliverySettings {
  return {
    delivery: settings.get('delivery', oneOf('on', 'off')) ?? 'on',
    deliveryConcurrency: settings.get('deliveryConcurrency', wholeNumber(1, 256)) ?? 8,
    deliveryLeaseSeconds: settings.get('deliveryLeaseSeconds', wholeNumber(1, 600)) ?? 60,
  };
}
