import { supplied } from '../../../core/supplied.js';
import { DELIVERY_STATES, type DeliveryFilter } from '../../../store/outbox-store.js';
import type { Values } from '../../http/read-query.js';
import { DELIVERY_REASONS } from '../delivery-words.js';
import { instant } from './instant.js';
import { code, oneOf, type Parameter, someOf } from './parameter.js';
import { LIST } from './parameters.js';

export const TARGET = code('Only deliveries to this target.', 'las', 64);

/** Which deliveries: what is given has to fit. */
export const DELIVERY_FILTER = {
  school: LIST.school,
  target: TARGET,
  exchange: code('Only results from this message: the `id` of an exchange.', '019bc0a1-7c00-7d3e-8f21-0a1b2c3d4e5f', 64),
  state: someOf('Only those in this state.', DELIVERY_STATES),
  reason: oneOf('Only deliveries that are held, dead or cancelled for this reason.', DELIVERY_REASONS),
  since: instant('Only deliveries queued at or after this instant.', '2026-01-31T08:00:00Z'),
  until: instant('Only deliveries queued before this instant.', '2026-02-28T08:00:00Z'),
} as const satisfies Readonly<Record<string, Parameter<unknown>>>;

/** `school`: the only one that it may be about; empty for every one. */
export function filterOf(
  { target, exchange, state, reason, since, until }: Partial<Values<typeof DELIVERY_FILTER>>,
  school: string,
): DeliveryFilter {
  return {
    ...(school === '' ? {} : { school }),
    ...supplied({ target, exchange, states: state, reason, since, until }),
  };
}
