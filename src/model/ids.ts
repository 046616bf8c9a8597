import { hash } from 'node:crypto';

/** The id of a result: the same school, party and key keep it, over all its revisions. The key counts to the letter, without the white space around it. */
export function resultId(school: string, party: string, key: string): string {
  return nameUuid('result', school, party, key);
}

/** The id of a test: by code and version, as its source gives them. */
export function assessmentId(school: string, party: string, code: string, version = ''): string {
  return nameUuid('assessment', school, party, code, version);
}

/** The id of a signal. `key`: what stands for the vendor's own key, as that may say something of the learner. */
export function signalId(school: string, party: string, key: string): string {
  return nameUuid('signal', school, party, key);
}

/** Namespace of every id that is made here (a version 4 UUID, drawn once). Ids are stored: it never changes. */
const NAMESPACE = Buffer.from('b1d7a6e0f0c94c0f8a3e4f6f0f3f7c52', 'hex');

/** In XML 1.0 this character cannot occur, so no two different names run into the same text. */
const BETWEEN = '\0';

/** Names go in here on their way to the hash: one buffer for all of them, since there are millions. */
const scratch = Buffer.alloc(4096);
NAMESPACE.copy(scratch);
/** Its beginnings, by their length: a view takes as long to make as a short name to hash. */
const beginnings: (Buffer | undefined)[] = [];

/** An id is put together here, so that it is one text, and not a dozen pieces that V8 keeps until somebody reads them. */
const id = Buffer.alloc(36);
const DASH = 0x2d;
const DASHES = 4;
const VERSION_5 = 0x35;
/** What the variant makes of a hex digit, by its character. */
const VARIANTS = new Map([...'0123456789abcdef'].map((digit, value) => [digit.charCodeAt(0), '89ab'.charCodeAt(value & 3)]));

/** A UUIDv5 (RFC 9562): the same parts give the same id, always and everywhere. */
export function nameUuid(...parts: readonly string[]): string {
  const hex = hash('sha1', namedBytes(parts.join(BETWEEN)), 'hex');
  // Each group of digits moves up to its place behind the dashes before it.
  id.write(hex, DASHES, 32, 'latin1');
  for (let at = 0; at < 8; at++) id[at] = id[at + 4] as number;
  for (let at = 9; at < 13; at++) id[at] = id[at + 3] as number;
  for (let at = 15; at < 18; at++) id[at] = id[at + 2] as number;
  id[19] = VARIANTS.get(id[20] as number) as number;
  for (let at = 20; at < 23; at++) id[at] = id[at + 1] as number;
  id[8] = id[13] = id[18] = id[23] = DASH;
  id[14] = VERSION_5;
  return id.toString('latin1');
}

function namedBytes(name: string): Buffer {
  if (NAMESPACE.length + name.length * 3 > scratch.length) return Buffer.concat([NAMESPACE, Buffer.from(name)]);
  const end = NAMESPACE.length + scratch.write(name, NAMESPACE.length);
  beginnings[end] ??= scratch.subarray(0, end);
  return beginnings[end];
}
