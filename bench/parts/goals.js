import { randomBytes, randomUUID } from 'node:crypto';
import path from 'node:path';
import Database from 'better-sqlite3';
import { retag } from '../../dist/admin/goals/retag.js';
import { groupGoals } from '../../dist/admin/teaching/group-goals.js';
import { Keyring } from '../../dist/privacy/keys/keyring.js';
import { openStore } from '../../dist/store/open.js';
import { accept, withoutActivities } from '../goals/accepting.js';
import { goalSet, mapTests } from '../goals/invented.js';
import { fillResults } from '../goals/many-results.js';
import { resultsMessage } from '../messages/results-message.js';
import { SENDER } from '../messages/sender.js';
import { median, takeTurns } from '../rounds.js';

const SCHOOL = '99AA';
const PARTY = SENDER.klantcode;
const AT = '2025-01-01T00:00:00.000Z';
const GOALS = 2_000;
const RESULTS = 1_000_000;
const ROUNDS = 7;
const GROUP = 30;
const SIZES = [
  { name: '2.6 KB', message: { bytes: 2_600, tests: 1 }, messages: 150 },
  { name: '97 KB', message: { bytes: 97_000 }, messages: 10 },
];

/** Learning goals: what tagging costs when results come in, and how long it takes to tag a million of them anew. */
export const goals = {
  name: 'goals',
  async run({ quick, workspace, note }) {
    const rows = await accepting(workspace, quick, note);
    rows.push(...(await taggingAnew(workspace, quick ? RESULTS / 100 : RESULTS, note)));
    return rows;
  },
};

async function accepting(workspace, quick, note) {
  const keyring = Keyring.fromSecret(randomBytes(48).toString('base64'));
  const schoolKey = keyring.unwrapSchoolKey(SCHOOL, keyring.wrapSchoolKey(SCHOOL));
  const contestants = [];
  for (const tagged of [true, false]) {
    const directory = workspace.path(`goals-${tagged ? 'tagged' : 'bare'}`);
    const store = await prepared(directory);
    if (!tagged) withoutActivities(path.join(directory, 'uwlr.db'));
    contestants.push({ name: tagged ? 'tagged' : 'bare', tagged, store });
  }
  const rows = [];
  let made = 0;
  for (const { name, message, messages } of SIZES) {
    const count = quick ? 2 : messages;
    const deliver = async ({ store, tagged }) => {
      const texts = Array.from({ length: count }, () => {
        made += 1;
        return { id: `m-${made}`, ...resultsMessage({ ...message, school: SCHOOL, made: new Date().toISOString(), key: `k${made}` }) };
      });
      const results = texts.reduce((sum, text) => sum + text.results, 0);
      const before = process.cpuUsage();
      for (const { id, text } of texts) await accept(store, { id, text, school: SCHOOL, party: PARTY, schoolKey, tagged });
      const { user, system } = process.cpuUsage(before);
      return (user + system) / results;
    };
    note(`goals: accepting ${name}`);
    for (const contestant of contestants) await deliver(contestant);
    const taken = await takeTurns(contestants, quick ? 1 : ROUNDS, (contestant) => deliver(contestant));
    const [tagged, bare] = ['tagged', 'bare'].map((contestant) => median(taken.get(contestant)));
    rows.push({
      what: `processor time of all threads per accepted result, message of ${name}, tagged against not`,
      ratio: tagged / bare,
      reach: { atMost: 1.1 },
      ...{ unit: 'us', ours: tagged, theirs: bare },
      rounds: { ours: taken.get('tagged'), theirs: taken.get('bare') },
    });
  }
  for (const { store, name } of contestants) {
    await store.close();
    workspace.drop(`goals-${name}`);
  }
  return rows;
}

async function taggingAnew(workspace, results, note) {
  const directory = workspace.path('goals-many');
  const store = await prepared(directory);
  await fillResults(store, { school: SCHOOL, party: PARTY, results, tests: GOALS, note });
  rosterOf(path.join(directory, 'uwlr.db'));
  const [usual, whole] = [await groupOverview(store, '2026-08-18'), await groupOverview(store, '2026-01-01')];
  note('goals: tagging anew');
  const quiet = await timed(store, 1);
  sentToReceiver(path.join(directory, 'uwlr.db'));
  const told = await timed(store, 2);
  await store.close();
  workspace.drop('goals-many');
  const about = `${results.toLocaleString('en')} results of ${GOALS.toLocaleString('en')} activities`;
  const of = ({ clock, goals, results: shown }) => `ms of CPU; by the clock ${clock.toFixed(0)} ms; ${shown} results on ${goals} goals`;
  const said = ({ job }) => `s; ${job.changed} activities, ${job.links} links added, ${job.ended} ended, ${job.events} messages queued`;
  return [
    { what: `goals of a group of ${GROUP}, over six weeks, of ${about}`, value: usual.median, reach: { atMost: 50 }, unit: of(usual) },
    { what: `the same, over nine months`, value: whole.median, unit: of(whole) },
    { what: `tagging ${about} anew after another mapping`, value: quiet.seconds, unit: said(quiet) },
    { what: 'the same, with a receiver that has every result and is told', value: told.seconds, unit: said(told) },
  ];
}

/** As if a roster had all learners. */
function rosterOf(file) {
  const db = new Database(file);
  db.exec('UPDATE learners SET roster_learner = alias');
  db.close();
}

/** The overview of a teacher until 28 September, when the last results were, out of the store, as often as there are rounds. */
async function groupOverview(store, from) {
  const { views, signals, annotations, sets, mappings } = store.goals;
  const places = [views, signals, annotations, sets, mappings, store];
  const reads = new Proxy(
    {},
    {
      get: (_, name) =>
        bound(
          places.find((place) => name in place),
          name,
        ),
    },
  );
  const learners = Array.from({ length: GROUP }, (_, n) => `leerling-${n}`);
  const query = { school: SCHOOL, group: 'groep-5', learners, period: { from, until: '2026-09-28' }, now: new Date() };
  const [cpu, clock] = [[], []];
  let found;
  for (let round = 0; round <= ROUNDS; round += 1) {
    const [before, began] = [process.cpuUsage(), performance.now()];
    found = await groupGoals(reads, query);
    const { user, system } = process.cpuUsage(before);
    if (round > 0) cpu.push((user + system) / 1_000);
    if (round > 0) clock.push(performance.now() - began);
  }
  const results = (await views.touched({ school: SCHOOL, learners, ...query.period })).days.length;
  return { median: median(cpu), clock: median(clock), goals: found.goals.length, results };
}

function bound(place, name) {
  return place?.[name]?.bind(place);
}

async function timed(store, shift) {
  await mapTests(store, PARTY, GOALS, shift);
  const [job] = await store.goals.links.openRetags();
  const began = performance.now();
  const done = await retag(store, job);
  return { job: done, seconds: (performance.now() - began) / 1_000 };
}

/** A webhook that has every result: its deliveries as they are after they were made. */
function sentToReceiver(file) {
  const db = new Database(file);
  db.prepare('INSERT INTO delivery_lanes (target, school, keys_of) VALUES (?, ?, ?)').run('lezer', SCHOOL, PARTY);
  db.prepare(`
    INSERT INTO outbox (lane, kind, result, exchange, state, attempts, queued_at, settled_at)
    SELECT (SELECT max(seq) FROM delivery_lanes), 'result', seq, exchange, 'delivered', 1, 0, 0 FROM results`).run();
  db.close();
}

/** A school, a vendor and a receiver of webhooks; 2,000 goals, and a mapping that has a test for each. */
async function prepared(directory) {
  const store = await openStore({ dataDirectory: directory });
  await store.addSchool({ id: SCHOOL, name: 'Meetschool', createdAt: AT });
  const policies = { policy: 'strict', acceptStale: false, knownLearnersOnly: false, createdAt: AT };
  await store.addParty({ klantcode: PARTY, klantnaam: SENDER.klantnaam, role: 'ea', ...policies });
  await store.addParty({ klantcode: 'LEZER', klantnaam: 'Lezer', role: 'client', ...policies });
  const agreement = { school: SCHOOL, party: 'LEZER', exchanges: ['leerresultaten'], profile: 'resultaten', infourl: { keep: 'none' } };
  await store.addAgreements([{ id: randomUUID(), ...agreement, purpose: 'Meten', from: AT }], undefined);
  await store.addTarget({ id: 'lezer', party: 'LEZER', kind: 'webhook', settings: new Uint8Array(), createdAt: AT });
  await store.goals.sets.importGoalSet(goalSet(GOALS), undefined, AT);
  await mapTests(store, PARTY, GOALS, 0);
  return store;
}
