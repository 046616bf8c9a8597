import { describe, expect, test } from '@jest/globals';
import { WriteQueue } from '../../src/store/sqlite/write-queue.js';
import { Writer } from '../../src/store/sqlite/writer.js';
import { school } from './support/records.js';

const start = () => Writer.start(new URL('./support/failing-thread.js', import.meta.url), { file: 'none' });

describe('a writer thread that dies', () => {
  test('fails every write that waits for it, and all later ones', async () => {
    const writer = await start();
    const queue = new WriteQueue((request) => writer.ask(request));
    const write = (id: string) => queue.write({ kind: 'school', school: school(id) });
    const failed = { name: 'StoreError', code: 'failed', message: 'the thread that writes is gone: it failed: ERR_INVENTED' };
    const first = [write('99AA'), write('99AB')];
    const exclusive = queue.alone((ask) => ask({ kind: 'abort' }));
    for (const one of first) await expect(one).rejects.toMatchObject(failed);
    expect(await exclusive).toMatchObject({ ok: false, code: 'failed' });
    await expect(write('99AC')).rejects.toMatchObject(failed);
    await queue.idle();
    await writer.stop();
  });

  test('is reported when there is no script to run', async () => {
    const starting = Writer.start(new URL('./support/no-such-thread.js', import.meta.url), { file: 'none' });
    await expect(starting).rejects.toMatchObject({ name: 'StoreError', code: 'failed' });
  });
});
