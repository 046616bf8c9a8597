import { describe, expect, test } from '@jest/globals';
import { encodeToString } from '../../src/uwlr/encode.js';
import { UWLR_2_VERSIONS } from '../../src/uwlr/finding.js';
import { compile } from '../../src/uwlr/grammar/compile.js';
import { ROOTS } from '../../src/uwlr/messages/catalogue.js';
import { generateMessage } from '../../src/uwlr/synthetic/generate-message.js';
import { Random } from '../../src/uwlr/synthetic/random.js';
import { writeTree } from '../../src/uwlr/synthetic/write-tree.js';
import { treeOf } from '../../src/uwlr/synthetic/xml-tree.js';
import { canonical } from '../support/canonical.js';
import { decodeText, shown } from '../support/decode-text.js';
import { extensions } from '../support/judges.js';

const SEED = Number(process.env['UWLR_SEED'] ?? 20_261_122);
/** Of each root and version; 2,400 in all. */
const MESSAGES = 200;

describe.each(ROOTS.map((root) => [root.element.name, root] as const))('%s', (_, root) => {
  describe.each(UWLR_2_VERSIONS)('%s', (version) => {
    const { root: node } = compile(root, version);
    const seeds = Array.from({ length: MESSAGES }, (_, at) => SEED + at);

    test('decode(encode(x)) is x', () => {
      for (const seed of seeds) {
        const value = generateMessage(root, version, new Random(seed), { extensions });
        const {
          findings,
          value: decoded,
          version: read,
        } = decodeText(encodeToString(root, version, value, { extensions }), root, { version, extensions });
        expect([seed, read, findings.list.map(shown), decoded]).toEqual([seed, version, [], value]);
      }
    });

    test('encode(decode(m)) says what m says', () => {
      for (const seed of seeds) {
        const random = new Random(seed);
        const xml = writeTree(treeOf(node, generateMessage(root, version, random, { extensions }), { version, extensions }), random);
        const { value } = decodeText(xml, root, { version, extensions });
        expect([seed, canonical(encodeToString(root, version, value as never, { extensions }))]).toEqual([seed, canonical(xml)]);
      }
    });
  });
});
