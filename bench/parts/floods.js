import { FLOODS } from '../floods/shapes.js';
import { script } from '../paths.js';
import { median } from '../rounds.js';

const MOST_TIMES = 3;
/** Readings of the honest message before anything is measured, and after how many floods it is measured again. */
const WARM_UPS = 100;
const EVERY = 20;
/** Of so many readings in a row the quickest counts. */
const TIMES = 5;

/**
 * What it costs to read messages that are made to be costly, beside an honest one of the same size: processor time, and the most heap
 * that is held meanwhile. One row for each kind of markup and each part of a message, with the worst that was found.
 */
export const floods = {
  name: 'floods',
  async run({ quick, processes, note }) {
    const bytes = quick ? 50_000 : 400_000;
    const clock = processes.fork(script('floods/flood-reader.js'));
    const scales = processes.fork(script('floods/flood-reader.js'), [], { execArgv: ['--expose-gc'] });
    const timeOf = async (flood, times) => (await clock.ask({ flood, bytes, times })).ms;
    const heapOf = async (flood) => (await scales.ask({ flood, bytes, times: 0 })).heap;
    const honest = { request: { ms: [] }, answer: { ms: [] } };
    for (const [name, figures] of Object.entries(honest)) {
      await timeOf(name, quick ? 2 : WARM_UPS);
      figures.heap = await heapOf(name);
    }
    const worst = new Map();
    for (const [n, flood] of FLOODS.entries()) {
      if (n % EVERY === 0) {
        note(`floods: ${flood.place}, ${flood.kind}`);
        for (const [name, { ms }] of Object.entries(honest)) ms.push(await timeOf(name, TIMES));
      }
      const ms = await timeOf(n, TIMES);
      const heap = await heapOf(n);
      const key = `${flood.kind}, ${flood.of}`;
      const known = worst.get(key) ?? { ms: 0, heap: 0, honest: honest[flood.reader] };
      if (ms >= known.ms) Object.assign(known, { ms, slowest: flood });
      if (heap >= known.heap) Object.assign(known, { heap, largest: flood });
      worst.set(key, known);
    }
    await processes.end(clock);
    await processes.end(scales);
    return [...worst].map(([key, found]) => rowOf(key, found, bytes / 1e6));
  },
};

function rowOf(key, { ms, heap, slowest, largest, honest }, megabytes) {
  const times = heap / honest.heap;
  const usual = median(honest.ms);
  const held = `heap ${times.toFixed(2)}x (${(heap / 1e6 / megabytes).toFixed(2)} MB)`;
  return {
    what: `flood of ${key}`,
    ratio: ms / usual,
    reach: { atMost: MOST_TIMES },
    met: ms / usual <= MOST_TIMES && times <= MOST_TIMES,
    ours: ms / megabytes,
    theirs: usual / megabytes,
    unit: `ms per MB (${slowest.name}; ${slowest.place}), ${held} (${largest.name}; ${largest.place})`,
  };
}
