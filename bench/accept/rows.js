import { median } from '../rounds.js';

/** What the gateway has to reach beside another server: of processor time at most, of messages per second at least. */
const REACH = {
  '2.6 KB': {
    cpu: { 'node-soap': { atMost: 1, aim: 0.7 }, 'JAX-WS': { atMost: 0.3, aim: 0.2 } },
    rate: { 'node-soap': { atLeast: 1.3, aim: 2 } },
  },
  '97 KB': {
    cpu: { 'node-soap': { atMost: 0.6, aim: 0.45 }, 'JAX-WS': { atMost: 0.9, aim: 0.7 } },
    rate: { 'node-soap': { atLeast: 2, aim: 3 } },
    bytes: { atMost: 250, aim: 180 },
  },
};
/** The senders at one time for which messages per second have to be reached. */
const MANY = 32;

/** Rows of all contestants at so many connections. `taken`: by name, what `turn` gave in each round. Of `base`, another checkout, the figures stand `before`. */
export function rowsAt(size, connections, taken) {
  const at = `${size}, ${connections} connections`;
  const ours = figuresOf(taken.get('gateway'));
  const base = taken.has('base') ? figuresOf(taken.get('base')) : undefined;
  const rows = [];
  for (const [name, turns] of taken) {
    if (name === 'gateway' || name === 'base') continue;
    const theirs = figuresOf(turns);
    const compare = (what, of, reach, unit, more) => ({
      what: `${what}, ${at}, against ${name}`,
      ratio: of(ours) / of(theirs),
      ...(base === undefined ? {} : { before: of(base) / of(theirs), beforeOurs: of(base) }),
      ...(reach === undefined ? {} : { reach }),
      unit,
      ours: of(ours),
      theirs: of(theirs),
      ...more,
    });
    rows.push(
      compare('processor time of all threads per accepted durable message', ({ cpu }) => cpu.all, REACH[size].cpu[name], 'us', {
        rounds: { ours: taken.get('gateway').map(({ cpu }) => cpu.all), theirs: turns.map(({ cpu }) => cpu.all) },
      }),
      compare(
        'accepted durable messages',
        ({ perSecond }) => perSecond,
        connections === MANY ? REACH[size].rate[name] : undefined,
        'messages/s',
        {
          latencies: { ours: ours.latencies, theirs: theirs.latencies },
        },
      ),
    );
  }
  return [...rows, ...threadRows(at, ours, base), generatorRow(at, ours)];
}

/** The same work by another checkout: what a change costs or saves. */
export function againstBase(size, connections, taken) {
  const [ours, base] = ['gateway', 'base'].map((name) => figuresOf(taken.get(name)));
  return ['all', 'main', 'writer', 'rest'].map((thread) => ({
    what: `processor time per accepted message, ${size}, ${connections} connections, ${threadName(thread)}, base against this`,
    ratio: base.cpu[thread] / ours.cpu[thread],
    ...(thread === 'all' ? { reach: { atLeast: 0.97 } } : {}),
    unit: 'us',
    ours: ours.cpu[thread],
    theirs: base.cpu[thread],
    rounds: Object.fromEntries(
      [
        ['ours', 'gateway'],
        ['theirs', 'base'],
      ].map(([side, name]) => [side, taken.get(name).map(({ cpu }) => cpu[thread])]),
    ),
  }));
}

/** Steps in order, each beside the one before it. */
export function stepRows(size, connections, taken) {
  let before;
  return [...taken].map(([label, turns]) => {
    const { all, main, writer, rest } = figuresOf(turns).cpu;
    const row = {
      what: `processor time per accepted message, ${size}, ${connections} connections: ${label}`,
      value: all,
      ...(before === undefined ? {} : { before }),
      unit: `us (${threadName('main')} ${figure(main)}, ${threadName('writer')} ${figure(writer)}, ${threadName('rest')} ${figure(rest)})`,
      rounds: turns.map(({ cpu }) => cpu.all),
    };
    before = all;
    return row;
  });
}

/** What the store grew by, and what was written to it. `results`: of one message; `pageBytes`: of the store. */
export function storeRows(size, turns, base, { results, pageBytes }) {
  const ours = { bytes: median(turns.map(({ bytes }) => bytes)), written: median(turns.map(({ written }) => written)) };
  const before =
    base === undefined ? undefined : { bytes: median(base.map(({ bytes }) => bytes)), written: median(base.map(({ written }) => written)) };
  const was = (value) => (value === undefined ? {} : { before: value });
  return [
    {
      what: `bytes per result on disk, in messages of ${size}`,
      value: ours.bytes / results,
      ...was(before && before.bytes / results),
      ...(REACH[size].bytes === undefined ? {} : { reach: REACH[size].bytes }),
      unit: 'bytes (tables and indexes)',
    },
    {
      what: `written to the store per message, ${size}`,
      value: ours.written / 1e6,
      ...was(before && before.written / 1e6),
      unit: `MB (${figure(ours.written / pageBytes)} pages of ${pageBytes} bytes, in the log and the file)`,
    },
  ];
}

function threadRows(at, ours, base) {
  return ['main', 'writer', 'rest'].map((thread) => ({
    what: `processor time per message, ${at}, ${threadName(thread)}`,
    value: ours.cpu[thread],
    ...(base === undefined ? {} : { before: base.cpu[thread] }),
    unit: 'us',
  }));
}

function generatorRow(at, ours) {
  return {
    what: `processor time of the load generator per message, ${at}`,
    value: ours.generator,
    unit: `us (${(ours.generatorShare * 100).toFixed(0)}% of a processor)`,
  };
}

function threadName(thread) {
  return { all: 'all threads', main: 'main thread', writer: 'writer thread', rest: 'other threads' }[thread];
}

function figuresOf(turns) {
  const of = (pick) => median(turns.map(pick));
  return {
    perSecond: of(({ perSecond }) => perSecond),
    cpu: Object.fromEntries(['all', 'main', 'writer', 'rest'].map((thread) => [thread, of(({ cpu }) => cpu[thread])])),
    generator: of(({ generator }) => generator),
    generatorShare: of(({ generatorShare }) => generatorShare),
    latencies: { medianMs: of(({ report }) => report.medianMs), p99Ms: of(({ report }) => report.p99Ms) },
  };
}

function figure(value) {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
