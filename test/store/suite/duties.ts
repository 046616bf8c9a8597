import { describe, expect, test } from '@jest/globals';
import type { StoreTest } from '../suite.js';

/** A promise with what resolves it. */
function later(): { readonly done: Promise<void>; readonly resolve: () => void } {
  let resolve = () => {};
  const done = new Promise<void>((resolved) => {
    resolve = resolved;
  });
  return { done, resolve };
}

export function duties(context: StoreTest): void {
  describe('duties', () => {
    test('are done by one at a time, over every opened store: another is told that somebody is at it', async () => {
      const { store } = context;
      const other = await context.open();
      const [begun, end] = [later(), later()];
      const first = store.alone('seal', async (lost) => {
        begun.resolve();
        await end.done;
        return lost.aborted;
      });
      await begun.done;
      expect(await other.alone('seal', async () => 'not done')).toBeUndefined();
      expect(await store.as('cli:proef').alone('seal', async () => 'not done')).toBeUndefined();
      // Of another name somebody else may be.
      expect(await other.alone('alerts', async () => 'done')).toEqual({ value: 'done' });
      end.resolve();
      expect(await first).toEqual({ value: false });
      expect(await other.alone('seal', async () => 'done')).toEqual({ value: 'done' });
    });

    test('that failed are free again, and fail as their work does', async () => {
      const { store } = context;
      const failing = async () => {
        throw new RangeError('invented');
      };
      await expect(store.alone('seal', failing)).rejects.toThrow('invented');
      expect(await (await context.open()).alone('seal', async () => undefined)).toEqual({ value: undefined });
    });

    test('one of which is the purge, whoever does it', async () => {
      const { store } = context;
      const run = (await store.startPurge('2026-11-21T03:00:00.000Z'))!;
      expect(run.lost.aborted).toBe(false);
      expect(await store.alone('purge', async () => 'not done')).toBeUndefined();
      await run.finish({ at: '2026-11-21T03:00:02.000Z', outcome: 'done', held: [] });
      await store.alone('purge', async () => expect(await store.startPurge('2026-11-21T04:00:00.000Z')).toBeUndefined());
    });

    test.each(['', '../seal', 'Seal', 'seal.lock', 'a'.repeat(65)])('have names of letters, digits and hyphens: not %j', async (name) => {
      await expect(context.store.alone(name, async () => undefined)).rejects.toMatchObject({ name: 'StoreError', code: 'failed' });
    });
  });
}
