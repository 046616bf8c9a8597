import { expect, jest, test } from '@jest/globals';
import { readQuery } from '../../src/api/http/read-query.js';

test('a query of thousands of parameters is gone through once, whoever asks', () => {
  const query = new URLSearchParams(Array.from({ length: 8000 }, (_, n) => [n.toString(36), ''] as [string, string]));
  const through = [jest.spyOn(query, 'getAll'), jest.spyOn(query, 'get'), jest.spyOn(query, 'has')];
  expect(() => readQuery(query, {})).toThrow('invalid-parameter');
  // Each of these looks through all that there are.
  expect(through.flatMap(({ mock }) => mock.calls)).toEqual([]);
});
