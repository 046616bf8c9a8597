import { describe, expect, test } from '@jest/globals';
import { generateMessage } from '../../src/synthetic/messages/generate-message.js';
import { Random } from '../../src/synthetic/messages/random.js';
import { writeTree } from '../../src/synthetic/messages/write-tree.js';
import { treeOf } from '../../src/synthetic/messages/xml-tree.js';
import { encodeToString } from '../../src/uwlr/encode.js';
import { compile } from '../../src/uwlr/grammar/compile.js';
import { canonical } from '../support/canonical.js';
import { decodeText, shown } from '../support/decode-text.js';
import { extensions } from '../support/judges.js';
import { SEED } from '../support/seed.js';
import { share } from '../support/thorough.js';
import { ROOT_VARIANTS } from '../support/variants.js';

/** Of each root, version and profile; thoroughly some 7,500 in all. */
const MESSAGES = share(100);

describe.each(ROOT_VARIANTS)('%s', (_, { root, version, profile }) => {
  const { root: node } = compile(root, version, profile);
  const seeds = Array.from({ length: MESSAGES }, (_, at) => SEED + at);
  const options = { extensions, profile };

  test('decode(encode(x)) is x', () => {
    for (const seed of seeds) {
      const value = generateMessage(root, version, new Random(seed), options);
      const xml = encodeToString(root, version, value, options);
      const { findings, value: decoded, version: read } = decodeText(xml, root, { version, ...options });
      expect([seed, read, findings.list.map(shown), decoded]).toEqual([seed, version, [], value]);
    }
  });

  test('encode(decode(m)) says what m says', () => {
    for (const seed of seeds) {
      const random = new Random(seed);
      const xml = writeTree(treeOf(node, generateMessage(root, version, random, options), { version, extensions }), random);
      const { value } = decodeText(xml, root, { version, ...options });
      expect([seed, canonical(encodeToString(root, version, value as never, options))]).toEqual([seed, canonical(xml)]);
    }
  });
});
