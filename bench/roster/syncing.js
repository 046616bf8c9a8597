import { benchSchools } from '../messages/sender.js';
import { script } from '../paths.js';
import { median, takeTurns } from '../rounds.js';
import { prepareDataDirectory } from '../servers/data-directory.js';
import { besides, idleMemory, medians, megabytes, reply, watching } from './contestant.js';

/** Of the administration, in the order in which a school gets them, and what a sync has to make of each. */
const ANSWERS = [
  { name: 'first', what: 'all of them new', expected: ({ learners }) => ({ outcome: 'updated', added: learners, changed: 0 }) },
  {
    name: 'same',
    what: 'nothing changed',
    reach: { atLeast: 1, aim: 1.5 },
    expected: () => ({ outcome: 'unchanged', added: 0, changed: 0 }),
  },
  { name: 'changed', what: '1% of them changed', expected: ({ learners }) => ({ outcome: 'updated', added: 0, changed: learners / 100 }) },
];
const AGREED = { exchanges: ['leerlinggegevens'], profile: 'smalle-set' };
const WARM_UPS = 5;

/** Syncs of a school from an administration whose answers lie ready, against node-soap's client that only reads them. */
export async function syncing({ processes, workspace, note, wsdl, size, small, rounds, repeats }) {
  const las = processes.fork(script('servers/las.js'), [
    JSON.stringify({ first: size, same: size, changed: { ...size, changed: 1 }, small }),
  ]);
  const { port, bytes } = await reply(las, 'first');
  const endpoint = `http://127.0.0.1:${port}/`;
  const directory = workspace.path('roster-syncing');
  const [warmUp, ...schools] = benchSchools(1 + rounds * (1 + repeats));
  await prepareDataDirectory(directory, [warmUp, ...schools], { agreed: AGREED, las: { endpoint, version: '2.2' } });
  const contestants = [
    { name: 'gateway', start: () => processes.fork(script('roster/sync-gateway.js'), [directory]) },
    { name: 'node-soap', start: () => processes.fork(script('roster/sync-node-soap.js'), [wsdl, endpoint]) },
  ];
  const taken = await takeTurns(contestants, rounds, async ({ name, start }, round) => {
    note(`roster: syncing, ${name}, round ${round + 1}`);
    const child = start();
    const fetch = async (answer, school) => {
      await reply(las, answer);
      return reply(child, { school, year: size.year });
    };
    try {
      for (let n = 0; n < WARM_UPS; n += 1) await fetch('small', warmUp);
      return await observe(child, fetch, size, schools.slice(round * (1 + repeats), (round + 1) * (1 + repeats)));
    } finally {
      await processes.end(child);
    }
  });
  await processes.end(las);
  workspace.drop('roster-syncing');
  return rowsOf(taken, size, megabytes(bytes));
}

/** The first of the schools is what the memory is measured with, and the first use of code at this size. */
async function observe(child, fetch, size, [first, ...schools]) {
  const idle = await idleMemory(child);
  const [times, cpu] = [0, 1].map(() => Object.fromEntries(ANSWERS.map(({ name }) => [name, []])));
  const memory = await watching(child, () => fetch('first', first));
  const { heldMs } = await watching(child, async () => {
    for (const school of schools) {
      for (const { name, expected } of ANSWERS) {
        const { ms, cpuMs, ...told } = await fetch(name, school);
        check(told, { pupils: size.learners, ...expected(size) });
        times[name].push(ms);
        cpu[name].push(cpuMs);
      }
    }
  });
  const peak = megabytes(memory.peakRss);
  return { times, cpu, heldMs, peak, over: peak - megabytes(idle) };
}

/** What is not told is not known: node-soap keeps nothing. */
function check(told, expected) {
  for (const [name, value] of Object.entries(told)) {
    if (value !== expected[name]) throw new Error(`${name} is ${value} after a sync, not ${expected[name]}`);
  }
}

function rowsOf(taken, { learners }, answer) {
  const school = `a school of ${learners.toLocaleString('en')} pupils`;
  const rows = ANSWERS.flatMap(({ name, what, reach }) => {
    const rate = medians(taken, ({ times }) => learners / (median(times[name]) / 1000));
    const used = medians(taken, ({ cpu }) => median(cpu[name]));
    const row = (of, unit) => ({
      ratio: of.get('gateway') / of.get('node-soap'),
      unit,
      ours: of.get('gateway'),
      theirs: of.get('node-soap'),
    });
    const beside = 'against node-soap that only reads them';
    return [
      { what: `sync of ${school}, ${what}, ${beside}`, ...row(rate, 'pupils/s'), ...(reach === undefined ? {} : { reach }) },
      { what: `processor time of all threads for a sync of ${school}, ${what}, ${beside}`, ...row(used, 'ms') },
    ];
  });
  const peaks = medians(taken, ({ peak }) => peak);
  const all = `; of the whole process ${peaks.get('gateway').toFixed(0)}, node-soap ${peaks.get('node-soap').toFixed(0)}`;
  return [
    ...rows,
    besides(
      `peak memory over idle for a first sync of ${school}`,
      taken,
      ({ over }) => over,
      'MB',
      `; answer ${answer.toPrecision(3)}${all}`,
    ),
    besides('longest that the event loop was held up by the syncs', taken, ({ heldMs }) => heldMs, 'ms'),
  ];
}
