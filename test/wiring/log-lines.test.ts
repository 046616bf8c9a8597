import { Writable } from 'node:stream';
import { expect, test } from '@jest/globals';
import { createLog, MOST_WAITING } from '../../src/telemetry/log.js';
import { Metrics } from '../../src/telemetry/metrics.js';

/** Takes nothing until it is let go; then everything at once. */
class StuckReader extends Writable {
  text = '';
  #stuck: (() => void) | undefined;
  #free = false;

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk;
    if (this.#free) done();
    else this.#stuck = done;
  }

  async letGo(): Promise<void> {
    this.#free = true;
    const drained = new Promise((resolve) => this.once('drain', resolve));
    this.#stuck?.();
    await drained;
  }
}

/** A file on a disk that is full, and on which there is room again. */
class FullDisk extends Writable {
  text = '';
  full = true;

  /** As Node has it for the descriptors of the process: they outlive their errors. */
  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    done(error);
    (this as unknown as { _undestroy(): void })._undestroy();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error) => void): void {
    if (!this.full) this.text += chunk;
    done(this.full ? Object.assign(new Error('no space'), { code: 'ENOSPC' }) : undefined);
  }
}

const eventsIn = (text: string) =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { event: string; count?: number });
const counted = async (metrics: Metrics) => Number(/^uwlr_log_lines_lost_total (\d+)$/m.exec(await metrics.text())?.[1]);
const turn = () => new Promise((resolve) => setImmediate(resolve));

test('a reader that stopped reading holds up no more than a mebibyte; once it reads again it is told how many lines it missed', async () => {
  const reader = new StuckReader();
  const log = createLog({ level: 'info', stream: reader });
  for (let line = 0; line < 20_000; line += 1) log.info('exchange', { count: line });
  expect(reader.writableLength).toBeLessThanOrEqual(MOST_WAITING);
  const lost = log.linesLost();
  expect(lost).toBeGreaterThan(0);
  await reader.letGo();
  await turn();
  const events = eventsIn(reader.text);
  expect(events.at(-1)).toMatchObject({ event: 'log lines lost', count: lost });
  expect(events).toHaveLength(20_000 - lost + 1);
  log.info('exchange', { count: 1 });
  expect(eventsIn(reader.text).at(-1)).toMatchObject({ event: 'exchange', count: 1 });
  expect(log.linesLost()).toBe(lost);
});

test('a full disk ends nothing: lines are lost and counted in the metrics, and the first that fits again is preceded by how many', async () => {
  const disk = new FullDisk();
  const log = createLog({ level: 'info', stream: disk });
  const metrics = new Metrics({ messages: 0, bytes: 0, unproven: { messages: 0, bytes: 0 } }, log);
  for (let line = 0; line < 5; line += 1) {
    log.info('exchange', { count: line });
    await turn();
  }
  expect(await counted(metrics)).toBe(5);
  disk.full = false;
  log.info('purge done', { count: 7 });
  await turn();
  expect(eventsIn(disk.text)).toMatchObject([
    { event: 'log lines lost', count: 5 },
    { event: 'purge done', count: 7 },
  ]);
  // The line before may be cut: what comes begins on a line of its own.
  expect(disk.text.startsWith('\n')).toBe(true);
  expect(await counted(metrics)).toBe(5);
  metrics.close();
});
