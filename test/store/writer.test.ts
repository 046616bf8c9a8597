import { Worker } from 'node:worker_threads';
import { describe, expect, test } from '@jest/globals';
import type { Reply, Request } from '../../src/store/sqlite/writer/protocol.js';
import { WriteQueue } from '../../src/store/sqlite/writer/write-queue.js';
import { Writer } from '../../src/store/sqlite/writer/writer.js';
import { school } from './support/records.js';

describe('the queue of writes', () => {
  test('sends what waits in one go, in the order in which it came, and never with work that wants the writer alone', async () => {
    const asked: string[] = [];
    const queue = new WriteQueue(async (request: Request): Promise<Reply> => {
      const ids = request.kind === 'batch' ? request.operations.map((one) => (one.kind === 'school' ? one.school.id : one.kind)) : [];
      asked.push(`${request.kind} ${ids.join(' ')}`.trim());
      return { ok: true, value: ids.map((id): Reply => ({ ok: true, value: id })) };
    });
    const write = (id: string) => queue.write({ kind: 'school', actor: 'gateway', school: school(id) });
    const written = [write('a'), write('b'), queue.alone((ask) => ask({ kind: 'abort' })), write('c'), write('d')];
    expect(await Promise.all(written)).toEqual(['a', 'b', { ok: true, value: [] }, 'c', 'd']);
    expect(asked).toEqual(['batch a b', 'abort', 'batch c d']);

    const many = Array.from({ length: 1_000 }, (_, index) => `${index}`);
    expect(await Promise.all(many.map(write))).toEqual(many);
    expect(asked).toHaveLength(5);
  });
});

describe('a writer thread that dies', () => {
  const start = (script: string) => Writer.start({ file: 'none', marks: 'none' }, new Worker(new URL(script, import.meta.url)));

  test('fails every write that waits for it, and all later ones', async () => {
    const writer = await start('./support/failing-thread.js');
    const queue = new WriteQueue((request) => writer.ask(request));
    const write = (id: string) => queue.write({ kind: 'school', actor: 'gateway', school: school(id) });
    const failed = { name: 'StoreError', code: 'gone', message: 'the thread that writes is gone: it failed: ERR_INVENTED' };
    const settled = await Promise.allSettled([write('99AA'), write('99AB'), queue.alone((ask) => ask({ kind: 'abort' })), write('99AC')]);
    expect(settled.map((one) => (one.status === 'rejected' ? one.reason : one.value))).toMatchObject([
      failed,
      failed,
      { ok: false, code: 'gone', message: failed.message },
      failed,
    ]);
    await expect(write('99AD')).rejects.toMatchObject(failed);
    await queue.idle();
    await writer.stop();
  });

  test('is reported when there is no script to run', async () => {
    await expect(start('./support/no-such-thread.js')).rejects.toMatchObject({ name: 'StoreError', code: 'gone' });
  });
});
