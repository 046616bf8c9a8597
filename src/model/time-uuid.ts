import { randomUUID } from 'node:crypto';

/** A UUIDv7 (RFC 9562): they sort by the moment, in milliseconds since 1970, that they were made for. */
export function timeUuid(now: number): string {
  // In two parts: only small integers are written quickly.
  const high = Math.floor(now / 2 ** 16)
    .toString(16)
    .padStart(8, '0');
  const low = (now % 2 ** 16).toString(16).padStart(4, '0');
  // Version and variant stand where a random UUID has them, and Node keeps random bytes in stock for those.
  return `${high}-${low}-7${randomUUID().slice(15)}`;
}

/** Ids of exchanges sort by the time at which they began. */
export function exchangeId(now: number): string {
  return timeUuid(now);
}
