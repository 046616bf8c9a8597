import { hash } from 'node:crypto';

/** Namespace of every id that is made here (a version 4 UUID, drawn once). Ids are stored: it never changes. */
const NAMESPACE = Buffer.from('b1d7a6e0f0c94c0f8a3e4f6f0f3f7c52', 'hex');

/** In XML 1.0 this character cannot occur, so no two different names run into the same text. */
const BETWEEN = '\0';

/** Names go in here on their way to the hash: one buffer for all of them, since there are millions. */
let scratch = Buffer.alloc(4096);
NAMESPACE.copy(scratch);

/** A UUIDv5 (RFC 9562): the same parts give the same id, always and everywhere. */
export function nameUuid(...parts: readonly string[]): string {
  const name = parts.join(BETWEEN);
  const most = NAMESPACE.length + name.length * 3;
  if (most > scratch.length) {
    scratch = Buffer.alloc(most);
    NAMESPACE.copy(scratch);
  }
  const end = NAMESPACE.length + scratch.write(name, NAMESPACE.length);
  const hex = hash('sha1', scratch.subarray(0, end), 'hex');
  const variant = '89ab'[Number.parseInt(hex[16] as string, 16) & 3];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
