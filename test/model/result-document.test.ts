import { expect, test } from '@jest/globals';
import type { Result } from '../../src/model/result.js';
import { ResultDocuments } from '../../src/model/results/result-document.js';
import { generateMessage } from '../../src/synthetic/messages/generate-message.js';
import { Random } from '../../src/synthetic/messages/random.js';
import { leerresultatenVerzoek } from '../../src/uwlr/messages/leerresultaten.js';
import { GOAL_LINK, SIGNAL } from '../support/goals.js';
import { fullMessage } from './support/invented-message.js';
import { translated } from './support/translated.js';

function expectTheSame(results: readonly Result[]): void {
  const documents = new ResultDocuments();
  for (const result of results) expect(documents.write(result)).toBe(JSON.stringify(result));
}

test('documents are, letter for letter, what JSON.stringify makes of the results', () => {
  expectTheSame(translated(fullMessage()).results);
});

test('also with any text that a message can hold', () => {
  let count = 0;
  for (let seed = 0; seed < 60; seed += 1) {
    const { results } = translated(generateMessage(leerresultatenVerzoek, seed % 2 === 0 ? '2.2' : '2.3', new Random(seed)));
    expectTheSame(results);
    count += results.length;
  }
  expect(count).toBeGreaterThan(60);
});

test('also when learner, source or figures differ from one result to the next', () => {
  const [score, oso] = translated(fullMessage()).results as [Result, Result];
  const { eckId: _, ...nameless } = score;
  const value = { kind: 'score', value: '7', sourcePath: 'score' } as const;
  expectTheSame([
    score,
    nameless,
    { ...score, learner: 'a"b\\' },
    { ...score, source: { party: 'TESTEB', version: '2.3' } },
    oso,
    { ...score, values: [{ ...value, unit: 'punten' }] },
    { ...score, values: [value, value] },
    { ...score, goalLinks: [GOAL_LINK], signals: [SIGNAL] },
  ]);
});
