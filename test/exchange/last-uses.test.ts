import { describe, expect, test } from '@jest/globals';
import { LastUses } from '../../src/exchange/last-uses.js';
import type { LastUse } from '../../src/store/last-use.js';

const HOUR = 3_600_000;

function uses(write?: (some: readonly LastUse[]) => Promise<void>) {
  const clock = { now: Date.UTC(2026, 9, 1, 8, 20) };
  const written: (readonly LastUse[])[] = [];
  const errors: unknown[] = [];
  const keep = async (some: readonly LastUse[]) => void written.push(some);
  return {
    clock,
    written,
    errors,
    last: new LastUses({ write: write ?? keep, now: () => clock.now, onError: (error) => errors.push(error) }),
  };
}

describe('when a key was last used', () => {
  test('is written to the hour, once an hour however often it is used', async () => {
    const { clock, written, last } = uses();
    for (let time = 0; time < 1000; time++) last.used('key', 'one');
    last.used('token', 'one');
    await last.end();
    last.used('key', 'one');
    await last.end();
    expect(written).toEqual([
      [
        { kind: 'key', id: 'one', at: '2026-10-01T08:00:00.000Z' },
        { kind: 'token', id: 'one', at: '2026-10-01T08:00:00.000Z' },
      ],
    ]);
    clock.now += HOUR;
    last.used('key', 'one');
    await last.end();
    expect(written[1]).toEqual([{ kind: 'key', id: 'one', at: '2026-10-01T09:00:00.000Z' }]);
  });

  test('keeps nobody waiting, and a store in trouble is told of once', async () => {
    const { errors, last } = uses(() => Promise.reject(new Error('full')));
    expect(last.used('key', 'one')).toBeUndefined();
    await last.end();
    expect(errors).toHaveLength(1);
  });
});
