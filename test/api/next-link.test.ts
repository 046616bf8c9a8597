import { validateHeaderValue } from 'node:http';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { nextLink } from '../../src/api/http/next-link.js';

test('whatever a query holds, the link to the next page is one header with one target', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('\r\nX-Verzonnen: 1', '>; rel="prev", <https://elders.example', '\0', '"'),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(hostile, hostile), { maxLength: 5 }), hostile, (query, cursor) => {
      const link = nextLink('https://gateway.example/api/v1/results', new URLSearchParams(query), cursor);
      validateHeaderValue('Link', link);
      expect(link).toMatch(/^<https:\/\/gateway\.example\/api\/v1\/results\?[^<>\s"]*>; rel="next"$/);
    }),
  );
});
