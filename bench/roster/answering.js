import { script } from '../paths.js';
import { takeTurns } from '../rounds.js';
import { prepareDataDirectory } from '../servers/data-directory.js';
import { besides, idleMemory, medians, megabytes, reply, watching } from './contestant.js';
import { fillRoster } from './fill-roster.js';
import { inventedSchool } from './school.js';

const [SCHOOL, SMALL_SCHOOL] = ['99AA', '99AB'];
const CONNECTIONS = [1, 8];
const REACH = { 8: { atLeast: 0.8, aim: 1.2 } };
/** Of a small school, so that what the memory is measured of is not the first use of code. */
const WARM_UP = { school: SMALL_SCHOOL, connections: 8, answers: 25 };
const AGREED = { exchanges: ['leerlinggegevens'], profile: 'smalle-set' };

/** Answers with a whole school, made from what is stored sealed, against node-soap that only writes an object out. */
export async function answering({ processes, workspace, note, wsdl, size, small, rounds, seconds, warmUpSeconds }) {
  const directory = workspace.path('roster-answering');
  const schools = [
    [SCHOOL, size],
    [SMALL_SCHOOL, small],
  ];
  await prepareDataDirectory(directory, [SCHOOL, SMALL_SCHOOL], { agreed: AGREED });
  for (const [school, of] of schools) await fillRoster(directory, school, inventedSchool(of));
  const fork = (name, args) => processes.fork(script(`servers/${name}.js`), args);
  const contestants = [
    { name: 'gateway', path: '/soap/leerlinggegevens', start: () => fork('observed-gateway', [directory]) },
    { name: 'node-soap', path: '/soap', start: () => fork('node-soap-roster', [wsdl, JSON.stringify(schools)]) },
  ];
  const taken = await takeTurns(contestants, rounds, async ({ name, path, start }, round) => {
    note(`roster: answering, ${name}, round ${round + 1}`);
    const asker = processes.fork(script('roster/asker.js'));
    const child = start();
    try {
      const { port } = await reply(child, 'begin');
      const ask = (plan) => reply(asker, { port, path, school: SCHOOL, year: size.year, ...plan });
      return await observe(child, ask, { size, seconds, warmUpSeconds });
    } finally {
      await processes.end(asker);
      await processes.end(child);
    }
  });
  workspace.drop('roster-answering');
  return rowsOf(taken, size);
}

async function observe(child, ask, { size, seconds, warmUpSeconds }) {
  await ask(WARM_UP);
  const idle = await idleMemory(child);
  const one = await watching(child, () => ask({ connections: 1, answers: 1, look: true }));
  const eight = await watching(child, () => ask({ connections: 8, answers: 1 }));
  const { pupils, teachers, size: bytes } = one.done;
  if (pupils !== size.learners || teachers === 0) throw new Error(`an answer with ${pupils} pupils and ${teachers} teachers`);
  const rates = {};
  for (const connections of CONNECTIONS) {
    await ask({ connections, seconds: warmUpSeconds });
    const { done, heldMs, heldP99Ms, cpuMs } = await watching(child, () => ask({ connections, seconds }));
    const bytesPerSecond = done.bytes / seconds;
    rates[connections] = {
      answers: bytesPerSecond / bytes,
      megabytes: megabytes(bytesPerSecond),
      heldMs,
      heldP99Ms,
      cpuMs: cpuMs / done.answers,
    };
  }
  return { bytes, idle, one: megabytes(one.peakRss - idle), eight: megabytes(eight.peakRss - idle), rates };
}

function rowsOf(taken, { learners }) {
  const school = `a school of ${learners.toLocaleString('en')} pupils`;
  const answer = megabytes(medians(taken, ({ bytes }) => bytes).get('gateway')).toPrecision(3);
  const rows = CONNECTIONS.flatMap((connections) => {
    const of = (field) => medians(taken, ({ rates }) => rates[connections][field]);
    const [rate, speed] = [of('answers'), of('megabytes')];
    const [ours, theirs] = [rate.get('gateway'), rate.get('node-soap')];
    const inMegabytes = `MB/s: ${speed.get('gateway').toPrecision(3)} against ${speed.get('node-soap').toPrecision(3)}`;
    const cpu = of('cpuMs');
    const at = connections === 1 ? '1 connection' : `${connections} connections`;
    return [
      {
        what: `answers with ${school}, ${at}, against node-soap`,
        ratio: ours / theirs,
        ...(REACH[connections] === undefined ? {} : { reach: REACH[connections] }),
        unit: `answers/s (${inMegabytes})`,
        ours,
        theirs,
        megabytesPerSecond: Object.fromEntries(speed),
      },
      {
        what: `processor time of all threads per answer with ${school}, ${at}, against node-soap`,
        ratio: cpu.get('gateway') / cpu.get('node-soap'),
        ...{ unit: 'ms', ours: cpu.get('gateway'), theirs: cpu.get('node-soap') },
      },
    ];
  });
  const p99 = medians(taken, ({ rates }) => rates[8].heldP99Ms)
    .get('gateway')
    .toFixed(1);
  return [
    ...rows,
    besides(`peak memory over idle for one answer with ${school}`, taken, ({ one }) => one, 'MB', `; the answer: ${answer}`),
    besides('peak memory over idle for 8 such answers at once', taken, ({ eight }) => eight, 'MB'),
    besides(
      'longest that the event loop was held up by answers on 8 connections',
      taken,
      ({ rates }) => rates[8].heldMs,
      'ms',
      `; 99% of the gateway: ${p99}`,
    ),
  ];
}
