import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Dossier } from '../../src/rights/dossier.js';
import type { Receipt } from '../../src/store/rights-store.js';
import { SchoolKeys } from '../../src/store/school-keys.js';
import { signalIntake, signalRow } from '../store/support/signals.js';
import { fillRoster, smallSchool } from '../support/fill-roster.js';
import { post, type Running, startTestGateway } from '../support/gateway.js';
import { afname, message, resultaat } from '../support/messages.js';
import { json, uwlr, type Workspace, workspace } from './support/uwlr.js';

const GOAL = 'https://doelen.voorbeeld/klok/hele-uren';
const NOTE = 'Samen met de <grote> klok geoefend';

let space: Workspace;
let running: Running;
let who: readonly string[];
let other: string;

beforeAll(async () => {
  space = await workspace();
  running = await startTestGateway({
    agreement: { exchanges: ['leerlinggegevens', 'leerresultaten'] },
    settings: { delivery: 'off', logLevel: 'error' },
  });
  const { store, keyring } = running.gateway;
  const { roster } = await fillRoster(running.gateway, smallSchool());
  const learner = roster.learners[0]?.id as string;
  other = roster.learners[1]?.id as string;
  who = ['--learner', learner, '--school', '99XX', '--data', running.directory];
  await post(running.gateway, message({ afnames: afname('L-1', resultaat('r-1', '4')) + afname('L-2', resultaat('r-2', '5')) }));
  const { results } = await json<Dossier>(['dossier', ...who]);
  const [alias] = (await aliasesOf(store)) as [string];
  const of = { party: 'TESTEA', school: '99XX' };
  const document = JSON.stringify({ party: 'TESTEA', supplierGoal: { id: 'KL-1' }, kind: 'STUCK', raisedAt: '2026-11-02T09:00:00.000Z' });
  const row = { learner: alias, basis: results.map(({ id }) => id), document };
  await store.goals.signals.takeSignals(signalIntake([signalRow('s-1', row)], of));
  await store.goals.signals.takeSignals(
    signalIntake([signalRow('s-2', { ...row, supersedes: 's-1', kind: 'FAST', document: document.replace('STUCK', 'FAST') })], of),
  );
  await store.goals.signals.muteSignals('99XX', 'TESTEA', 'FAST', '2026-11-03T09:00:00.000Z');
  const key = await new SchoolKeys(store, keyring).of('99XX');
  const annotation = { author: 't-1', goal: GOAL, createdAt: '2026-11-04T09:00:00.000Z', learner };
  await store.goals.annotations.addAnnotation('99XX', {
    ...annotation,
    id: 'a-1',
    kind: 'workingOn',
    from: '2026-11-01',
    note: key.seal(NOTE),
  });
  await store.goals.annotations.addAnnotation('99XX', { ...annotation, id: 'a-2', kind: 'relevant', learner: other });

  async function aliasesOf({ rights }: typeof store): Promise<readonly string[]> {
    const found = await rights.findPerson('99XX', { rosterId: learner, names: [] });
    if (found.kind !== 'found') throw new Error('the learner is not there');
    const { learners } = await rights.everythingOf('99XX', found.person);
    return learners.map((one) => one.alias);
  }
});

afterAll(async () => {
  await running.stop();
  await space.remove();
});

test('a dossier has every signal and annotation about the learner, and none about another', async () => {
  const { signals, annotations, received } = await json<Dossier>(['dossier', ...who]);
  expect(signals).toMatchObject([
    {
      party: { klantcode: 'TESTEA' },
      muted: false,
      revisions: [
        { kind: 'STUCK', status: 'raised' },
        { kind: 'STUCK', status: 'superseded' },
      ],
    },
    { party: { klantcode: 'TESTEA' }, muted: true, revisions: [{ kind: 'FAST', status: 'raised' }] },
  ]);
  expect(annotations).toMatchObject([{ id: 'a-1', goal: GOAL, kind: 'workingOn', from: '2026-11-01', note: NOTE }]);
  expect(received.map(({ operation }) => operation)).toEqual(['BrengLeerresultaten', 'signals.write', 'signals.write']);
});

test('its page says in Dutch who raised a signal, that the teacher decides, and what a teacher noted', async () => {
  const file = space.path('dossier.html');
  await uwlr(['dossier', ...who, '--html', file]);
  const page = await readFile(file, 'utf8');
  for (const words of [
    'loopt vast: KL-1',
    'gaat snel: KL-1',
    'vervangen door een later signaal',
    'De leerkracht bepaalt',
    'signalen aangeleverd',
  ]) {
    expect(page).toContain(words);
  }
  expect(page).toContain('De school laat dit soort signalen van deze leverancier niet zien');
  expect(page).toContain('er wordt aan gewerkt, vanaf 1 november 2026');
  expect(page).toContain('Samen met de &#60;grote&#62; klok geoefend');
});

test('an erasure removes them, counts them in the receipt, and leaves those of others', async () => {
  const { removed } = await json<Receipt>(['erase', ...who, '--yes']);
  const counts = Object.fromEntries(removed.map(({ kind, count }) => [kind, count]));
  expect(counts).toMatchObject({ signals: 3, annotations: 1, results: 1 });
  const { signals, annotations } = running.gateway.store.goals;
  expect(await signals.signalRevisions('99XX', 's-1')).toEqual([]);
  expect((await annotations.annotations('99XX', { learners: [who[1] as string, other], groups: [] })).map(({ id }) => id)).toEqual(['a-2']);
});
