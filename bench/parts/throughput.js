import { send } from '../load/send.js';
import { benchSchools } from '../messages/sender.js';
import { phpSoapVersion } from '../programs.js';
import { median, takeTurns } from '../rounds.js';
import { startNodeSoap, startPhpSoap } from '../servers/contestants.js';
import { storedIn } from '../servers/data-directory.js';
import { startGatewayServer } from '../servers/gateway.js';

/** Senders at one time, each for a school of its own. */
const CONNECTIONS = 32;
const PHP_WORKERS = 4;
const SIZES = [
  { name: '2.6 KB', message: { bytes: 2600, tests: 1 } },
  { name: '97 KB', message: { bytes: 97_000 } },
];

/** Messages per second over HTTP: accepted and durable with us, only read by the others. */
export const throughput = {
  name: 'throughput',
  async run({ quick, processes, workspace, note }) {
    const schools = benchSchools(CONNECTIONS);
    const directory = workspace.path('throughput');
    const gateway = { name: 'gateway', ...(await startGatewayServer(processes, directory, schools)) };
    const servers = [gateway, { name: 'node-soap', ...(await startNodeSoap(processes)) }];
    if (phpSoapVersion() !== undefined) {
      servers.push({ name: 'PHP SoapServer', ...(await startPhpSoap(processes, PHP_WORKERS, workspace.directory('php'))) });
    }
    const ledger = new Ledger(schools);
    const rows = [];
    for (const { name, message } of SIZES) {
      const latencies = new Map();
      const taken = await takeTurns(servers, quick ? 1 : 3, async (server, round) => {
        note(`throughput: ${name}, ${server.name}, round ${round + 1}`);
        const report = await send(processes, { port: server.port, path: server.path, schools, message, ...times(quick, round) });
        if (server === gateway) ledger.add(report);
        latencies.set(server.name, { medianMs: report.medianMs, p99Ms: report.p99Ms });
        return report.messages / report.seconds;
      });
      rows.push(...rowsOf(name, taken, latencies));
    }
    for (const server of servers) await server.stop();
    note('throughput: is every confirmed message in the store?');
    rows.push(ledger.compare(await storedIn(directory, schools)));
    workspace.drop('throughput');
    return rows;
  },
};

/** The first round is the first that a server sees of this size: it gets more time to become fast. */
function times(quick, round) {
  if (quick) return { warmUpSeconds: 1, seconds: 2 };
  return { warmUpSeconds: round === 0 ? 4 : 1, seconds: 6 };
}

function rowsOf(size, taken, latencies) {
  const rates = new Map([...taken].map(([name, perSecond]) => [name, median(perSecond)]));
  const ours = rates.get('gateway');
  return [...rates]
    .filter(([name]) => name !== 'gateway')
    .map(([name, theirs]) => ({
      what: `accepted durable messages, ${size}, against ${name}`,
      ratio: ours / theirs,
      reach: name === 'node-soap' ? { atLeast: 2, aim: 3 } : undefined,
      unit: 'messages/s',
      ours,
      theirs,
      rounds: { ours: taken.get('gateway'), theirs: taken.get(name) },
      latencies: { ours: latencies.get('gateway'), theirs: latencies.get(name) },
    }));
}

/** What was confirmed, to hold against what is stored. */
class Ledger {
  #moments;
  #messages = 0;
  #results = 0;

  constructor(schools) {
    this.#moments = new Map(schools.map((school) => [school, []]));
  }

  add({ confirmed, results }) {
    for (const [index, moments] of [...this.#moments.values()].entries()) {
      for (const moment of confirmed[index]) moments.push(moment);
      this.#messages += confirmed[index].length;
      this.#results += confirmed[index].length * results;
    }
  }

  compare(stored) {
    let missing = 0;
    for (const [school, moments] of this.#moments) missing += moments.filter((moment) => !stored.moments.get(school).has(moment)).length;
    const complete = missing === 0 && stored.results >= this.#results;
    return {
      what: 'confirmed messages that are not in the store',
      value: missing,
      reach: { exactly: 0 },
      met: complete,
      unit: `of ${this.#messages} messages with ${this.#results} results (${stored.results} stored)`,
    };
  }
}
