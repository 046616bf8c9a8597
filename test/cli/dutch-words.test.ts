import { describe, expect, test } from '@jest/globals';
import { ENDPOINTS } from '../../src/api/endpoints/endpoints.js';
import { operationWords } from '../../src/pages/dossier/dutch-words.js';
import { restWords } from '../../src/pages/register/field-words.js';

/** Paths whose answers are told to a pupil who asks who received what. */
const ABOUT_PUPILS = ENDPOINTS.filter(
  ({ reads, operation }) => reads !== undefined && !['teachers', 'deliveries'].includes(reads) && operation !== 'listErasures',
);

describe('a pupil who asks who received what reads Dutch words for', () => {
  test.each(ABOUT_PUPILS.map(({ operation }) => operation))('the request %s', (operation) => {
    expect(operationWords(operation)).not.toBe(operationWords('something that nobody has words for'));
  });

  test.each(ABOUT_PUPILS.map((one) => [one.path, one] as const))('every field that %s answers', (_, { answer }) => {
    const shown = [answer.example, answer.identified].flatMap((body) => itemsOf(body)).flatMap((item) => Object.keys(item));
    expect(shown.length).toBeGreaterThan(0);
    expect([...new Set(shown)].filter((name) => restWords([name]).includes('iets anders'))).toEqual([]);
  });
});

function itemsOf(body: unknown): readonly object[] {
  if (typeof body !== 'object' || body === null) return [];
  return 'items' in body ? (body.items as readonly object[]) : [body];
}
