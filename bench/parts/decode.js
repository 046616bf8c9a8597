import { statSync, writeFileSync } from 'node:fs';
import { openContestants } from '../decode/contestants.js';
import { resultsMessage } from '../messages/results-message.js';
import { median, takeTurns } from '../rounds.js';

const HEAD = { school: '99AA', made: '2025-07-01T12:00:00.000Z', key: 'meting' };
/** How senders write: .NET with a default namespace and no white space, Java with a prefix, and some indent. */
const STYLES = [
  { name: 'compact', megabytes: 20, style: {} },
  { name: 'indented', megabytes: 20, style: { prefix: 'lr:', indent: true } },
  // The JDK compares every key with every other: at 20 MB a pass takes minutes.
  { name: 'small', megabytes: 2, style: {} },
];

/** Decode, validate, check, minimise and translate, against validating alone. */
export const decode = {
  name: 'decode',
  async run({ quick, processes, workspace, note }) {
    const contestants = openContestants(processes, workspace);
    const rows = [];
    try {
      for (const { name, megabytes, style } of STYLES) {
        const small = megabytes < 20;
        const file = workspace.path(`${name}.xml`);
        writeFileSync(file, resultsMessage({ ...HEAD, bytes: (quick && !small ? 4 : megabytes) * 1e6, style }).text);
        const taking = contestants.filter((contestant) => (contestant.name === 'JDK' ? small : !small || contestant.name === 'gateway'));
        note(`decode: ${name}, ${taking.map((contestant) => contestant.name).join(', ')}`);
        const rates = await ratesOf(taking, file, { rounds: quick ? 2 : 5, warmUps: quick ? 1 : 2 });
        rows.push(...rowsOf(name, rates));
      }
    } finally {
      for (const contestant of contestants) await contestant.stop();
    }
    return rows;
  },
};

/** MB/s, median of all passes after the warm-up. */
async function ratesOf(contestants, file, { rounds, warmUps }) {
  const megabytes = statSync(file).size / 1e6;
  for (const { name, pass } of contestants) {
    if (name.startsWith('xmllint')) continue;
    for (let n = 0; n < warmUps; n += 1) await pass(file);
  }
  const taken = await takeTurns(contestants, rounds, ({ pass }) => pass(file));
  return new Map([...taken].map(([name, times]) => [name, megabytes / (median(times) / 1000)]));
}

function rowsOf(file, rates) {
  const ours = rates.get('gateway');
  const reach = { atLeast: 1, aim: 2 };
  const others = [...rates].filter(([name]) => name !== 'gateway');
  return others.map(([name, theirs]) => ({
    what: `decode + validate + translate, ${file}, against ${name}`,
    ratio: ours / theirs,
    reach: name.startsWith('xmllint') ? reach : undefined,
    unit: 'MB/s',
    ours,
    theirs,
  }));
}
