import { describe, expect, jest, test } from '@jest/globals';
import { Schedule, type ScheduleTime } from '../../src/cli/sync/schedule.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const START = new Date('2026-11-29T12:00:00.000Z');

/** Time that passes as fast as it is slept through, and a clock that can be set. */
class Machine implements ScheduleTime {
  /** Milliseconds that really passed. */
  passed = 0;
  #offset = START.getTime();
  readonly #settings: { readonly at: number; readonly to: Date }[] = [];

  readonly now = () => new Date(this.#offset + this.passed);

  readonly sleep = async (ms: number): Promise<void> => {
    this.passed += ms;
    while (this.#settings[0] !== undefined && this.#settings[0].at <= this.passed)
      this.#offset = this.#settings.shift()!.to.getTime() - this.passed;
  };

  /** After so much real time the clock is set to a moment. */
  setClock(at: number, to: string): void {
    this.#settings.push({ at, to: new Date(to) });
  }
}

/** When the runs of a schedule came: after how much real time, in hours, and at what clock. */
async function runs(
  machine: Machine,
  pattern: string,
  count: number,
  jitterMs = 0,
): Promise<readonly (readonly [hours: number, clock: string])[]> {
  const came: [number, string][] = [];
  const stop = new AbortController();
  const quiet = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  await new Schedule(pattern, jitterMs, machine).run(async () => {
    came.push([Math.round((machine.passed / HOUR_MS) * 10) / 10, machine.now().toISOString()]);
    if (came.length === count) stop.abort();
  }, stop.signal);
  quiet.mockRestore();
  return came;
}

describe('a schedule', () => {
  test('runs at the times of its pattern, in Dutch time', async () => {
    expect(await runs(new Machine(), '30 5 * * *', 2)).toEqual([
      [16.5, '2026-11-30T04:30:00.000Z'],
      [40.5, '2026-12-01T04:30:00.000Z'],
    ]);
  });

  test.each([
    ['an hour', '2026-11-29T12:00:00.000Z', [[17.5, '2026-11-30T04:30:00.000Z']]],
    ['ten years', '2016-11-29T13:00:00.000Z', [[16.5, '2016-11-30T04:30:00.000Z']]],
  ])('runs within a day after the clock went back by %s', async (_what, to, expected) => {
    const machine = new Machine();
    machine.setClock(HOUR_MS, to);
    expect(await runs(machine, '30 5 * * *', 1)).toEqual(expected);
  });

  test('does not miss a run for a clock that is set back a little while it waits for its jitter to pass', async () => {
    const machine = new Machine();
    jest.spyOn(Math, 'random').mockReturnValue(0.5);
    machine.setClock(16.6 * HOUR_MS, '2026-11-30T04:34:00.000Z');
    expect((await runs(machine, '30 5 * * *', 1, HOUR_MS)).map(([hours]) => hours)).toEqual([16.6]);
    jest.restoreAllMocks();
  });

  test('goes on after a clock that was ten years behind is put right', async () => {
    const machine = new Machine();
    machine.setClock(HOUR_MS, '2016-11-29T13:00:00.000Z');
    machine.setClock(2 * HOUR_MS, '2026-11-29T14:00:00.000Z');
    // The moment that it waited for is long past: it runs at once, and then at its times.
    expect((await runs(machine, '30 5 * * *', 2)).map(([hours]) => hours)).toEqual([2, 16.5]);
  });

  test('goes on after a clock that was ten years ahead is put right', async () => {
    const machine = new Machine();
    machine.setClock(HOUR_MS, '2036-11-29T13:00:00.000Z');
    machine.setClock(2 * HOUR_MS, '2026-11-29T14:00:00.000Z');
    expect((await runs(machine, '30 5 * * *', 3)).map(([hours]) => hours)).toEqual([1, 16.5, 40.5]);
  });
});
