import { readFileSync } from 'node:fs';
import { send } from '../load/send.js';
import { benchSchools } from '../messages/sender.js';
import { PROJECT } from '../paths.js';
import { median, takeTurns } from '../rounds.js';
import { startGatewayServer } from '../servers/gateway.js';

const CONNECTIONS = 16;
/** Linux counts processor time in hundredths of a second. */
const TICKS = 100;
const SIZES = [
  { name: '2.6 KB', message: { bytes: 2600, tests: 1 }, messages: 120 },
  { name: '97 KB', message: { bytes: 97_000 }, messages: 12 },
];
const ROUNDS = 7;

/**
 * The accept path of this checkout beside that of another one (`--base DIR`, built): what a change costs. The gateways take turns at the
 * same messages; what counts is processor time of all threads, since the machine is shared. Runs only when a base is named.
 */
export const against = {
  name: 'against',
  needsBase: true,
  async run({ quick, base, processes, workspace, note }) {
    const schools = benchSchools(CONNECTIONS);
    const contestants = [];
    for (const [name, tree] of Object.entries({ gateway: PROJECT, base })) {
      contestants.push({ name, ...(await startGatewayServer(processes, workspace.path(`against-${name}`), schools, tree)) });
    }
    const rows = [];
    for (const { name, message, messages } of SIZES) {
      const deliver = (server, count) => send(processes, { port: server.port, path: server.path, schools, message, messages: count });
      note(`against: ${name}, warm-up`);
      for (const server of contestants) await deliver(server, quick ? 2 : messages * 4);
      const taken = await takeTurns(contestants, quick ? 1 : ROUNDS, async (server, round) => {
        note(`against: ${name}, ${server.name}, round ${round + 1}`);
        const before = processorSeconds(server.child.pid);
        const report = await deliver(server, quick ? 2 : messages);
        return ((processorSeconds(server.child.pid) - before) / report.messages) * 1e6;
      });
      const [ours, theirs] = ['gateway', 'base'].map((contestant) => median(taken.get(contestant)));
      rows.push({
        what: `processor time of all threads per accepted message, ${name}, base against this`,
        ratio: theirs / ours,
        reach: { atLeast: 0.97 },
        unit: 'us',
        ours,
        theirs,
        rounds: { ours: taken.get('gateway'), theirs: taken.get('base') },
      });
    }
    for (const server of contestants) await server.stop();
    workspace.drop('against-gateway');
    workspace.drop('against-base');
    return rows;
  },
};

/** Of all threads of a process so far, user and system. Linux only. */
function processorSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}
