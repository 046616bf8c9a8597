import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';

const SUPERVISE = path.resolve('test/gateway/workers/supervise.js');

type Line = Readonly<Record<string, unknown>>;

/** A supervisor with stand-ins for gateways, in processes of their own. */
class Supervised {
  readonly child: ChildProcess;
  readonly lines: Line[] = [];
  readonly #watchers = new Set<() => void>();
  #rest = '';
  #isOver = false;

  constructor(options: object, standIn = '') {
    this.child = spawn(process.execPath, [SUPERVISE, JSON.stringify(options)], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, STAND_IN: standIn },
    });
    this.child.stdout!.setEncoding('utf8').on('data', (text: string) => this.#take(text));
    // When nobody holds it any more: neither the supervisor nor a worker.
    this.child.stdout!.on('close', () => {
      this.#isOver = true;
      for (const look of this.#watchers) look();
    });
  }

  /** The first line that fits and is the `nth`, once it is there. Rejects when all processes have ended without it. */
  line(fits: (line: Line) => boolean, nth = 1): Promise<Line> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = this.lines.filter(fits)[nth - 1];
        if (found === undefined && !this.#isOver) return;
        this.#watchers.delete(look);
        if (found === undefined) reject(new Error(`it ended without that: ${JSON.stringify(this.lines)}`));
        else resolve(found);
      };
      this.#watchers.add(look);
      look();
    });
  }

  async url(): Promise<string> {
    return ((await this.line(({ ready }) => ready !== undefined))['ready'] as { readonly url: string }).url;
  }

  #take(text: string): void {
    const pieces = (this.#rest + text).split('\n');
    this.#rest = pieces.pop()!;
    this.lines.push(...pieces.map((piece) => JSON.parse(piece) as Line));
    for (const look of this.#watchers) look();
  }
}

let supervised: Supervised | undefined;

function begin(options: object, standIn?: string): Supervised {
  supervised = new Supervised(options, standIn);
  return supervised;
}

afterEach(() => {
  supervised?.child.kill('SIGKILL');
  supervised = undefined;
});

/** Asks, whoever answers. Undefined when it broke off. */
function ask(url: string, what: string): Promise<string | undefined> {
  return fetch(`${url}${what}`).then(
    (answer) => answer.text(),
    () => undefined,
  );
}

/** Asks until that one answers. */
async function askOf(url: string, worker: number, what: '/count'): Promise<void> {
  while ((await ask(url, what)) !== String(worker));
}

async function who(url: string): Promise<{ readonly number: number; readonly pid: number } | undefined> {
  const answer = await ask(url, '/who');
  return answer === undefined ? undefined : JSON.parse(answer);
}

/** The process of each worker, once as many answer, none of which are among `not`. */
async function workersAt(url: string, count: number, not: readonly number[] = []): Promise<ReadonlyMap<number, number>> {
  const found = new Map<number, number>();
  while (found.size < count) {
    const one = await who(url);
    if (one !== undefined && !not.includes(one.pid)) found.set(one.number, one.pid);
  }
  return found;
}

const figure = (page: string | undefined, name: string) => page?.split('\n').find((line) => line.startsWith(`${name} `));
const COUNTED = 'uwlr_turned_away_total{by="slow"}';

describe('several workers', () => {
  test('start one after the other, and answer on one port', async () => {
    const { lines, child } = begin({ workers: 3 });
    const all = await workersAt(await supervised!.url(), 3);
    expect([...all.keys()].sort()).toEqual([1, 2, 3]);
    expect(new Set(all.values()).size).toBe(3);
    expect(lines.filter(({ event }) => event === 'worker started').map(({ worker }) => worker)).toEqual([1, 2, 3]);
    expect(lines.filter(({ ready }) => ready !== undefined)).toHaveLength(1);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  test('stop in good order when the supervisor is told to, and read certificates again when it is', async () => {
    const { child } = begin({ workers: 2 });
    await supervised!.url();
    child.kill('SIGHUP');
    for (const number of [1, 2]) await supervised!.line(({ renewed }) => renewed === number);
    child.kill('SIGTERM');
    await supervised!.line(({ stopped }) => stopped === 'all');
    for (const number of [1, 2]) await supervised!.line(({ stopped }) => stopped === number);
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(supervised!.lines.some(({ event }) => event === 'worker ended')).toBe(false);
  });

  test('stop in good order too when the supervisor is killed', async () => {
    const { child } = begin({ workers: 2 });
    await supervised!.url();
    child.kill('SIGKILL');
    for (const number of [1, 2]) await supervised!.line(({ stopped }) => stopped === number);
  });

  test('are killed when they take too long to stop', async () => {
    const { child } = begin({ workers: 2, stopMs: 1 }, 'stays');
    await supervised!.url();
    child.kill('SIGTERM');
    await supervised!.line(({ stopped }) => stopped === 'all');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  test('take the place of those that end, while the others go on', async () => {
    begin({ workers: 2, pauseMs: 1 });
    const url = await supervised!.url();
    const before = await workersAt(url, 2);
    expect(await ask(url, '/crash')).toBeUndefined();
    const ended = await supervised!.line(({ event }) => event === 'worker ended');
    const number = ended['worker'] as number;
    expect(ended).toMatchObject({ level: 'warn', status: 9 });
    expect((await who(url))?.number).not.toBeUndefined();
    await supervised!.line(({ event, worker }) => event === 'worker started' && worker === number, 2);
    const after = await workersAt(url, 2, [before.get(number)!]);
    expect(after.get(number)).not.toBe(before.get(number));
    expect(after.get(3 - number)).toBe(before.get(3 - number));
    process.kill(after.get(1)!, 'SIGKILL');
    expect(await supervised!.line(({ event }) => event === 'worker ended', 2)).toMatchObject({ worker: 1, signal: 'SIGKILL' });
    await workersAt(url, 2, [after.get(1)!]);
  });

  test('are given up, all of them, when one ends again and again', async () => {
    const { child } = begin({ workers: 3, pauseMs: 1 }, 'ends 2');
    const { gaveUp } = await supervised!.line((line) => line['gaveUp'] !== undefined);
    expect(gaveUp).toEqual({ worker: 2, times: 8, last: 7, isAtStart: false });
    await supervised!.line(({ stopped }) => stopped === 'all');
    await supervised!.line(({ stopped }) => stopped === 1);
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  test('are not started when the first one cannot be', async () => {
    begin({ workers: 3 }, 'ends 1');
    const { gaveUp } = await supervised!.line((line) => line['gaveUp'] !== undefined);
    expect(gaveUp).toEqual({ worker: 1, times: 1, last: 7, isAtStart: true });
    await supervised!.line(({ stopped }) => stopped === 'all');
    expect(supervised!.lines.filter(({ event }) => event === 'worker started')).toHaveLength(1);
  });
});

describe('the figures of several workers', () => {
  test('are the same whichever is asked: sums, and the worst of what each knows of the store', async () => {
    begin({ workers: 2 });
    const url = await supervised!.url();
    await askOf(url, 1, '/count');
    await askOf(url, 2, '/count');
    const own = new Map<number, number>();
    while (own.size < 2) {
      const { number, text } = JSON.parse((await ask(url, '/own'))!) as { readonly number: number; readonly text: string };
      own.set(number, Number(figure(text, COUNTED)?.split(' ')[1]));
    }
    const pages = [await ask(url, '/metrics'), await ask(url, '/metrics')];
    for (const page of pages) {
      expect(figure(page, COUNTED)).toBe(`${COUNTED} ${own.get(1)! + own.get(2)!}`);
      expect(figure(page, 'uwlr_store_trouble{kind="full"}')).toBe('uwlr_store_trouble{kind="full"} 1');
      expect(figure(page, 'uwlr_work_messages')).toBe('uwlr_work_messages 2');
      expect(page).not.toContain('process_start_time_seconds');
    }
  });

  test('do not fall when a worker ends', async () => {
    begin({ workers: 2, pauseMs: 1 });
    const url = await supervised!.url();
    const before = await workersAt(url, 2);
    await askOf(url, 1, '/count');
    await askOf(url, 2, '/count');
    const counted = figure(await ask(url, '/metrics'), COUNTED);
    process.kill(before.get(1)!, 'SIGKILL');
    await workersAt(url, 2, [before.get(1)!]);
    const after = await ask(url, '/metrics');
    expect(figure(after, COUNTED)).toBe(counted);
    expect(figure(after, 'uwlr_work_messages')).toBe('uwlr_work_messages 2');
    await askOf(url, 1, '/count');
    const grown = Number(figure(await ask(url, '/metrics'), COUNTED)?.split(' ')[1]);
    expect(grown).toBeGreaterThan(Number(counted?.split(' ')[1]));
  });

  test('are told without one that hangs, which counts as it was', async () => {
    begin({ workers: 2 });
    const url = await supervised!.url();
    const hangs = (await workersAt(url, 2)).get(1)!;
    await askOf(url, 1, '/count');
    await askOf(url, 2, '/count');
    const counted = figure(await ask(url, '/metrics'), COUNTED);
    process.kill(hangs, 'SIGSTOP');
    // Some of them come to the other one, which answers.
    const asked = [1, 2, 3, 4].map(() => ask(url, '/metrics'));
    expect(figure(await Promise.race(asked), COUNTED)).toBe(counted);
    process.kill(hangs, 'SIGKILL');
    await Promise.all(asked);
  });
});
