import { FLOODS } from '../floods/shapes.js';
import { script } from '../paths.js';
import { median } from '../rounds.js';

const MOST_TIMES = 3;
/** Readings of the honest message before anything is measured, and after how many floods it is measured again. */
const WARM_UPS = 20;
const EVERY = 10;

/**
 * What it costs to read messages that are made to be costly, beside an honest one of the same size: processor time, and the most heap
 * that is held meanwhile. One row for each kind of markup and each part of a message, with the worst that was found.
 */
export const floods = {
  name: 'floods',
  async run({ quick, processes, note }) {
    const bytes = quick ? 50_000 : 400_000;
    const reader = processes.fork(script('floods/flood-reader.js'), [], { execArgv: ['--expose-gc'] });
    const ask = (flood, look = false) => reader.ask({ flood, bytes, look });
    for (let n = 0; n < (quick ? 2 : WARM_UPS); n += 1) await ask();
    const honest = { ms: [], heap: (await ask(undefined, true)).heap };
    const worst = new Map();
    for (const [n, flood] of FLOODS.entries()) {
      if (n % EVERY === 0) honest.ms.push((await ask()).ms);
      if (n % 40 === 0) note(`floods: ${flood.place}`);
      const times = [(await ask(n)).ms, (await ask(n)).ms];
      const { heap } = await ask(n, true);
      const key = `${flood.kind}, ${flood.of}`;
      const known = worst.get(key) ?? { ms: 0, heap: 0 };
      const ms = Math.min(...times);
      if (ms >= known.ms) Object.assign(known, { ms, slowest: flood });
      if (heap >= known.heap) Object.assign(known, { heap, largest: flood });
      worst.set(key, known);
    }
    await processes.end(reader);
    return [...worst].map(([key, found]) => rowOf(key, found, { ms: median(honest.ms), heap: honest.heap }, bytes / 1e6));
  },
};

function rowOf(key, { ms, heap, slowest, largest }, honest, megabytes) {
  const times = heap / honest.heap;
  const held = `heap ${times.toFixed(2)}x (${(heap / 1e6 / megabytes).toFixed(2)} MB)`;
  return {
    what: `flood of ${key}`,
    ratio: ms / honest.ms,
    reach: { atMost: MOST_TIMES },
    met: ms / honest.ms <= MOST_TIMES && times <= MOST_TIMES,
    ours: ms / megabytes,
    theirs: honest.ms / megabytes,
    unit: `ms per MB (${slowest.name}; ${slowest.place}), ${held} (${largest.name}; ${largest.place})`,
  };
}
