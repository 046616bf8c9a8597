import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openRoster } from '../../src/exchange/roster/read-roster.js';
import { eraseLearner } from '../../src/rights/erase-learner.js';
import { findLearner } from '../../src/rights/find-learner.js';
import { SchoolKeys } from '../../src/store/school-keys.js';
import { fillRoster, smallSchool, YEAR } from '../support/fill-roster.js';
import { type Running, startTestGateway } from '../support/gateway.js';
import { type Asking, ask, readAnswer } from '../support/pupil-questions.js';

const SCHOOL = '99XX';
/** More than go into one pack, in two groups. */
const PUPILS = 150;

let running: Running;

beforeAll(async () => {
  running = await startTestGateway({ agreement: { exchanges: ['leerlinggegevens'], profile: 'smalle-set' } });
  const learners = Array.from({ length: PUPILS }, (_, at) => ({
    key: `L-${at}`,
    eckId: `https://ketenid.nl/pilot/${at.toString(16).padStart(128, '0')}`,
    name: { family: `Verzonnen ${at}`, call: `Kind ${at}` },
    birthDate: '2015-06-07',
    group: at % 2 === 0 ? 'g4' : 'g5',
    combinedGroups: at % 3 === 0 ? ['plus'] : [],
  }));
  await fillRoster(running.gateway, { ...smallSchool(), learners });
});
afterAll(() => running.stop());

async function keysAsked(asking: Asking = {}): Promise<readonly string[]> {
  const answer = readAnswer(await ask(running, asking));
  return (answer['leerlinggegevens']?.['leerlingen']?.['leerling'] ?? []).map(({ key }) => key as string);
}

/** From the rows, one by one. */
async function held() {
  const { store, keyring } = running.gateway;
  const snapshot = await store.roster(SCHOOL, YEAR);
  if (snapshot === undefined) throw new Error('there is no roster');
  return openRoster(snapshot, await new SchoolKeys(store, keyring).of(SCHOOL));
}

const keysHeld = async () => (await held()).learners.map(({ key }) => key as string);
const packs = async () => (await running.gateway.store.rosterPacks(SCHOOL, YEAR))?.rows.map(({ kind, size }) => [kind, size]);

test('the second answer, from what was sealed together, says what the first did', async () => {
  expect(await packs()).toBeUndefined();
  const answers = [await ask(running), await ask(running)].map(({ text }) => text.replace(/<aanmaakdatum>[^<]*/, ''));
  expect(answers[1]).toBe(answers[0]);
  expect(await packs()).toEqual([
    ['group', 3],
    ['learner', 64],
    ['learner', 64],
    ['learner', 22],
    ['teacher', 2],
  ]);
  expect(await keysAsked()).toEqual(await keysHeld());
  expect(await keysAsked()).toHaveLength(PUPILS);
});

test('a question for some groups gets those, and the record names whom it was about', async () => {
  const question = { name: 'leerlingen_verzoek', groups: '<groepen><groep key="g5"/></groepen>' };
  const asked = await ask(running, question);
  const keys = [...asked.text.matchAll(/<leerling key="([^"]*)"/g)].map(([, key]) => key);
  const learners = (await held()).learners.filter(({ group }) => group !== undefined);
  const odd = learners.filter((_, at) => at % 2 === 1);
  expect(keys).toEqual(odd.map(({ key }) => key));
  const { store } = running.gateway;
  const of = async (learner: string) => (await store.rights.everythingOf(SCHOOL, { learner, names: [] })).disclosures.length;
  expect((await of(odd[0]?.id ?? '')) - (await of(learners[0]?.id ?? ''))).toBe(1);
});

test('a pupil under a restriction is in no answer, though it was in a pack', async () => {
  const { store } = running.gateway;
  const [first] = (await held()).learners;
  const person = { learner: first?.id ?? '', names: [] };
  await keysAsked();
  expect(await packs()).toBeDefined();
  await store.rights.restrict(SCHOOL, person, '2026-01-01T00:00:00.000Z', true);
  for (let times = 0; times < 2; times += 1) expect(await keysAsked()).toEqual((await keysHeld()).slice(1));
  expect(await packs()).toBeUndefined();
  await store.rights.restrict(SCHOOL, person, '2026-01-02T00:00:00.000Z', false);
  for (let times = 0; times < 2; times += 1) expect(await keysAsked()).toEqual(await keysHeld());
});

test('a pupil who is erased is in no answer and in no pack', async () => {
  const { store, keyring } = running.gateway;
  const schoolKey = await new SchoolKeys(store, keyring).of(SCHOOL);
  await keysAsked();
  expect(await packs()).toBeDefined();
  const found = await findLearner(store, SCHOOL, schoolKey, { by: 'leerlingid', leerlingid: 'L-7' });
  if (found.kind !== 'found') throw new Error('nobody was found');
  await eraseLearner({ store, school: SCHOOL, schoolKey, person: found.person, now: new Date(), dryRun: false });
  expect(await packs()).toBeUndefined();
  for (let times = 0; times < 2; times += 1) expect(await keysAsked()).not.toContain('L-7');
  expect(await keysAsked()).toHaveLength(PUPILS - 1);
});
