// Compressed bodies in chunks of a byte, as fast as they are taken: byte-chunks.js URL ADDRESS [COUNT]
import { deflateRawSync } from 'node:zlib';
import { chunk, head, hold, pour } from './connections.js';

const [url, address, count = '4'] = process.argv.slice(2);
const HEAD = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
/** Text that is not compressed and never ends: blanks before a document, in stored blocks. */
const stored = deflateRawSync(' '.repeat(10_000), { level: 0 }).subarray(0, -1);
stored[0] = 0;
const bytes = Buffer.concat([...Buffer.concat([stored.subarray(0, 5), Buffer.alloc(10_000, ' ')])].map((byte) => chunk([byte])));

hold(url, Number(count), (socket) => {
  socket.write(head(url, address, 'Content-Encoding: gzip'));
  socket.write(chunk(HEAD));
  pour(socket, () => bytes);
});
