import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from '../load/probe.js';
import { send } from '../load/send.js';
import { processorTime } from '../processor-time.js';
import { median } from '../rounds.js';
import { serve, startGatewayServer } from '../servers/gateway.js';
import { freePort } from '../servers/port.js';

const SCHOOLS = ['99AA'];
const PATIENCE_MS = 30_000;
const POLL_MS = 2;

/** From the start of the process until `/readyz` says that it is. */
export const start = {
  name: 'start',
  async run({ quick, processes, workspace, note }) {
    const rounds = quick ? 2 : 5;
    note('start: filling a data directory');
    const messages = quick ? 5 : 100;
    const filled = workspace.path('start-filled');
    const gateway = await startGatewayServer(processes, filled, SCHOOLS);
    const { port, path } = gateway;
    await send(processes, { port, path, schools: SCHOOLS, message: { results: 1000 }, messages });
    await gateway.stop();
    const starts = { empty: [], filled: [] };
    for (let round = 0; round < rounds; round += 1) {
      note(`start: round ${round + 1}`);
      starts.empty.push(await startOn(processes, workspace.path(`start-${round}`)));
      starts.filled.push(await startOn(processes, filled));
    }
    return Object.entries(starts).flatMap(([name, taken]) => {
      const [seconds, used] = ['seconds', 'used'].map((field) => taken.map((one) => one[field]));
      const unit = name === 'filled' ? `s (${messages},000 results in it)` : 's';
      return [
        { what: `start to ready, ${name} data directory`, value: median(seconds), reach: { atMost: 0.7, aim: 0.5 }, unit, rounds: seconds },
        { what: `processor time until ready, ${name} data directory`, value: median(used), unit: 's, all threads', rounds: used },
      ];
    });
  },
};

/** Seconds by the clock, and of processor time. */
async function startOn(processes, directory) {
  const port = await freePort();
  const began = performance.now();
  const child = serve(processes, directory, port);
  while ((await ask(undefined, port, '/readyz')) !== 200) {
    if (performance.now() - began > PATIENCE_MS) throw new Error('the gateway does not become ready');
    await sleep(POLL_MS);
  }
  const seconds = (performance.now() - began) / 1000;
  const { all: used } = processorTime(child.pid);
  await processes.end(child);
  return { seconds, used };
}
