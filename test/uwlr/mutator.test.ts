import { describe, expect, test } from '@jest/globals';
import { compile } from '../../src/uwlr/grammar/compile.js';
import { leerresultatenVerzoek } from '../../src/uwlr/messages/leerresultaten.js';
import { RULES } from '../../src/uwlr/rules.js';
import { generateMessage } from '../../src/uwlr/synthetic/generate-message.js';
import { MUTATIONS, mutate } from '../../src/uwlr/synthetic/mutate.js';
import type { Mutating } from '../../src/uwlr/synthetic/mutations/mutation.js';
import { Random } from '../../src/uwlr/synthetic/random.js';
import { writeTree } from '../../src/uwlr/synthetic/write-tree.js';
import { copyOf, treeOf, type XmlElement } from '../../src/uwlr/synthetic/xml-tree.js';
import { decodeText } from '../support/decode-text.js';
import { extensions } from '../support/judges.js';

const version = '2.2';
const compiled = compile(leerresultatenVerzoek, version);

function made(seed: number): { readonly tree: XmlElement; readonly mutating: Mutating } {
  const random = new Random(seed);
  const value = generateMessage(leerresultatenVerzoek, version, random, { extensions, repeat: { resultaat: 2, toets: 2 } });
  return { tree: treeOf(compiled.root, value, { version, extensions }), mutating: { random, version, extensions, compiled } };
}

function text(tree: XmlElement): string {
  return writeTree(tree, new Random(0));
}

describe.each(Object.entries(MUTATIONS))('%s', (_, apply) => {
  test('changes a message, and leaves copies of it alone', () => {
    const changes = Array.from({ length: 30 }, (_, seed) => {
      const { tree, mutating } = made(seed);
      const before = text(tree);
      const copy = copyOf(tree);
      const applied = apply(tree, mutating);
      expect(text(copy)).toBe(before);
      if (!applied) expect(text(tree)).toBe(before);
      return applied && text(tree) !== before;
    });
    expect(changes).toContain(true);
  });
});

test('the same seed makes the same mutation', () => {
  const mutated = () => {
    const { tree, mutating } = made(11);
    return [mutate(tree, mutating), text(tree)];
  };
  expect(mutated()).toEqual(mutated());
});

test('mutations break every rule of the XSDs that results can break', () => {
  const broken = new Set<string>();
  for (let seed = 0; seed < 1500; seed += 1) {
    const { tree, mutating } = made(seed);
    mutate(tree, mutating);
    for (const { rule } of decodeText(text(tree), leerresultatenVerzoek, { version, extensions }).findings.list) broken.add(rule);
  }
  const rules = Object.entries(RULES).filter(([, { level }]) => level === 'schema');
  // There are no enumerations in results, 014 is a rule of the tolerant policy, and 029 is about the header.
  const elsewhere = ['UWLR-SCH-014', 'UWLR-SCH-028', 'UWLR-SCH-029'];
  expect(rules.map(([id]) => id).filter((id) => !broken.has(id))).toEqual(elsewhere);
});
