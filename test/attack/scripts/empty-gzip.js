// Compressed bodies that unfold to nothing and never end: empty-gzip.js URL ADDRESS [COUNT]
// In turns: empty blocks of deflate with tables to build, one empty gzip after another, a name in the head, bytes behind the end.
import { gzipSync } from 'node:zlib';
import { chunk, head, hold, pour } from './connections.js';

const [url, address, count = '8'] = process.argv.slice(2);
const HEAD = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
const NAMED = Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3]);
/** An empty block with codes of its own: 13 bytes, and a byte boundary behind it (an empty stored block). */
const BLOCK = emptyBlock();
const POURED = [
  [HEAD, Buffer.concat(Array(3000).fill(BLOCK))],
  [HEAD.subarray(0, 0), Buffer.concat(Array(2000).fill(gzipSync('')))],
  [NAMED, Buffer.alloc(60_000, 'x')],
  [gzipSync('<x/>'), Buffer.alloc(60_000, 'x')],
];
let turn = 0;

hold(url, Number(count), (socket) => {
  socket.write(head(url, address, 'Content-Encoding: gzip'));
  const [first, more] = POURED[turn++ % POURED.length];
  if (first.length > 0) socket.write(chunk(first));
  const piece = chunk(more);
  pour(socket, () => piece);
});

/** Bits are written as deflate reads them: the lowest first. */
function emptyBlock() {
  const bits = [];
  const put = (value, width) => {
    for (let bit = 0; bit < width; bit++) bits.push((value >> bit) & 1);
  };
  put(0, 1); // not the last block
  put(2, 2); // dynamic codes
  put(0, 5); // 257 literal codes
  put(0, 5); // 1 distance code
  put(14, 4); // 18 lengths of the code of lengths
  // Their order: 16 17 18 0 8 7 9 6 10 5 11 4 12 3 13 2 14 1. Symbols 18 and 1 have one bit each.
  const order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1];
  for (const symbol of order) put(symbol === 18 || symbol === 1 ? 1 : 0, 3);
  const length1 = () => put(0, 1); // code of 1 is 0, of 18 is 1
  const zeros = (n) => {
    put(1, 1);
    put(n - 11, 7);
  };
  length1(); // literal 0 has one bit: an incomplete code would be refused, so the end has the other
  zeros(138);
  zeros(117);
  length1(); // 256, the end
  length1(); // the one distance code
  put(1, 1); // the end: literal 0 is 0, 256 is 1
  put(0, 1);
  put(0, 2); // an empty stored block leads to the next byte
  while (bits.length % 8 !== 0) bits.push(0);
  const bytes = [];
  for (let at = 0; at < bits.length; at += 8) bytes.push(bits.slice(at, at + 8).reduce((sum, bit, n) => sum + (bit << n), 0));
  return Buffer.from([...bytes, 0, 0, 0xff, 0xff]);
}
