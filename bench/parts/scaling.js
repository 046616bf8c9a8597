import { send } from '../load/send.js';
import { median } from '../rounds.js';
import { startGatewayServer } from '../servers/gateway.js';

const SCHOOLS = ['99AA'];
const SMALL = 20_000;
const LARGE = 200_000;
const REACH = { atMost: 11 };

/** Whether ten times as many results take more than ten times as long. */
export const scaling = {
  name: 'scaling',
  async run({ quick, processes, workspace, note }) {
    const gateway = await startGatewayServer(processes, workspace.path('scaling'), SCHOOLS);
    const { port, path } = gateway;
    const share = quick ? 10 : 1;
    const deliver = async (results, perMessage) => {
      const plan = { port, path, schools: SCHOOLS, message: { results: perMessage }, messages: results / perMessage };
      const { seconds } = await send(processes, plan);
      note(`scaling: ${results} results, ${perMessage} in a message: ${seconds.toFixed(2)} s`);
      return seconds;
    };
    const rows = [];
    for (const { name, perMessage } of [
      { name: 'in messages of 1,000', perMessage: () => 1000 },
      { name: 'as one message', perMessage: (results) => results },
    ]) {
      const times = { small: [], large: [] };
      await deliver(SMALL / share, perMessage(SMALL / share));
      for (let round = 0; round < (quick ? 1 : 3); round += 1) {
        times.small.push(await deliver(SMALL / share, perMessage(SMALL / share)));
        if (round < 2) times.large.push(await deliver(LARGE / share, perMessage(LARGE / share)));
      }
      const [ours, theirs] = [median(times.large), median(times.small)];
      rows.push({ what: `time for 200,000 results against 20,000, ${name}`, ratio: ours / theirs, reach: REACH, unit: 's', ours, theirs });
    }
    await gateway.stop();
    workspace.drop('scaling');
    return rows;
  },
};
