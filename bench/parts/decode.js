import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openContestants } from '../decode/contestants.js';
import { resultsMessage } from '../messages/results-message.js';
import { median, takeTurns } from '../rounds.js';

const HEAD = { school: '99AA', made: '2025-07-01T12:00:00.000Z' };
const INDENTED = { prefix: 'lr:', indent: true };
const NOT_JDK = (name) => name !== 'JDK';
/**
 * How senders write: .NET with a default namespace and no white space, Java with a prefix, and some indent; and how much at a time. `warmUps` are passes.
 * The JDK compares every key with every other: it only gets small messages.
 */
const STYLES = [
  { name: 'compact, messages of 97 KB', count: 100, message: { bytes: 97_000 }, warmUps: 3, takes: NOT_JDK },
  { name: 'indented, messages of 97 KB', count: 100, message: { bytes: 97_000, style: INDENTED }, warmUps: 3, takes: NOT_JDK },
  { name: 'small, messages of 2.6 KB', count: 1000, message: { bytes: 2600, tests: 1 }, warmUps: 8, takes: (name) => name !== 'saxes' },
  { name: 'one message of 20 MB, compact', count: 1, message: { bytes: 20_000_000 }, warmUps: 2, takes: NOT_JDK },
  { name: 'one message of 20 MB, indented', count: 1, message: { bytes: 20_000_000, style: INDENTED }, warmUps: 2, takes: NOT_JDK },
];
const QUICK = 10;

/** Decode, validate, check, minimise and translate, against validating alone; of a message of its own size in each pass. */
export const decode = {
  name: 'decode',
  async run({ quick, processes, workspace, note }) {
    const contestants = openContestants(processes, workspace);
    const rows = [];
    try {
      for (const { name, count, message, warmUps, takes } of STYLES) {
        const taking = contestants.filter((contestant) => takes(contestant.name));
        note(`decode: ${name}, ${taking.map((contestant) => contestant.name).join(', ')}`);
        const directory = workspace.directory('decode');
        const files = written(directory, quick ? Math.ceil(count / QUICK) : count, message);
        rows.push(...rowsOf(name, await ratesOf(taking, files, { rounds: quick ? 2 : 5, warmUps: quick ? 1 : warmUps })));
        workspace.drop('decode');
      }
    } finally {
      for (const contestant of contestants) await contestant.stop();
    }
    return rows;
  },
};

/** Messages with keys of their own, a file each. */
function written(directory, count, message) {
  return Array.from({ length: count }, (_, number) => {
    const file = path.join(directory, `${number}.xml`);
    writeFileSync(file, resultsMessage({ ...HEAD, ...message, key: `meting-${number}` }).text);
    return file;
  });
}

/** By contestant, MB per second of processor time (`cpu`) and by the clock, medians of all passes after the warm-up. */
async function ratesOf(contestants, files, { rounds, warmUps }) {
  const megabytes = files.reduce((sum, file) => sum + statSync(file).size, 0) / 1e6;
  for (const { name, pass } of contestants) {
    if (name.startsWith('xmllint')) continue;
    for (let n = 0; n < warmUps; n += 1) await pass(files);
  }
  const taken = await takeTurns(contestants, rounds, ({ pass }) => pass(files));
  const rate = (times) => megabytes / (median(times) / 1000);
  return new Map(
    [...taken].map(([name, passes]) => [
      name,
      { cpu: rate(passes.map(({ cpuMs }) => cpuMs)), clock: rate(passes.map(({ clockMs }) => clockMs)) },
    ]),
  );
}

function rowsOf(style, rates) {
  const ours = rates.get('gateway');
  const reach = { atLeast: 1, aim: 2 };
  const others = [...rates].filter(([name]) => name !== 'gateway');
  return others.map(([name, theirs]) => ({
    what: `decode + validate + translate, ${style}, against ${name}`,
    ratio: ours.cpu / theirs.cpu,
    ...(name.startsWith('xmllint') ? { reach } : {}),
    unit: `MB per second of processor time (by the clock ${(ours.clock / theirs.clock).toFixed(2)}x)`,
    ours: ours.cpu,
    theirs: theirs.cpu,
    clockRatio: ours.clock / theirs.clock,
  }));
}
