import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { WebhookMessage } from '../../src/delivery/webhook/webhook-message.js';
import type { Agreement, Party, TargetKind } from '../../src/directory/directory.js';
import { resultFieldChoice } from '../../src/privacy/fields/field-choice.js';
import { makeFieldList } from '../../src/privacy/fields/field-list.js';
import { SIMULATED_CALLER, type SimulatedLas, startSimulatedLas } from '../../src/simulator/las.js';
import { type SimulatedWebhookReceiver, startWebhookReceiver } from '../../src/simulator/webhook-receiver.js';
import { uwlr } from '../cli/support/uwlr.js';
import { agreement, credential, party } from '../store/support/records.js';
import { post, type Running, startTestGateway } from '../support/gateway.js';
import { message, TOETSEN } from '../support/messages.js';

const SCHOOL = '99XX';
const FROM = '2026-01-01T00:00:00.000Z';
const SECRET = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
/** Whole hours, as somebody might write it. */
const WRITTEN = 'bk:30789C91-5b39-4780-98f3-a1bd6af2d808';
const GOAL = 'https://opendata.slo.nl/curriculum/uuid/30789c91-5b39-4780-98f3-a1bd6af2d808';
const SET = fileURLToPath(new URL('../../fixtures/goals/voorbeeld-rekenen-meten.json', import.meta.url));
const SCHEMA = JSON.parse(readFileSync(new URL('../../schemas/webhook/results-stored.json', import.meta.url), 'utf8'));
const ABOUT_HOURS = TOETSEN.replace(
  '<toetsonderdelen>',
  `<toetshierarchie><ingang niveau="1">${WRITTEN}</ingang></toetshierarchie><toetsonderdelen>`,
);

const fields = (...names: readonly string[]) => makeFieldList(names, [resultFieldChoice()]).fields;

let running: Running;
let las: SimulatedLas;
let hook: SimulatedWebhookReceiver;
let other: SimulatedWebhookReceiver;
let files: string;

beforeAll(async () => {
  las = await startSimulatedLas();
  hook = await startWebhookReceiver({ secrets: [SECRET] });
  other = await startWebhookReceiver({ secrets: [SECRET] });
  files = await mkdtemp(path.join(tmpdir(), 'uwlr-tags-'));
  running = await startTestGateway({ settings: { allowTargets: '127.0.0.1' } });
  const { store, keyring } = running.gateway;
  const { klantcode, klantnaam, autorisatiesleutel } = SIMULATED_CALLER;
  const seal = (value: unknown) => keyring.sealSecret(JSON.stringify(value));
  const receivers: readonly (readonly [id: string, TargetKind, Partial<Party>, settings: object, Partial<Agreement>])[] = [
    ['las', 'las', { role: 'las', endpoint: las.resultsEndpoint, connection: seal({ klantcode, klantnaam }) }, {}, {}],
    ['hook', 'webhook', { role: 'client' }, { url: hook.url, secrets: [{ secret: SECRET }] }, {}],
    ['other', 'webhook', { role: 'client' }, { url: other.url, secrets: [{ secret: SECRET }] }, { fields: fields('resultaat/score') }],
    ['files', 'files', { role: 'client' }, { directory: files, format: 'ndjson' }, { fields: fields('resultaat/score', 'goalLinks') }],
  ];
  for (const [id, kind, more, settings, terms] of receivers) {
    const of = { party: `van-${id}`, from: FROM };
    await store.addParty(party(of.party, more));
    const key = credential(`key-${id}`, { ...of, schools: [SCHOOL], sealed: keyring.sealSecret(autorisatiesleutel) });
    await store.addAgreements([agreement(`agreement-${id}`, { ...of, ...terms, school: SCHOOL })], key);
    await store.addTarget({ id, party: of.party, kind, settings: seal(settings), createdAt: FROM });
  }
});
afterAll(async () => {
  await running.stop();
  await Promise.all([las.close(), hook.close(), other.close(), rm(files, { recursive: true, force: true })]);
});

/** Resolves once nothing is on its way, or about to be, and `kind` was there. */
async function settled(kind: string): Promise<void> {
  for (;;) {
    const { items } = await running.gateway.store.outbox.deliveries({ limit: 100 });
    const isQuiet = items.every(({ state }) => !['waiting', 'leased', 'retrying'].includes(state));
    if (isQuiet && items.some((item) => item.kind === kind)) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const messagesOf = ({ requests }: SimulatedWebhookReceiver) => requests.map(({ body }) => JSON.parse(body) as WebhookMessage);

test('a set that is loaded later brings receivers the goals of the results that they have: once, without a new revision, and no LAS', async () => {
  const { code } = await post(running.gateway, message({ toetsen: ABOUT_HOURS }));
  expect(code).toBeUndefined();
  await settled('result');
  const [before] = messagesOf(hook);
  expect(before?.items).toMatchObject([{ kind: 'result', result: { goalLinks: [{ original: WRITTEN, via: 'message' }] } }]);
  // Another process than the gateway: that finds by itself that there is something to do.
  const imported = await uwlr(['goals', 'import', SET, '--data', running.directory]);
  expect([imported.code, imported.stderr]).toEqual([0, '']);
  await settled('result.tagged');
  const [, tagged, ...more] = messagesOf(hook);
  const result = before?.items[0]?.kind === 'result' ? before.items[0].result : undefined;
  const links = [
    {
      goal: GOAL,
      set: 'voorbeeld-rekenen-meten',
      setVersion: '1',
      coverage: 'unknown',
      via: 'message',
      assertedBy: 'supplier',
      original: WRITTEN,
    },
  ];
  expect(tagged).toEqual({
    ...{ type: 'result.tagged', batch: expect.any(String), school: SCHOOL },
    items: [{ kind: 'result.tagged', tagged: { result: result?.id, revision: 1, goalLinks: links } }],
  });
  expect(more).toEqual([]);
  const ajv = new Ajv2020({ strict: true, allErrors: true });
  formats.default(ajv);
  expect(ajv.validate(SCHEMA, tagged) ? [] : ajv.errors).toEqual([]);
  expect(messagesOf(other).flatMap(({ items }) => items.map(({ kind }) => kind))).toEqual(['result']);
  expect(las.ledger.entries).toHaveLength(1);
  const names = await readdir(files);
  const texts = await Promise.all(names.map((name) => readFile(path.join(files, name), 'utf8')));
  const lines = texts.flatMap((text) =>
    text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  );
  expect(lines.map(({ kind }) => kind).sort()).toEqual(['result', 'result.tagged']);
  expect(lines.find(({ kind }) => kind === 'result.tagged').tagged.goalLinks).toEqual(links);
});

test('the result itself stays the revision that it was, and shows its goals', async () => {
  const { items } = await running.gateway.store.results({ school: SCHOOL, limit: 10 });
  expect(items).toMatchObject([{ revision: 1, goalLinks: [{ goal: GOAL }] }]);
});

test('a person sees the goals that a result has and had, with who says so and until when', async () => {
  const { items } = await running.gateway.store.results({ school: SCHOOL, limit: 10 });
  const shown = await uwlr(['results', 'show', items[0]?.id as string, '--data', running.directory]);
  const lines = shown.stdout.split('\n').filter((line) => line.includes('supplier'));
  expect(lines.map((line) => line.split(/ {2,}/).slice(0, 4))).toEqual([
    [WRITTEN, 'not loaded', 'supplier', 'message'],
    [GOAL, 'voorbeeld-rekenen-meten@1', 'supplier', 'message'],
  ]);
  const detail = await uwlr(['results', 'show', items[0]?.id as string, '--json', '--data', running.directory]);
  const [before, now] = JSON.parse(detail.stdout).goals;
  expect([typeof before.endedAt, now.endedAt, now.goal]).toEqual(['string', undefined, GOAL]);
});

test('goals retag tags again, says what it did, and lists what was done', async () => {
  const again = await uwlr(['goals', 'retag', '--data', running.directory]);
  expect([again.code, again.stderr]).toEqual([0, '']);
  expect(again.stdout).toBe(
    'Tagged the results of 1 school anew.\nActivities that changed: 0\nLinks added: 0; links that ended, and are kept: 0\nMessages to receivers: 0\n',
  );
  const listed = await uwlr(['goals', 'retag', '--list', '--json', '--data', running.directory]);
  const { items } = JSON.parse(listed.stdout) as { items: readonly object[] };
  expect(items).toMatchObject([{ cause: 'retag' }, { cause: 'goals.import', school: SCHOOL, changed: 1, links: 1, ended: 1, events: 2 }]);
});
