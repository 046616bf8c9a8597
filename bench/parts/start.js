import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from '../load/probe.js';
import { send } from '../load/send.js';
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
    const times = { empty: [], filled: [] };
    for (let round = 0; round < rounds; round += 1) {
      note(`start: round ${round + 1}`);
      times.empty.push(await startOn(processes, workspace.path(`start-${round}`)));
      times.filled.push(await startOn(processes, filled));
    }
    return Object.entries(times).map(([name, seconds]) => ({
      what: `start to ready, ${name} data directory`,
      value: median(seconds),
      reach: { atMost: 1 },
      unit: name === 'filled' ? `s (${messages},000 results in it)` : 's',
      rounds: seconds,
    }));
  },
};

async function startOn(processes, directory) {
  const port = await freePort();
  const began = performance.now();
  const child = serve(processes, directory, port);
  while ((await ask(undefined, port, '/readyz')) !== 200) {
    if (performance.now() - began > PATIENCE_MS) throw new Error('the gateway does not become ready');
    await sleep(POLL_MS);
  }
  const seconds = (performance.now() - began) / 1000;
  await processes.end(child);
  return seconds;
}
