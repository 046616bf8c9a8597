import { setTimeout as sleep } from 'node:timers/promises';
import { probe } from '../load/probe.js';
import { send } from '../load/send.js';
import { script } from '../paths.js';
import { median } from '../rounds.js';
import { prepareDataDirectory } from '../servers/data-directory.js';
import { GATEWAY_PATH } from '../servers/gateway.js';

const SCHOOLS = ['99AA', '99AB'];
const BYTES = 60_000_000;
/** So that what is measured is the message, not the first use of code: some messages of another school, then a rest. */
const WARM_UP = { messages: 20, message: { bytes: 97_000 } };
const REST_MS = 1000;

/** What one very large message does to the memory and to everybody else. */
export const largeMessage = {
  name: 'large-message',
  async run({ quick, processes, workspace, note }) {
    const seen = [];
    for (let round = 0; round < (quick ? 1 : 3); round += 1) {
      seen.push(await observe(processes, workspace.path(`large-${round}`), quick ? BYTES / 10 : BYTES));
      workspace.drop(`large-${round}`);
      const { megabytes, overMegabytes, seconds, heldMs } = seen.at(-1);
      note(
        `large-message: ${megabytes} MB in ${seconds.toFixed(1)} s, ${overMegabytes.toFixed(0)} MB of memory, held up ${heldMs.toFixed(0)} ms`,
      );
    }
    const of = (field) => median(seen.map((round) => round[field]));
    const worst = (field) => Math.max(...seen.map((round) => round[field]));
    return [
      {
        what: 'peak memory over baseline for one 60 MB message, against its size',
        ratio: of('overMegabytes') / of('megabytes'),
        reach: { atMost: 4, aim: 3 },
        unit: 'MB',
        ours: of('overMegabytes'),
        theirs: of('megabytes'),
        baseline: of('baselineMegabytes'),
      },
      {
        what: 'longest that the event loop was held up meanwhile',
        value: of('heldMs'),
        reach: { atMost: 50, aim: 20 },
        unit: `ms (99%: ${of('heldP99Ms').toFixed(1)}; worst of ${seen.length} rounds: ${worst('heldMs').toFixed(1)})`,
      },
      {
        what: 'slowest answer of /livez meanwhile',
        value: of('slowestMs'),
        unit: `ms (of ${of('answers')} answers; worst of ${seen.length} rounds: ${worst('slowestMs').toFixed(1)})`,
      },
      { what: 'time until the 60 MB message is confirmed', value: of('seconds'), unit: 's' },
    ];
  },
};

async function observe(processes, directory, bytes) {
  await prepareDataDirectory(directory, SCHOOLS);
  const child = processes.fork(script('servers/observed-gateway.js'), [directory]);
  const { port } = await child.ask('begin');
  const target = { port, path: GATEWAY_PATH };
  await send(processes, { ...target, schools: [SCHOOLS[1]], ...WARM_UP });
  await sleep(REST_MS);
  let baseline;
  let livez;
  const report = await send(processes, { ...target, schools: [SCHOOLS[0]], message: { bytes }, messages: 1 }, async () => {
    livez = probe(port, '/livez', 10);
    baseline = (await child.ask('begin')).rss;
  });
  const watched = await child.ask('end');
  const { answers, slowestMs } = await livez.stop();
  await processes.end(child);
  return {
    megabytes: report.bytes / 1e6,
    seconds: report.seconds,
    baselineMegabytes: baseline / 1e6,
    overMegabytes: (watched.peakRss - baseline) / 1e6,
    heldMs: watched.heldMs,
    heldP99Ms: watched.heldP99Ms,
    answers,
    slowestMs,
  };
}
