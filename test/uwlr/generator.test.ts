import { afterAll, describe, expect, test } from '@jest/globals';
import { checkDefinitions, checkResults } from '../../src/model/incoming/check-results.js';
import { generateMessage } from '../../src/synthetic/messages/generate-message.js';
import { Random } from '../../src/synthetic/messages/random.js';
import { writeTree } from '../../src/synthetic/messages/write-tree.js';
import { elementsOf, treeOf } from '../../src/synthetic/messages/xml-tree.js';
import { UWLR_2_VERSIONS } from '../../src/uwlr/finding.js';
import { compile } from '../../src/uwlr/grammar/compile.js';
import { leerresultatenVerzoek } from '../../src/uwlr/messages/leerresultaten.js';
import { toetsdefinities } from '../../src/uwlr/messages/toetsdefinities.js';
import { decodeText, shown } from '../support/decode-text.js';
import { extensions } from '../support/judges.js';
import { share } from '../support/thorough.js';
import { OwnJudges, ROOT_VARIANTS, type RootVariant } from '../support/variants.js';

const judges = new OwnJudges();
afterAll(() => judges.dispose());

function treeFor({ root, version, profile }: RootVariant, value: unknown) {
  return treeOf(compile(root, version, profile).root, value, { version, extensions });
}

describe.each(ROOT_VARIANTS)('%s', (_, variant) => {
  const { root, version, profile } = variant;

  test('what is generated is valid, to us and to libxml2', () => {
    const random = new Random(1);
    for (let count = 0; count < share(100); count += 1) {
      const value = generateMessage(root, version, random, { extensions, profile });
      const xml = writeTree(treeFor(variant, value), random, { sections: false });
      expect(decodeText(xml, root, { version, extensions, profile }).findings.list.map(shown)).toEqual([]);
      expect(
        judges
          .of(version, profile)
          .judge(xml)
          .errors.filter(({ message }) => !/vocabulaire/.test(message)),
      ).toEqual([]);
    }
  });

  test('everything that the grammar has comes up, but for additions, which are of no known type', () => {
    const random = new Random(2);
    const possible = [...compile(root, version, profile).byPath.values()].filter(({ path }) => !/\/toevoegingen(?:$|\/)/.test(path));
    const unseen = new Set(possible.flatMap(({ path, attributes }) => [path, ...[...attributes.keys()].map((name) => `${path}/@${name}`)]));
    for (let count = 0; count < 400 && unseen.size > 0; count += 1) {
      for (const { element } of elementsOf(treeFor(variant, generateMessage(root, version, random, { extensions, profile })))) {
        const path = element.node?.path ?? '';
        unseen.delete(path);
        for (const { name } of element.attributes) unseen.delete(`${path}/@${name}`);
      }
    }
    expect([...unseen]).toEqual([]);
  });
});

describe('with semantic: true', () => {
  test.each(UWLR_2_VERSIONS)('results of %s break no rule beyond the XSDs', (version) => {
    const random = new Random(3);
    for (let count = 0; count < share(150); count += 1) {
      const value = generateMessage(leerresultatenVerzoek, version, random, { semantic: true, repeat: { toetsafname: 3, resultaat: 3 } });
      const { findings, decoder } = decodeText(
        writeTree(treeFor({ root: leerresultatenVerzoek, version, profile: undefined }, value), random),
        leerresultatenVerzoek,
      );
      for (const _ of checkResults(value, decoder.decoder, findings, { now: new Date() }));
      expect(findings.list.map(shown)).toEqual([]);
    }
  });

  test('definitions of tests likewise', () => {
    const random = new Random(4);
    for (let count = 0; count < share(150); count += 1) {
      const value = generateMessage(toetsdefinities, '2.2', random, { semantic: true, repeat: { toets: 4 } });
      const { findings, decoder } = decodeText(
        writeTree(treeFor({ root: toetsdefinities, version: '2.2', profile: undefined }, value), random),
        toetsdefinities,
      );
      for (const _ of checkDefinitions(value, decoder.decoder, findings));
      expect(findings.list.map(shown)).toEqual([]);
    }
  });
});

test('the same seed makes the same message, another seed another', () => {
  const message = (seed: number) => generateMessage(leerresultatenVerzoek, '2.2', new Random(seed));
  expect(message(7)).toEqual(message(7));
  expect(message(7)).not.toEqual(message(8));
});

test('its size can be chosen', () => {
  const value = generateMessage(leerresultatenVerzoek, '2.2', new Random(5), {
    semantic: true,
    repeat: { toetsafname: 40, resultaat: 25, toets: 3 },
  });
  expect(value.toetsafnames.toetsafname.map(({ resultaten }) => resultaten.resultaat.length)).toEqual(Array.from({ length: 40 }, () => 25));
  expect(value.toetsen.toets).toHaveLength(3);
});
