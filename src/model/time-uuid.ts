import { randomUUID } from 'node:crypto';

/** A UUIDv7 (RFC 9562): they sort by the moment, in milliseconds since 1970, that they were made for. */
export function timeUuid(now: number): string {
  const time = now.toString(16).padStart(12, '0');
  // Version and variant stand where a random UUID has them, and Node keeps random bytes in stock for those.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

/** Ids of exchanges sort by the time at which they began. */
export function exchangeId(now: number): string {
  return timeUuid(now);
}
