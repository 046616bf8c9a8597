import { contest } from '../accept/contest.js';
import { gatewayOf } from '../accept/servers.js';
import { SIZES } from '../accept/sizes.js';
import { turn } from '../accept/turn.js';
import { LoadGenerator } from '../load/load-generator.js';
import { benchSchools } from '../messages/sender.js';
import { PROJECT } from '../paths.js';
import { median, takeTurns } from '../rounds.js';
import { anotherDatabase, startDatabase, startNodes } from '../servers/postgres.js';

const CONNECTIONS = 16;
const ROUNDS = 5;
const WARM_UP = { '2.6 KB': 3_000, '97 KB': 100 };
const TURN = { '2.6 KB': 1_000, '97 KB': 50 };
/** Senders at one time where each commit takes long, and how long, in microseconds. */
const SLOW_CONNECTIONS = 12;
const SLOW_COMMIT_US = 5_000;
const SLOW_TURN = 600;
const FASTER = 2;

/** What a message costs on PostgreSQL against SQLite, and what a writer for each school brings where a commit takes long. */
export const postgres = {
  name: 'postgres',
  async run({ quick, processes, workspace, note }) {
    const schools = benchSchools(CONNECTIONS);
    const given = { processes, workspace, schools };
    const database = await startDatabase(workspace, 'postgres');
    const rows = [];
    for (const size of SIZES) {
      const sqlite = { ...(await gatewayOf(PROJECT, `sqlite-${size.name}`, given)), name: 'SQLite' };
      const [node] = await startNodes(given, `postgres-${size.name}`, await anotherDatabase(database, `bench_${rows.length}`));
      const taken = await contest({
        ...{ processes, schools, servers: [sqlite, { ...node, name: 'PostgreSQL' }], size, note },
        ...{ connections: [CONNECTIONS], rounds: quick ? 1 : ROUNDS, messages: quick ? 64 : TURN[size.name] },
        warmUp: () => (quick ? 64 : WARM_UP[size.name]),
      });
      await sqlite.stop();
      await node.stop();
      rows.push(...costRows(size.name, taken.get(CONNECTIONS)));
    }
    await database.kill();
    rows.push(await slowCommits(given, note, quick));
    return rows;
  },
};

function costRows(size, taken) {
  const [sqlite, theirs] = ['SQLite', 'PostgreSQL'].map((name) => taken.get(name));
  const whole = ({ cpu, database }) => cpu.all + database;
  const [node, server] = [median(theirs.map(({ cpu }) => cpu.all)), median(theirs.map(({ database }) => database))];
  const at = `${size}, ${CONNECTIONS} connections`;
  return [
    {
      what: `processor time of all processes per accepted durable message, ${at}, PostgreSQL against SQLite`,
      ratio: median(theirs.map(whole)) / median(sqlite.map(whole)),
      unit: `us (gateway ${node.toFixed(0)}, database server ${server.toFixed(0)})`,
      ours: median(theirs.map(whole)),
      theirs: median(sqlite.map(whole)),
      rounds: { ours: theirs.map(whole), theirs: sqlite.map(whole) },
    },
    {
      what: `accepted durable messages, ${at}, PostgreSQL against SQLite`,
      ratio: median(theirs.map(({ perSecond }) => perSecond)) / median(sqlite.map(({ perSecond }) => perSecond)),
      unit: 'messages/s',
      ours: median(theirs.map(({ perSecond }) => perSecond)),
      theirs: median(sqlite.map(({ perSecond }) => perSecond)),
    },
  ];
}

/** Many schools at once, against as many senders of one school, who wait for each other as under one lock for all. */
async function slowCommits({ processes, workspace }, note, quick) {
  const schools = benchSchools(SLOW_CONNECTIONS);
  const database = await startDatabase(workspace, 'postgres-slow', { commit_delay: SLOW_COMMIT_US, commit_siblings: 0 });
  const [node] = await startNodes({ processes, workspace, schools }, 'slow', database, { acceptStale: true });
  const generator = new LoadGenerator(processes);
  const [size] = SIZES;
  const contestants = [
    { name: 'each its own', schools },
    { name: 'one for all', schools: schools.map(() => schools[0]) },
  ];
  const messages = quick ? 48 : SLOW_TURN;
  const taken = await takeTurns(contestants, quick ? 1 : ROUNDS, async (one, round) => {
    note(`commits of ${SLOW_COMMIT_US / 1000} ms, ${one.name}, round ${round + 1}`);
    return (await turn(generator, node, { schools: one.schools, message: size.message, messages })).perSecond;
  });
  await generator.end();
  await node.stop();
  await database.kill();
  const [ours, theirs] = contestants.map(({ name }) => median(taken.get(name)));
  return {
    what: `accepted messages where a commit takes ${SLOW_COMMIT_US / 1000} ms, ${SLOW_CONNECTIONS} connections: a lock for each school, against one for all`,
    ratio: ours / theirs,
    reach: { atLeast: FASTER },
    unit: 'messages/s',
    ours,
    theirs,
  };
}
