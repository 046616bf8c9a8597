import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import { MessageDecoder } from '../../src/uwlr/decode.js';
import { Findings } from '../../src/uwlr/findings.js';
import { type LeerresultatenVerzoek, leerresultatenVerzoek } from '../../src/uwlr/messages/leerresultaten.js';
import { XmlReader } from '../../src/xml/reader.js';
import { afname, resultaat, verzoek } from './support/results-text.js';

const PUPILS = 8000;
/** Pupils in a piece: some 50 KB, as a body comes in. */
const AT_ONCE = 40;
const MIDDLE = 'MIDDLE';

/** Results of pupils with long keys, each piece a text of its own, as one is that was decoded from bytes. */
function* pieces(): Generator<string> {
  const [head = '', tail = ''] = verzoek({ afnames: MIDDLE }).split(MIDDLE);
  yield head;
  for (let first = 0; first < PUPILS; first += AT_ONCE) {
    let piece = '';
    for (let pupil = first; pupil < first + AT_ONCE; pupil += 1) {
      const results = [0, 1, 2, 3].map((n) =>
        resultaat({ key: `RESULTAAT-${pupil}-${n}`, datum: `2026-01-${String(1 + (pupil % 28)).padStart(2, '0')}` }),
      );
      piece += afname(results.join(''), `<leerlingid>GEWIST-${pupil}</leerlingid>`).replaceAll('\n', '\n                        ');
    }
    yield Buffer.from(piece).toString();
  }
  yield tail;
}

test('a large message in memory takes about as much as its text: no piece of the text is kept beside it', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const message = new MessageDecoder(leerresultatenVerzoek, new Findings('strict'));
  const reader = new XmlReader(message);
  collect();
  const before = process.memoryUsage().heapUsed;
  let characters = 0;
  for (const piece of pieces()) {
    characters += piece.length;
    reader.write(piece);
  }
  reader.end();
  collect();
  const held = process.memoryUsage().heapUsed - before;
  const { toetsafnames } = message.decoder.value as LeerresultatenVerzoek;
  expect(toetsafnames.toetsafname).toHaveLength(PUPILS);
  expect(message.findings.count).toBe(0);
  // It is 0.9 times the text; with the pieces kept, or the tables of keys, it was 2.5 times.
  expect(held / characters).toBeLessThan(1.3);
});
