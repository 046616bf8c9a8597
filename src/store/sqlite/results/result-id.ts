/** Bytes of a UUID, and of a text that would be taken for one without a zero before it. */
const UUID_BYTES = 16;
const DASHES = [8, 13, 18, 23];

/**
 * The id of a result as the store keeps it: of a UUID its 16 bytes instead of 36 letters, of any other text its letters. The same text has
 * the same bytes, and no other text has them.
 */
export function idBytes(id: string): Buffer {
  if (isUuid(id)) return Buffer.from(id.slice(0, 8) + id.slice(9, 13) + id.slice(14, 18) + id.slice(19, 23) + id.slice(24), 'hex');
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

/** As it is written here: in small letters. */
function isUuid(id: string): boolean {
  if (id.length !== 36) return false;
  for (let at = 0; at < id.length; at++) {
    const code = id.charCodeAt(at);
    const isDigit = (code >= 48 && code <= 57) || (code >= 97 && code <= 102);
    if (DASHES.includes(at) ? code !== 45 : !isDigit) return false;
  }
  return true;
}
