import { createReadStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';

/** Of the POSIX form (ustar): any tar can read it. */
const BLOCK = 512;
/** What eleven octal digits can say; above it, the size stands in base 256 as GNU tar has it. */
const MOST_OCTAL = 8 ** 11 - 1;
const NAME = { at: 0, bytes: 100 };
const SIZE = { at: 124, bytes: 12 };
const CHECKSUM = { at: 148, bytes: 8 };

/** A file in an archive. */
export interface TarEntry {
  readonly name: string;
  readonly bytes: number;
}

/** Writes one entry at the end of an archive; the content has to be as long as `bytes` says. */
export async function writeEntry(
  archive: FileHandle,
  { name, bytes }: TarEntry,
  content: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<void> {
  await archive.appendFile(headerOf({ name, bytes }));
  for await (const piece of content) await archive.appendFile(piece);
  await archive.appendFile(Buffer.alloc(paddingOf(bytes)));
}

/** Two empty blocks. */
export async function endArchive(archive: FileHandle): Promise<void> {
  await archive.appendFile(Buffer.alloc(2 * BLOCK));
}

/** Reads an archive from its beginning. `take` gets each entry with its content, and may leave the rest of that unread. Throws `RangeError` when it is no archive, or was cut off. */
export async function readArchive(file: string, take: (entry: TarEntry, content: AsyncIterable<Buffer>) => Promise<void>): Promise<void> {
  const bytes = new Bytes(createReadStream(file, { highWaterMark: 1024 * 1024 }));
  try {
    for (;;) {
      const header = await bytes.exactly(BLOCK);
      if (header.every((byte) => byte === 0)) return;
      const entry = entryOf(header);
      let left = entry.bytes;
      const content = async function* () {
        while (left > 0) {
          const piece = await bytes.some(left);
          left -= piece.length;
          yield piece;
        }
      };
      await take(entry, content());
      for await (const _ of content());
      await bytes.exactly(paddingOf(entry.bytes));
    }
  } finally {
    bytes.close();
  }
}

function headerOf({ name, bytes }: TarEntry): Buffer {
  const header = Buffer.alloc(BLOCK);
  header.write(name, NAME.at, 'ascii');
  header.write('0000600\0', 100, 'ascii');
  header.write('0000000\0', 108, 'ascii');
  header.write('0000000\0', 116, 'ascii');
  if (bytes <= MOST_OCTAL) header.write(`${bytes.toString(8).padStart(11, '0')}\0`, SIZE.at, 'ascii');
  else {
    header.writeBigUInt64BE(BigInt(bytes), SIZE.at + 4);
    header[SIZE.at] = 0x80;
  }
  header.write('00000000000\0', 136, 'ascii');
  header.write('0', 156, 'ascii');
  header.write('ustar\u000000', 257, 'ascii');
  header.write(`${checksumOf(header).toString(8).padStart(6, '0')}\0 `, CHECKSUM.at, 'ascii');
  return header;
}

function entryOf(header: Buffer): TarEntry {
  const sum = Number.parseInt(header.toString('ascii', CHECKSUM.at, CHECKSUM.at + 6), 8);
  if (sum !== checksumOf(header)) throw new RangeError('no archive');
  const name = header.toString('ascii', NAME.at, NAME.at + NAME.bytes).replace(/\0.*$/s, '');
  const isOctal = header[SIZE.at]! < 0x80;
  const size = isOctal
    ? Number.parseInt(header.toString('ascii', SIZE.at, SIZE.at + SIZE.bytes - 1), 8)
    : Number(header.readBigUInt64BE(SIZE.at + 4));
  return { name, bytes: size };
}

/** The sum of all bytes of a header, with spaces in the place of the sum. */
function checksumOf(header: Buffer): number {
  let sum = 8 * 0x20;
  for (const [at, byte] of header.entries()) if (at < CHECKSUM.at || at >= CHECKSUM.at + CHECKSUM.bytes) sum += byte;
  return sum;
}

function paddingOf(bytes: number): number {
  return (BLOCK - (bytes % BLOCK)) % BLOCK;
}

/** Bytes of a stream, as many at a time as somebody asks for. */
class Bytes {
  private rest: Buffer = Buffer.alloc(0);
  private readonly pieces: AsyncIterator<Buffer>;

  constructor(private readonly stream: ReturnType<typeof createReadStream>) {
    this.pieces = (stream as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  }

  /** At least one, at most so many. Throws `RangeError` at the end. */
  async some(most: number): Promise<Buffer> {
    while (this.rest.length === 0) {
      const { value, done } = await this.pieces.next();
      if (done) throw new RangeError('cut off');
      this.rest = value;
    }
    const piece = this.rest.subarray(0, most);
    this.rest = this.rest.subarray(piece.length);
    return piece;
  }

  async exactly(count: number): Promise<Buffer> {
    const pieces: Buffer[] = [];
    for (let left = count; left > 0; ) {
      const piece = await this.some(left);
      pieces.push(piece);
      left -= piece.length;
    }
    return Buffer.concat(pieces);
  }

  close(): void {
    this.stream.destroy();
  }
}
