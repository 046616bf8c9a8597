import { contest } from '../accept/contest.js';
import { stepRows } from '../accept/rows.js';
import { gatewayOf } from '../accept/servers.js';
import { SIZES } from '../accept/sizes.js';
import { benchSchools } from '../messages/sender.js';

const CONNECTIONS = 16;
const ROUNDS = 7;
const WARM_UP = { '2.6 KB': 8_000, '97 KB': 200 };
const TURN = { '2.6 KB': 1_500, '97 KB': 75 };

/**
 * The accept path of several checkouts, built, one after the other in time (`--step LABEL=DIR` for each): what each step contributed. All gateways take
 * turns at the same messages, so that the differences add up. Runs only when steps are named.
 */
export const steps = {
  name: 'steps',
  needsSteps: true,
  takesBase: true,
  async run({ quick, steps: named, processes, workspace, note }) {
    const schools = benchSchools(CONNECTIONS);
    const rows = [];
    for (const size of SIZES) {
      const servers = [];
      for (const [label, tree] of named)
        servers.push({ ...(await gatewayOf(tree, `step-${servers.length}`, { processes, workspace, schools })), name: label });
      const taken = await contest({
        ...{ processes, schools, servers, size, note },
        ...{ connections: [CONNECTIONS], rounds: quick ? 1 : ROUNDS, messages: quick ? 64 : TURN[size.name] },
        warmUp: () => (quick ? 64 : WARM_UP[size.name]),
      });
      for (const server of servers) await server.stop();
      for (const index of servers.keys()) workspace.drop(`accept-step-${index}`);
      rows.push(...stepRows(size.name, CONNECTIONS, taken.get(CONNECTIONS)));
    }
    return rows;
  },
};
