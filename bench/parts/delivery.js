import { setTimeout as sleep } from 'node:timers/promises';
import { resultsMessage } from '../messages/results-message.js';
import { benchSchools } from '../messages/sender.js';
import { script } from '../paths.js';
import { processorTime } from '../processor-time.js';
import { median } from '../rounds.js';
import { prepareDataDirectory } from '../servers/data-directory.js';
import { GATEWAY_PATH, serve } from '../servers/gateway.js';
import { OutboxWatch } from '../servers/outbox-watch.js';
import { addTarget } from '../servers/targets.js';

const SCHOOLS = 16;
const PER_MESSAGE = 100;
const KINDS = ['las', 'webhook', 'edu-v', 'files'];
const HINDERED = 0.9;
const FIRST = Date.UTC(2025, 5, 1);
const ALLOWED = { UWLR_ALLOW_TARGETS: '127.0.0.1' };

/** Forwarding: how fast, how soon, and what one target that is stuck does to the others. */
export const delivery = {
  name: 'delivery',
  async run({ quick, processes, workspace, note }) {
    const receivers = processes.fork(script('./servers/receivers.js'));
    const ports = await receivers.ask('ports');
    const bench = {
      processes,
      workspace,
      note,
      ports,
      rounds: quick ? 1 : 3,
      results: quick ? 3200 : 16_000,
      waiting: quick ? 3200 : 100_000,
    };
    const rows = [];
    for (const kind of KINDS) rows.push(...(await speedOf(kind, bench)));
    rows.push(await soonness(bench, quick ? 20 : 200));
    // Of rounds of a few seconds one differs from the next by a quarter.
    rows.push(await besideStuck({ ...bench, results: 6 * bench.results }));
    await processes.end(receivers);
    return rows;
  },
};

/**
 * Deliveries per second of what waits, against results per second that are accepted and stored while nothing is delivered; and the processor
 * time of the gateway for each, once a quarter is delivered.
 */
async function speedOf(kind, { processes, workspace, note, ports, rounds, results }) {
  const schools = benchSchools(SCHOOLS);
  const [taken, given, spent] = [[], [], []];
  for (let round = 0; round < rounds; round += 1) {
    note(`delivery: ${kind}, round ${round + 1}`);
    const data = workspace.path(`delivery-${kind}-${round}`);
    await prepareDataDirectory(data, schools);
    await addTarget(data, schools, { name: kind, kind, port: ports[kind] });
    taken.push(await fill(processes, data, schools, results));
    const gateway = await start(processes, data, 'on');
    const { perSecond, microseconds } = await drain(data, kind, gateway.child.pid);
    given.push(perSecond);
    spent.push(microseconds);
    await processes.end(gateway.child);
    workspace.drop(`delivery-${kind}-${round}`);
  }
  const [ours, theirs] = [median(given), median(taken)];
  return [
    {
      what: `deliveries to ${kind}, against results taken in`,
      ratio: ours / theirs,
      unit: 'results/s',
      ours,
      theirs,
      rounds: { ours: given, theirs: taken },
    },
    {
      what: `processor time of all threads per result delivered to ${kind}`,
      value: median(spent),
      unit: 'us',
      rounds: { ours: spent },
    },
  ];
}

/** Time from the confirmation of a message with one result to its delivery, against the time to the confirmation. */
async function soonness({ processes, workspace, note, ports }, messages) {
  note('delivery: how soon');
  const [school] = benchSchools(1);
  const data = workspace.path('delivery-soon');
  await prepareDataDirectory(data, [school]);
  await addTarget(data, [school], { name: 'webhook', kind: 'webhook', port: ports.webhook });
  const gateway = await start(processes, data, 'on');
  const watch = new OutboxWatch(data);
  const [confirmed, delivered] = [[], []];
  for (let n = 0; n < messages; n += 1) {
    const begin = performance.now();
    await post(gateway, school, n, 1);
    confirmed.push(performance.now() - begin);
    const at = Date.now();
    await watch.drained('webhook', 2);
    delivered.push(Math.max(0, watch.lastSettled('webhook') - at));
  }
  watch.close();
  await processes.end(gateway.child);
  workspace.drop('delivery-soon');
  const [ours, theirs] = [median(delivered), median(confirmed)];
  const most = delivered.sort((one, other) => one - other)[Math.floor(messages * 0.99)];
  return {
    what: 'from confirmed to delivered (webhook), against from sent to confirmed',
    ratio: ours / theirs,
    unit: `ms; 99% within ${most} ms`,
    ours,
    theirs,
  };
}

/** Deliveries per second of one target while another, that never answers, has very many waiting; against the same without. */
async function besideStuck({ processes, workspace, note, ports, rounds, results, waiting }) {
  const all = benchSchools(2 * SCHOOLS);
  const [free, stuck] = [all.slice(0, SCHOOLS), all.slice(SCHOOLS)];
  const [alone, beside] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    for (const isStuck of round % 2 === 0 ? [false, true] : [true, false]) {
      note(`delivery: ${isStuck ? `beside ${waiting} that wait for a stuck target` : 'alone'}, round ${round + 1}`);
      const name = `delivery-stuck-${round}-${isStuck}`;
      const data = workspace.path(name);
      await prepareDataDirectory(data, all);
      await addTarget(data, free, { name: 'webhook', kind: 'webhook', port: ports.webhook });
      if (isStuck) await addTarget(data, stuck, { name: 'stuck', kind: 'webhook', port: ports.stuck, more: { timeoutSeconds: 5 } });
      await fill(processes, data, free, results);
      // Stored either way, so that the files are of one size.
      await fill(processes, data, stuck, waiting);
      const gateway = await start(processes, data, 'on');
      (isStuck ? beside : alone).push((await drain(data, 'webhook', gateway.child.pid)).perSecond);
      await processes.end(gateway.child);
      workspace.drop(name);
    }
  }
  const [ours, theirs] = [median(beside), median(alone)];
  return {
    what: `deliveries to a webhook beside ${waiting} that wait for a stuck one, against without`,
    ratio: ours / theirs,
    reach: { atLeast: HINDERED },
    unit: 'results/s',
    ours,
    theirs,
    rounds: { ours: beside, theirs: alone },
  };
}

/** Lets a gateway that delivers nothing take in so many results. Gives results per second. */
async function fill(processes, data, schools, results) {
  const gateway = await start(processes, data, 'off');
  const messages = Math.ceil(results / schools.length / PER_MESSAGE);
  const begin = performance.now();
  await Promise.all(
    schools.map(async (school) => {
      for (let n = 0; n < messages; n += 1) await post(gateway, school, n, PER_MESSAGE);
    }),
  );
  const seconds = (performance.now() - begin) / 1000;
  await processes.end(gateway.child);
  return (messages * schools.length * PER_MESSAGE) / seconds;
}

/** Results per second, from the first attempt to the end of the last one; and the processor time of process `pid` per result, warm. */
async function drain(data, target, pid) {
  const watch = new OutboxWatch(data);
  const all = watch.delivered(target, 0).count + watch.pending(target);
  while (watch.pending(target) > 0.75 * all) await sleep(20);
  const [left, before] = [watch.pending(target), processorTime(pid).all];
  await watch.drained(target);
  const microseconds = ((processorTime(pid).all - before) / left) * 1e6;
  const { count, seconds } = watch.delivered(target, 0);
  watch.close();
  return { perSecond: count / seconds, microseconds };
}

async function start(processes, data, how) {
  const child = serve(processes, data, 0, { ...ALLOWED, UWLR_DELIVERY: how });
  return { child, port: JSON.parse(await child.line()).port };
}

async function post({ port }, school, n, results) {
  const { text } = resultsMessage({
    results,
    school,
    made: new Date(FIRST + n * 1000).toISOString(),
    key: `${school}-${n}`,
    envelope: true,
  });
  const headers = { 'content-type': 'text/xml; charset=utf-8', soapaction: '"BrengLeerresultaten"' };
  const response = await fetch(`http://127.0.0.1:${port}${GATEWAY_PATH}`, { method: 'POST', headers, body: text });
  const answer = await response.text();
  if (response.status !== 200) throw new Error(`a message was refused: ${answer.slice(0, 300)}`);
}
