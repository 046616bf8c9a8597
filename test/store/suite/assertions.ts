import { describe, expect, test } from '@jest/globals';
import type { StoreTest } from '../suite.js';
import { digestOf } from '../support/records.js';

const AT = '2026-10-01T08:00:00.000Z';
const UNTIL = '2026-10-01T08:05:00.000Z';

export function assertions(context: StoreTest): void {
  describe('what proves a client once', () => {
    test('counts the first time, whoever of many is first, and for another store on the same data too', async () => {
      const other = await context.open();
      const digest = digestOf('assertion');
      const first = await Promise.all([context.store, other, context.store].map((store) => store.useAssertion(digest, UNTIL, AT)));
      expect(first.filter((used) => used)).toHaveLength(1);
      expect(await other.useAssertion(digest, UNTIL, AT)).toBe(false);
      expect(await other.useAssertion(digestOf('another'), UNTIL, AT)).toBe(true);
    });

    test('is forgotten when its time is over, and not before', async () => {
      const { store } = context;
      const digest = digestOf('assertion');
      await store.useAssertion(digest, UNTIL, AT);
      expect(await store.useAssertion(digest, UNTIL, '2026-10-01T08:04:59.999Z')).toBe(false);
      expect(await store.useAssertion(digest, '2026-10-01T08:10:00.000Z', UNTIL)).toBe(true);
    });
  });
}
