import { contest } from '../accept/contest.js';
import { Ledger } from '../accept/ledger.js';
import { rowsAt, storeRows } from '../accept/rows.js';
import { gatewayOf, othersHere } from '../accept/servers.js';
import { SIZES } from '../accept/sizes.js';
import { benchSchools } from '../messages/sender.js';
import { PROJECT } from '../paths.js';
import { storedIn } from '../servers/data-directory.js';

/** Senders at one time, each for a different school. */
const CONNECTIONS = [8, 32];
const ROUNDS = 5;

/**
 * Messages over HTTP: accepted and durable with us, only read by the others, validated too by JAX-WS. Processor time and messages per second, and
 * what the store takes. A part per size.
 */
export const messages = SIZES.map((size) => ({
  takesBase: true,
  name: `messages-${size.name.replace(' ', '')}`,
  async run({ quick, base, processes, workspace, note }) {
    const schools = benchSchools(Math.max(...CONNECTIONS));
    const given = { processes, workspace, schools };
    const gateway = await gatewayOf(PROJECT, 'gateway', given);
    const earlier = base === undefined ? [] : [await gatewayOf(base, 'base', given)];
    const servers = [gateway, ...earlier, ...(await othersHere(given))];
    const ledger = new Ledger(schools);
    let results;
    const taken = await contest({
      ...{ processes, schools, servers, size, note },
      ...{ connections: CONNECTIONS, rounds: quick ? 1 : ROUNDS, messages: quick ? 64 : size.turn },
      warmUp: ({ isJava }) => (quick ? 64 : isJava ? size.javaWarmUp : size.warmUp),
      seen: (server, report) => {
        results = report.results;
        if (server === gateway) ledger.add(report);
      },
    });
    const { pageBytes } = gateway.file;
    for (const server of servers) await server.stop();
    note(`${size.name}: is every confirmed message in the store?`);
    const lost = ledger.compare(await storedIn(gateway.directory, schools), size.name);
    const all = (name) => [...taken.values()].flatMap((turns) => turns.get(name) ?? []);
    for (const name of ['gateway', 'base']) workspace.drop(`accept-${name}`);
    return [
      ...[...taken].flatMap(([connections, turns]) => rowsAt(size.name, connections, turns)),
      ...storeRows(size.name, all('gateway'), earlier.length === 0 ? undefined : all('base'), { results, pageBytes }),
      lost,
    ];
  },
}));
