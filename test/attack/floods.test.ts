import { describe, expect, test } from '@jest/globals';
import { besiege, tell } from './support/siege.js';

describe('a vendor is served while somebody sends', () => {
  test.each([
    ['millions of elements under the envelope', 'elements'],
    ['names that no message has', 'names'],
    ['declarations within fifteen hundred others', 'namespaces'],
  ])(
    '%s',
    async (name, shape) => {
      const outcome = await besiege({ script: 'floods.js', args: ['-', shape], behindProxy: false, messages: 20 });
      tell(name, outcome);
      expect(outcome.attack).toContain('UWLR-XML-003');
      expect(outcome.alive).toBe(true);
      expect(outcome.vendor.faults).toEqual([]);
      expect(outcome.livez.failed).toBe(0);
      if (!Number.isNaN(outcome.memoryMb)) expect(outcome.memoryMb).toBeLessThan(300);
    },
    120_000,
  );
});
