/** Bytes of a UUID, and of a text that would be taken for one without a zero before it. */
const UUID_BYTES = 16;
const UUID_LETTERS = 36;
const DASH = 45;
/** No figure. */
const NONE = 255;

/**
 * The id of a result as the store keeps it: of a UUID its 16 bytes instead of 36 letters, of any other text its letters. The same text has
 * the same bytes, and no other text has them.
 */
export function idBytes(id: string): Buffer {
  const bytes = uuidBytes(id);
  if (bytes !== undefined) return bytes;
  const letters = Buffer.from(id);
  return letters.length === UUID_BYTES || letters[0] === 0 ? Buffer.concat([Buffer.of(0), letters]) : letters;
}

/** The id whose bytes these are. */
export function idText(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.length !== UUID_BYTES) return buffer.toString('utf8', buffer[0] === 0 ? 1 : 0);
  const hex = buffer.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The bytes of a UUID as it is written here: in small letters. Undefined for any other text. One pass: there is an id with each result. */
function uuidBytes(id: string): Buffer | undefined {
  if (id.length !== UUID_LETTERS) return undefined;
  const bytes = Buffer.allocUnsafe(UUID_BYTES);
  let at = 0;
  for (let byte = 0; byte < UUID_BYTES; byte++) {
    if (byte === 4 || byte === 6 || byte === 8 || byte === 10) {
      if (id.charCodeAt(at) !== DASH) return undefined;
      at += 1;
    }
    const high = figure(id.charCodeAt(at));
    const low = figure(id.charCodeAt(at + 1));
    if (high === NONE || low === NONE) return undefined;
    bytes[byte] = high * 16 + low;
    at += 2;
  }
  return bytes;
}

/** What a figure of a UUID stands for. */
function figure(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  return code >= 97 && code <= 102 ? code - 87 : NONE;
}
