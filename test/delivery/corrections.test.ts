import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Party, TargetKind } from '../../src/directory/directory.js';
import { makeDossier } from '../../src/rights/dossier.js';
import { eraseLearner } from '../../src/rights/erase-learner.js';
import { findLearner } from '../../src/rights/find-learner.js';
import { SIMULATED_CALLER, type SimulatedLas, startSimulatedLas } from '../../src/simulator/las.js';
import { type SimulatedWebhookReceiver, startWebhookReceiver } from '../../src/simulator/webhook-receiver.js';
import type { DeliveryView } from '../../src/store/outbox-store.js';
import { SchoolKeys } from '../../src/store/school-keys.js';
import { uwlr } from '../cli/support/uwlr.js';
import { agreement, credential, party } from '../store/support/records.js';
import { post, type Running, startTestGateway } from '../support/gateway.js';
import { afname, message, resultaat } from '../support/messages.js';
import { everyFile, expectNowhere } from '../support/planted-values.js';

const SCHOOL = '99XX';
const FROM = '2026-01-01T00:00:00.000Z';
const SECRET = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
const PUPIL = 'CORRECTIE-LL-8127';
const RESULT = 'correctie-resultaat-1';

let running: Running;
let las: SimulatedLas;
let hook: SimulatedWebhookReceiver;
let sent = 0;

beforeAll(async () => {
  las = await startSimulatedLas();
  hook = await startWebhookReceiver({ secrets: [SECRET] });
  running = await startTestGateway({ settings: { allowTargets: '127.0.0.1' } });
  const { store, keyring } = running.gateway;
  const { klantcode, klantnaam, autorisatiesleutel } = SIMULATED_CALLER;
  const seal = (value: unknown) => keyring.sealSecret(JSON.stringify(value));
  const receivers: readonly (readonly [TargetKind, Partial<Party>, object])[] = [
    ['las', { role: 'las', endpoint: las.resultsEndpoint, connection: seal({ klantcode, klantnaam }) }, {}],
    ['webhook', { role: 'client' }, { url: hook.url, secrets: [{ secret: SECRET }] }],
  ];
  for (const [kind, more, settings] of receivers) {
    const of = { party: `van-${kind}`, from: FROM };
    await store.addParty(party(of.party, more));
    const key = credential(`key-${kind}`, { ...of, schools: [SCHOOL], sealed: keyring.sealSecret(autorisatiesleutel) });
    await store.addAgreements([agreement(`agreement-${kind}`, { ...of, school: SCHOOL })], key);
    await store.addTarget({ id: kind, party: of.party, kind, settings: seal(settings), createdAt: FROM });
  }
});
afterAll(async () => {
  await running.stop();
  await las.close();
  await hook.close();
});

async function send(results: Readonly<Record<string, string>>, score = '7'): Promise<void> {
  sent += 1;
  const afnames = Object.entries(results).map(([key, of]) => afname(of, resultaat(key, score)));
  const aanmaakdatum = new Date(Date.UTC(2026, 3, 1, 0, 0, sent)).toISOString();
  const { code } = await post(running.gateway, message({ aanmaakdatum, afnames: afnames.join('') }));
  expect(code).toBeUndefined();
}

/** Deliveries, newest first, once none of them is on its way or about to be. */
async function settled(): Promise<readonly DeliveryView[]> {
  for (;;) {
    const { items } = await running.gateway.store.outbox.deliveries({ limit: 100 });
    if (items.every(({ state }) => !['waiting', 'leased', 'retrying'].includes(state))) return items;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const shown = (all: readonly DeliveryView[]) =>
  all.map(({ target, kind, state, reason }) => [target, kind, state, ...(reason === undefined ? [] : [reason])].join(' ')).sort();
/** What the webhook has, by the last that it was told: revision, or that it was withdrawn. */
const hooked = () =>
  new Map(hook.ledger.entries.flatMap(({ items }) => items.map((item) => [item.key, item.withdrawn ? 'withdrawn' : item.revision])));

/** Runs a command on the data of the gateway. Gives what it printed. */
async function command(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await uwlr([...args, '--data', running.directory]);
  expect([code, stderr]).toEqual([0, '']);
  return stdout;
}

async function pupil() {
  const { store, keyring } = running.gateway;
  const schoolKey = await new SchoolKeys(store, keyring).of(SCHOOL);
  const found = await findLearner(store, SCHOOL, schoolKey, { by: 'leerlingid', leerlingid: PUPIL });
  if (found.kind !== 'found') throw new Error('nobody was found');
  return { store, school: SCHOOL, schoolKey, person: found.person, now: new Date() };
}

test('a correction goes to everybody who has the result; one of a restricted pupil waits, and goes when that is lifted', async () => {
  await send({ [RESULT]: PUPIL, anders: 'ANDER-LL-1' });
  await settled();
  const { store, person } = await pupil();
  await store.rights.restrict(SCHOOL, person, new Date().toISOString(), true);
  await send({ [RESULT]: PUPIL, anders: 'ANDER-LL-1' }, '8');
  expect(shown((await settled()).slice(0, 4))).toEqual([
    'las result delivered',
    'las result held restricted',
    'webhook result delivered',
    'webhook result held restricted',
  ]);
  expect([...hooked().values()].sort()).toEqual([1, 2]);
  await store.rights.restrict(SCHOOL, person, new Date().toISOString(), false);
  expect(shown((await settled()).slice(0, 4))).toEqual([
    'las result delivered',
    'las result delivered',
    'webhook result delivered',
    'webhook result delivered',
  ]);
  expect([...hooked().values()]).toEqual([2, 2]);
  expect(new Set(las.ledger.entries.flatMap(({ items }) => items.map(({ key }) => key)))).toEqual(new Set([RESULT, 'anders']));
});

test('what went on of a pupil is in the dossier, with to whom', async () => {
  const { given } = await makeDossier({ ...(await pupil()), actor: 'cli:tester' });
  const went = given.map(({ receiver, operation }) => `${operation} ${receiver.klantcode}`);
  expect(new Set(went)).toEqual(new Set(['result.deliver van-las', 'result.deliver van-webhook']));
});

test('an erased pupil is withdrawn from who can be told, is a task where nobody can, and is nowhere any more', async () => {
  const one = await pupil();
  const { store, person } = one;
  const { items } = await store.results({ school: SCHOOL, limit: 10, learner: person.names[0]! });
  const tried = await command('erase', 'learner', '--school', SCHOOL, '--learner', person.names[0]!, '--dry-run');
  expect(tried).toContain('  1 result went to las, which has no message for removal: ask van-las to remove it\n');
  expect(tried).toContain('  1 result went to webhook: van-webhook would be told that it is withdrawn\n');
  const erased = await eraseLearner({ ...one, dryRun: false });
  if (erased.kind !== 'erased') throw new Error('nobody was erased');
  expect(erased.receipt.targets).toEqual([
    { target: 'las', party: 'van-las', results: 1, how: 'hand' },
    { target: 'webhook', party: 'van-webhook', results: 1, how: 'message' },
  ]);
  const after = await settled();
  expect(shown(after.filter(({ kind }) => kind === 'withdrawal'))).toEqual([
    'las withdrawal task not-expressible',
    'webhook withdrawal delivered',
  ]);
  expect([...hooked().values()].sort()).toEqual([2, 'withdrawn']);
  const status = await store.outbox.deliveryStatus(new Date().toISOString());
  expect(status.map(({ target, counts }) => [target, counts.dead, counts.task])).toEqual([
    ['las', 0, 1],
    ['webhook', 0, 0],
  ]);
  expect(await command('deliver', 'status')).toContain('las: 1 erasure tasks: uwlr erase tasks\n');

  const tasks = async () => JSON.parse(await command('erase', 'tasks', '--json')).items as { readonly id: string }[];
  expect(await tasks()).toMatchObject([{ school: SCHOOL, target: 'las', party: 'van-las', receipt: erased.receipt.id }]);
  // No sweep takes it away, whatever it goes by.
  expect(JSON.parse(await command('deliver', 'list', '--state', 'dead', '--json')).items).toEqual([]);
  await command('deliver', 'cancel', '--school', SCHOOL, '--state', 'dead');
  await command('deliver', 'cancel', '--school', SCHOOL, '--reason', 'not-expressible');
  await command('deliver', 'redrive', '--school', SCHOOL, '--reason', 'not-expressible');
  const [{ id } = { id: '' }] = await tasks();
  expect(JSON.parse(await command('deliver', 'list', '--state', 'task', '--json')).items).toMatchObject([{ id, kind: 'withdrawal' }]);
  const done = JSON.parse(await command('erase', 'done', id, '--by', 'Een Beheerder', '--json')) as object;
  expect(done).toMatchObject({ id, school: SCHOOL, target: 'las', doneBy: 'Een Beheerder', doneAt: expect.any(String) });
  expect(await tasks()).toEqual([]);
  expect(JSON.parse(await command('deliver', 'show', id, '--json'))).toMatchObject({ state: 'cancelled', reason: 'asked' });
  expect((await store.audit({ operation: 'erasure.task-done', limit: 9 })).items).toMatchObject([
    { subject: 'las', counts: { task: Number(id) } },
  ]);

  await store.rights.scrub();
  const [result] = items;
  const values = { leerlingid: PUPIL, sleutel: RESULT, alias: person.names[0]!, resultaat: result!.id };
  expectNowhere(values, { log: running.log(), deliveries: JSON.stringify(after) }, await everyFile(running.directory));
});
