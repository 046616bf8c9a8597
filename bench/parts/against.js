import { contest } from '../accept/contest.js';
import { againstBase } from '../accept/rows.js';
import { gatewayOf } from '../accept/servers.js';
import { SIZES } from '../accept/sizes.js';
import { benchSchools } from '../messages/sender.js';
import { PROJECT } from '../paths.js';

const CONNECTIONS = 16;
const ROUNDS = 7;
/** Enough to see a difference between two gateways, which become fast alike, in three minutes of a busy machine. `messages` gives figures beside others. */
const WARM_UP = { '2.6 KB': 4_000, '97 KB': 100 };
const TURN = { '2.6 KB': 1_000, '97 KB': 60 };

/**
 * The accept path of this checkout beside that of another one (`--base DIR`, built): what a change costs. The gateways take turns at the
 * same messages; what counts is processor time of all threads, since the machine is shared. Runs only when a base is named.
 */
export const against = {
  name: 'against',
  needsBase: true,
  takesBase: true,
  async run({ quick, base, processes, workspace, note }) {
    const schools = benchSchools(CONNECTIONS);
    const rows = [];
    for (const size of SIZES) {
      const given = { processes, workspace, schools };
      const servers = [await gatewayOf(PROJECT, 'gateway', given), await gatewayOf(base, 'base', given)];
      const taken = await contest({
        ...{ processes, schools, servers, size, note },
        ...{ connections: [CONNECTIONS], rounds: quick ? 1 : ROUNDS, messages: quick ? 64 : TURN[size.name] },
        warmUp: () => (quick ? 64 : WARM_UP[size.name]),
      });
      for (const server of servers) {
        await server.stop();
        workspace.drop(`accept-${server.name}`);
      }
      rows.push(...againstBase(size.name, CONNECTIONS, taken.get(CONNECTIONS)));
    }
    return rows;
  },
};
