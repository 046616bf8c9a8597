import { readFile, stat, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Dossier } from '../../src/rights/dossier.js';
import type { Receipt } from '../../src/store/rights-store.js';
import { answer, take } from '../store/support/outbox.js';
import { fillRoster, smallSchool, YEAR } from '../support/fill-roster.js';
import { post, type Running, startTestGateway } from '../support/gateway.js';
import { afname, message, resultaat } from '../support/messages.js';
import { ask } from '../support/pupil-questions.js';
import { json, ONE_LINE, uwlr, type Workspace, workspace } from './support/uwlr.js';

const ECK = `https://ketenid.nl/pilot/${'a'.repeat(128)}`;
const FAMILY = `O'Verzonnen <i> & "Co"`;

let space: Workspace;
let running: Running;
/** Whom the commands are about, and where they find the data. */
let who: readonly string[];
let at: readonly string[];
let learner: string;

beforeAll(async () => {
  space = await workspace();
  running = await startTestGateway({
    agreement: { exchanges: ['leerlinggegevens', 'leerresultaten'], profile: 'smalle-set' },
    party: { acceptStale: true },
    settings: { delivery: 'off' },
  });
  const name = { family: FAMILY, prefix: 'van', call: 'Anna' };
  const { roster } = await fillRoster(running.gateway, smallSchool({ name }));
  learner = roster.learners[0]?.id as string;
  for (const [second, score] of ['4', '8'].entries()) {
    const afnames = afname('L-1', resultaat('r-1', score)) + afname('L-2', resultaat(`r-2-${second}`));
    await post(running.gateway, message({ afnames, aanmaakdatum: `2026-01-15T09:00:0${second}+01:00`, auteur: '<auteur>Iemand</auteur>' }));
  }
  expect((await ask(running)).code).toBeUndefined();
  await writeFile(space.path('leerlingid'), ' L-1\n');
  await writeFile(space.path('eckid'), `${ECK}\n`);
  at = ['--school', '99XX', '--data', running.directory];
  who = ['--leerlingid-file', space.path('leerlingid'), ...at];
});

afterAll(async () => {
  await running.stop();
  await space.remove();
});

test('a dossier has everything of the learner, by whatever name it is asked for, and nothing of another', async () => {
  const dossier = await json<Dossier>(['dossier', ...who]);
  expect(dossier).toMatchObject({ school: { id: '99XX', name: 'School 99XX' }, pseudonyms: { learner } });
  expect(dossier.namedInResults).toEqual({ leerlingids: ['L-1'], eckIds: [] });
  expect(dossier.years).toMatchObject([
    {
      schoolYear: YEAR,
      learner: {
        key: 'L-1',
        eckId: ECK,
        name: { family: FAMILY, prefix: 'van', call: 'Anna' },
        birthDate: '2017-03-04',
        numberEnding: '4321',
      },
      groups: [{ name: 'Groep 4' }, { name: 'Plusklas' }],
    },
  ]);
  const [result, ...others] = dossier.results;
  expect(others).toEqual([]);
  expect(result?.source).toMatchObject({ party: { klantcode: 'TESTEA', name: 'Testleverancier' } });
  expect(result?.revisions.map(({ revision, key, values }) => [revision, key, values[0]?.value])).toEqual([
    [1, 'r-1', '4'],
    [2, 'r-1', '8'],
  ]);
  expect(dossier.received.map(({ exchange }) => exchange)).toEqual(result?.revisions.map(({ exchange }) => exchange));
  expect(dossier.received[0]?.leftOut.map(({ path }) => path)).toContain('leerresultaten_verzoek/school/auteur');
  expect(dossier.given).toMatchObject([
    { receiver: { klantcode: 'TESTEA' }, operation: 'HaalLeerlinggegevens', purpose: 'Testen', schoolYear: YEAR },
  ]);
  expect(dossier.given[0]?.fields).toEqual(expect.arrayContaining(['achternaam', '@eckid', 'geboortedatum']));
  expect(dossier.given[0]?.fields).not.toContain('bsn_ondwnr-4');
  expect(JSON.stringify(dossier)).not.toMatch(/"L-2"|"Voorbeeld"|"Bram"/);

  const { madeAt: _, ...same } = dossier;
  for (const name of [
    ['--learner', learner],
    ['--learner', dossier.pseudonyms.others[0] as string],
    ['--eckid-file', space.path('eckid')],
  ]) {
    expect(await json<Dossier>(['dossier', ...name, ...at])).toMatchObject(same);
  }
  const { items } = await running.gateway.store.audit({ operation: 'learner.dossier', limit: 10 });
  expect(items.map(({ actor, school, counts }) => [actor.startsWith('cli:'), school, counts])).toEqual(
    Array(4).fill([true, '99XX', { learners: 1, results: 1 }]),
  );
});

test('a page of it is in Dutch, stands on its own, is for its owner only, and shows no text as markup', async () => {
  const file = space.path('dossier.html');
  const { stdout } = await uwlr(['dossier', ...who, '--html', file]);
  expect(stdout).toBe(`Wrote ${file}: school years 1, results 1, times given 1.\n`);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const page = await readFile(file, 'utf8');
  expect(page).toContain('<html lang="nl">');
  expect(page).toContain('Anna van O&#39;Verzonnen &#60;i&#62; &#38; &#34;Co&#34;');
  expect(page).toContain('(later verbeterd door de aanbieder)');
  expect(page).not.toContain('<i>');
  expect(page.match(/(?:src|href)=|@import|url\(|<script/gi)).toBeNull();
});

test('a restricted learner goes out neither to a vendor nor into a file, until that is lifted', async () => {
  const exported = async () => {
    const file = space.path('export.xml');
    await json(['roster', 'export', ...at, '--school-year', YEAR, '--profile', 'smalle-set', '--version', '2.2', '--out', file]);
    return (await readFile(file, 'utf8')).includes('"L-1"');
  };
  const served = async () => (await ask(running)).text.includes('"L-1"');
  expect([await served(), await exported()]).toEqual([true, true]);
  expect(await json(['restrict', ...who])).toEqual({ school: '99XX', restricted: true, changed: true });
  expect((await uwlr(['restrict', ...who])).stdout).toBe('Already restricted.\n');
  const since = new Date(Date.now() + 60_000).toISOString();
  expect([await served(), await exported()]).toEqual([false, false]);
  expect((await ask(running, { rest: `<laatstontvangengegevens>${since}</laatstontvangengegevens>` })).text).toContain('geenwijzigingen');
  const groups = '<groepen><groep key="g4"/></groepen>';
  expect((await ask(running, { name: 'leerlingen_verzoek', groups })).text).not.toContain('"L-1"');
  expect(await json<Dossier>(['dossier', ...who])).toMatchObject({ restrictedSince: expect.any(String) });
  expect((await json<Dossier>(['dossier', ...who])).given).toHaveLength(3);

  expect((await uwlr(['restrict', ...who, '--lift'])).stdout).toBe('No longer restricted.\n');
  expect([await served(), await exported()]).toEqual([true, true]);
  const { given } = await json<Dossier>(['dossier', ...who]);
  expect(given.map(({ receiver, operation }) => [receiver.klantcode.split(':')[0], operation])).toEqual([
    ['TESTEA', 'HaalLeerlinggegevens'],
    ['TESTEA', 'HaalLeerlinggegevens'],
    ['cli', 'ExportRoster'],
    ['TESTEA', 'HaalLeerlinggegevens'],
    ['cli', 'ExportRoster'],
  ]);
});

test('an erasure says who is told of it, and who has to be asked: of files those in UWLR, which has no words for it', async () => {
  const { outbox } = running.gateway.store;
  for (const format of ['ndjson', 'uwlr']) {
    const target = ['--kind', 'files', '--party', format.toUpperCase(), '--directory', space.path('.'), '--format', format];
    await json(['deliver', 'target', 'add', format, ...target, '--data', running.directory]);
    await json(['agreement', 'add', '--party', format.toUpperCase(), '--exchange', 'leerresultaten', '--purpose', 'Testen', ...at]);
    await json(['deliver', 'send', '--target', format, ...at]);
    await answer(outbox, await take(outbox, { target: format }));
  }
  expect((await json<Receipt>(['erase', ...who, '--dry-run'])).targets?.map(({ target, how }) => [target, how])).toEqual([
    ['ndjson', 'message'],
    ['uwlr', 'hand'],
  ]);
  for (const format of ['ndjson', 'uwlr']) await json(['deliver', 'target', 'end', format, '--data', running.directory]);
});

test('an erasure is tried out first, gives a receipt, and is lifted by it', async () => {
  const { store } = running.gateway;
  await store.holdSchool('99XX', new Date().toISOString());
  expect(await uwlr(['erase', ...who, '--yes'])).toEqual({
    code: 1,
    stdout: '',
    stderr: 'uwlr: school 99XX is under legal hold: nothing of it may be removed\n',
  });
  await store.holdSchool('99XX', undefined);

  const tried = await json<Receipt & { dryRun: boolean }>(['erase', ...who, '--dry-run']);
  expect((await uwlr(['erase', 'list', ...at])).stdout).toBe('Nobody was erased.\n');
  const receipt = await json<Receipt & { dryRun: boolean }>(['erase', ...who, '--yes']);
  expect([tried.dryRun, receipt.dryRun]).toEqual([true, false]);
  expect(receipt.removed.map(({ kind, count }) => [kind, count])).toEqual(tried.removed.map(({ kind, count }) => [kind, count]));
  expect(receipt.removed.find(({ kind }) => kind === 'results')?.count).toBe(2);
  expect(receipt.receivers.map(({ receiver }) => receiver)).toEqual([expect.stringMatching(/^TESTEA$/), expect.stringMatching(/^cli:/)]);
  expect(await uwlr(['dossier', ...who, '--json'])).toEqual({ code: 1, stdout: '', stderr: 'uwlr: school 99XX has no such learner\n' });

  expect(await json(['erase', 'list', ...at])).toEqual({ items: [{ ...receipt, dryRun: undefined }] });
  expect((await uwlr(['erase', 'lift', receipt.id, ...at])).code).toBe(0);
  expect(await uwlr(['erase', 'lift', receipt.id, ...at])).toMatchObject({ code: 1, stderr: expect.stringMatching(ONE_LINE) });
  expect((await uwlr(['erase', 'list', ...at])).stdout).toMatch(/TESTEA cli:\S+ +\d{4}-/);
});

test.each([
  ['nobody', ['erase', '--yes'], 2],
  ['one learner in two ways', ['restrict', '--learner', 'x', '--eckid-file', 'y'], 2],
  ['an erasure without a word on whether it is meant', ['erase', '--learner', 'x'], 2],
  ['an erasure that is only tried and meant', ['erase', '--learner', 'x', '--dry-run', '--yes'], 2],
  ['a dossier without a form', ['dossier', '--learner', 'x'], 2],
  ['a learner whom nobody knows', ['erase', '--learner', 'onbekend', '--yes'], 1],
  ['a file that is not there', ['restrict', '--eckid-file', '/nowhere/eckid'], 3],
] as const)('%s is said in one line', async (_what, args, expected) => {
  const { code, stdout, stderr } = await uwlr([...args, ...at]);
  expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
  expect(stderr).toMatch(ONE_LINE);
});
