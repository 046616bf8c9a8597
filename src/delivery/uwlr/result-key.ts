import { RESULTAAT } from '../../model/results/result-paths.js';
import type { SchoolKey } from '../../privacy/keys/seal.js';
import type { DeliveryLoss, OutgoingContent } from '../../store/outbox-store.js';
import { tpKey } from '../../uwlr/messages/text-types.js';

const PATH = `/${RESULTAAT}/@key`;

export interface ResultKey {
  readonly key: string;
  /** It is not the key that its vendor gave. */
  readonly loss?: DeliveryLoss;
}

/**
 * The key by which an administration knows a result. Of the vendor whose keys go as they are (`keysOf`), the vendor's own: it is then
 * the same at both ends. Two vendors may use one key for different results, so others have their klantcode before it. A key that is not
 * known, or would become too long, gives way to the id of the result, which lasts as well.
 */
export function resultKey({ result, key, sealedKey }: OutgoingContent, keysOf: string, schoolKey: SchoolKey): ResultKey {
  const own = (key ?? (sealedKey === undefined ? undefined : schoolKey.open(sealedKey)))?.trim();
  if (own === undefined) return { key: result.id, loss: { path: PATH, reason: 'not-known' } };
  const { party } = result.source;
  const whole = party === keysOf ? own : `${party}:${own}`;
  if (typeof tpKey.check(whole) === 'string') return { key: whole };
  return { key: result.id, loss: { path: PATH, reason: 'value-not-allowed' } };
}
