import { describe, expect, test } from '@jest/globals';
import { generateMessage } from '../../src/synthetic/messages/generate-message.js';
import { MUTATIONS, mutate } from '../../src/synthetic/messages/mutate.js';
import type { Mutating } from '../../src/synthetic/messages/mutations/mutation.js';
import { Random } from '../../src/synthetic/messages/random.js';
import { writeTree } from '../../src/synthetic/messages/write-tree.js';
import { copyOf, treeOf, type XmlElement } from '../../src/synthetic/messages/xml-tree.js';
import { compile } from '../../src/uwlr/grammar/compile.js';
import type { Root } from '../../src/uwlr/grammar/grammar.js';
import { edex } from '../../src/uwlr/messages/edexml-file.js';
import { leerlingenVerzoek, leerlinggegevens, leerlinggegevensVerzoek } from '../../src/uwlr/messages/leerlinggegevens.js';
import { leerresultatenVerzoek } from '../../src/uwlr/messages/leerresultaten.js';
import { RULES } from '../../src/uwlr/rules.js';
import { decodeText } from '../support/decode-text.js';
import { extensions } from '../support/judges.js';

const version = '2.2';

function made(seed: number, root: Root = leerresultatenVerzoek): { readonly tree: XmlElement; readonly mutating: Mutating } {
  const random = new Random(seed);
  const compiled = compile(root, version);
  const value = generateMessage(root, version, random, { extensions, repeat: { resultaat: 2, toets: 2 } });
  return { tree: treeOf(compiled.root, value, { version, extensions }), mutating: { random, version, extensions, compiled } };
}

function text(tree: XmlElement): string {
  return writeTree(tree, new Random(0));
}

describe('every mutation', () => {
  const MESSAGES = Array.from({ length: 30 }, (_, seed) => {
    const { tree, mutating } = made(seed);
    return { tree, mutating, before: text(tree), seed };
  });

  test.each(Object.entries(MUTATIONS))('changes a message, and leaves copies of it alone: %s', (_, apply) => {
    const changes = MESSAGES.map(({ tree: copy, mutating, before, seed }) => {
      const tree = copyOf(copy);
      const applied = apply(tree, { ...mutating, random: new Random(seed) });
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

describe('mutations break every rule of the XSDs', () => {
  /** Results that come as JSON have a schema of their own. */
  const isOfXsds = (id: string) => !id.startsWith('UWLR-JSON-');
  const RULES_OF_XSDS = Object.entries(RULES).flatMap(([id, { level }]) => (level === 'schema' && isOfXsds(id) ? [id] : []));

  function unbroken(roots: readonly Root[], seeds: number): string[] {
    const broken = new Set<string>();
    for (let seed = 0; seed < seeds; seed += 1) {
      const root = roots[seed % roots.length] as Root;
      const { tree, mutating } = made(seed, root);
      mutate(tree, mutating);
      for (const { rule } of decodeText(text(tree), root, { version, extensions }).findings.list) broken.add(rule);
    }
    return RULES_OF_XSDS.filter((id) => !broken.has(id));
  }

  test('that results can break', () => {
    // 014, 018, 019 and 030 are rules of the tolerant policy, 029 is about the header, the others are about pupils or enumerations.
    const elsewhere = [
      'UWLR-SCH-014',
      'UWLR-SCH-015',
      'UWLR-SCH-016',
      'UWLR-SCH-017',
      'UWLR-SCH-018',
      'UWLR-SCH-019',
      'UWLR-SCH-028',
      'UWLR-SCH-029',
      'UWLR-SCH-030',
      'UWLR-ID-004',
      'UWLR-ID-005',
    ];
    expect(unbroken([leerresultatenVerzoek], 1500)).toEqual(elsewhere);
  });

  test('that pupil data can break', () => {
    // No pupil has a URI, a result, a bounded number or a number that is unique; xsdversie is optional in answers of 2.2.
    const elsewhere = [
      'UWLR-SCH-012',
      'UWLR-SCH-014',
      'UWLR-SCH-018',
      'UWLR-SCH-019',
      'UWLR-SCH-024',
      'UWLR-SCH-027',
      'UWLR-SCH-029',
      'UWLR-SCH-030',
      'UWLR-ID-002',
      'UWLR-ID-003',
      'UWLR-ID-005',
    ];
    expect(unbroken([leerlinggegevensVerzoek, leerlingenVerzoek, leerlinggegevens, edex], 4000)).toEqual(elsewhere);
  });
});
