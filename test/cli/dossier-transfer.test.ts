import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MOST_LINKS } from '../../src/goals/tagger.js';
import { type HandedDossier, sealedDossier } from '../../src/model/handed-dossier.js';
import { readHandedDossier } from '../../src/model/read-handed-dossier.js';
import type { Dossier } from '../../src/rights/dossier.js';
import { claimsInPage } from '../support/claims/claims-in-names.js';
import { fillRoster, smallSchool } from '../support/fill-roster.js';
import { post, type Running, startTestGateway } from '../support/gateway.js';
import { afname, message, resultaat, TOETSEN } from '../support/messages.js';
import { json, ONE_LINE, uwlr, type Workspace, workspace } from './support/uwlr.js';

/** Hele uren, as the set of the fixtures has it. */
const GOAL = 'https://opendata.slo.nl/curriculum/uuid/30789c91-5b39-4780-98f3-a1bd6af2d808';
const UNKNOWN = 'bk:11111111-0000-4000-8000-000000000000';
const HIERARCHY = `<toetshierarchie><ingang niveau="1">${GOAL}</ingang><ingang niveau="2">${UNKNOWN}</ingang></toetshierarchie>`;
const TESTS = TOETSEN.replace('<toetsonderdelen>', `${HIERARCHY}<toetsonderdelen>`);
const SET = path.resolve('fixtures/goals/voorbeeld-rekenen-meten.json');

let space: Workspace;
let former: Running;
let next: Running;
let file: string;
let dossier: HandedDossier;

/** The options of a command about the pupil, at the former school and at the next one. */
const at = (running: Running, school: string) => ['--school', school, '--data', running.directory];
const ofFormer = () => ['--leerlingid-file', space.path('former'), ...at(former, '99XX')];
const ofNext = () => ['--leerlingid-file', space.path('next'), ...at(next, '99YY')];

beforeAll(async () => {
  space = await workspace();
  const settings = { delivery: 'off', logLevel: 'error' } as const;
  const agreement = { exchanges: ['leerlinggegevens', 'leerresultaten'] } as const;
  former = await startTestGateway({ agreement, settings });
  next = await startTestGateway({ agreement, settings, schools: ['99YY'] });
  await json(['goals', 'import', SET, '--data', former.directory]);
  const figure = { kind: 'score', meaning: 'Aantal sterren', notMeaning: 'Geen beheersing' } as const;
  await former.gateway.store.goals.profiles.declareProfile(
    {
      ...{
        party: 'TESTEA',
        product: 'klokrekenen',
        selector: { codes: ['T1'] },
        origins: [{ originType: 'methodTest' }],
        figures: [figure],
      },
      ...{ context: [], adaptive: 'yes', targetLevel: 'unknown', durability: 'unknown', signalsFrom: 'unknown' },
    },
    '2026-01-01T00:00:00.000Z',
  );
  await fillRoster(former.gateway, smallSchool());
  const { learners, ...rest } = smallSchool();
  const moved = learners.map((learner) => ({ ...learner, key: learner.key === 'L-1' ? 'N-1' : 'N-2' }));
  await fillRoster(next.gateway, { ...rest, learners: moved }, { school: '99YY' });
  await writeFile(space.path('former'), 'L-1\n');
  await writeFile(space.path('next'), 'N-1\n');
  await writeFile(space.path('other'), 'N-2\n');
  const afnames = afname('L-1', resultaat('r-1', '4') + resultaat('r-2', '8')) + afname('L-2', resultaat('r-3', '5'));
  await post(former.gateway, message({ afnames, toetsen: TESTS }));
  file = space.path('dossier.json');
});

afterAll(async () => {
  await former.stop();
  await next.stop();
  await space.remove();
});

test('an export has the results of the pupil with goals, sources and what figures mean, and no name, key or pseudonym', async () => {
  const made = await json<{ results: number; goals: number }>(['dossier', 'export', ...ofFormer(), '--out', file]);
  expect(made).toMatchObject({ results: 2, goals: 1, leftOut: [] });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const text = await readFile(file, 'utf8');
  dossier = JSON.parse(text) as HandedDossier;
  expect(dossier).toMatchObject({
    school: { id: '99XX', name: 'School 99XX' },
    parties: [{ klantcode: 'TESTEA', name: 'Testleverancier' }],
  });
  expect(dossier.goals).toMatchObject([{ goal: GOAL }]);
  expect(dossier.results).toMatchObject(
    ['4', '8'].map((value) => ({
      source: { party: 'TESTEA', product: 'klokrekenen', version: '2.2' },
      sourceProfile: { declared: true, adaptive: 'yes' },
      activity: { code: 'T1', originType: 'methodTest' },
      values: [{ kind: 'score', value, declaration: { meaning: 'Aantal sterren', notMeaning: 'Geen beheersing' } }],
      goalLinks: [{ goal: GOAL }, { original: UNKNOWN }],
    })),
  );
  expect(text).not.toMatch(/"L-1"|L-2|Testema|Anna|"learner":"|pseudonym/);
});

test('a page of the pupil at the former school calls the goals by their names, and says that a result does not tell how well', async () => {
  const page = space.path('page.html');
  await uwlr(['dossier', ...ofFormer(), '--html', page]);
  const text = await readFile(page, 'utf8');
  expect(text).toContain(`RW.1.067 ${dossier.goals[0]?.title}`);
  expect(text).toContain('volgens de leverancier; hoe goed het past, is niet opgegeven');
  expect(text).toContain('Een resultaat zegt niet hoe goed de leerling een leerdoel kent');
  expect(claimsInPage(text, 'dossier')).toEqual([]);
});

test('the export is on record as a disclosure and in the audit', async () => {
  const { given } = await json<Dossier>(['dossier', ...ofFormer()]);
  expect(given).toMatchObject([{ operation: 'ExportDossier', receiver: { klantcode: expect.stringMatching(/^cli:/) } }]);
  expect(given[0]?.fields).toEqual(expect.arrayContaining(['goalLinks', 'values', 'source']));
  const { items } = await former.gateway.store.audit({ operation: 'learner.dossier-export', limit: 10 });
  expect(items).toMatchObject([{ school: '99XX', counts: { learners: 1, results: 2 } }]);
});

test('what is wrong with a file is said with its place, and nothing of it is stored', async () => {
  const [first] = dossier.results as [HandedDossier['results'][number]];
  const { digest: _, ...whole } = dossier;
  const bad: readonly (readonly [unknown, RegExp])[] = [
    ['{', /the file is no JSON/],
    [{ school: 1 }, /\/format is no dossier/],
    [{ ...dossier, formatVersion: '9' }, /\/formatVersion is of a version/],
    [{ ...dossier, madeAt: '2025-01-01T00:00:00.000Z' }, /\/digest does not fit/],
    [sealedDossier({ ...whole, results: [{ ...first, average: '7' }] } as never), /\/results\/0 has a field that is not known here/],
    [
      sealedDossier({ ...whole, results: [{ ...first, values: [{ ...first.values[0], value: 7 }] }] } as never),
      /\/results\/0\/values\/0\/value/,
    ],
    [sealedDossier({ ...whole, results: [first, first] }), /\/results\/1\/id is there twice/],
    [sealedDossier({ ...whole, parties: [] }), /\/results\/0\/source\/party is none of the parties/],
    [sealedDossier({ ...whole, school: { id: '99XX', name: 'a\u0001b' } }), /\/school\/name has a character/],
  ];
  for (const [content, said] of bad) {
    await writeFile(space.path('bad.json'), typeof content === 'string' ? content : JSON.stringify(content));
    const { code, stdout, stderr } = await uwlr(['dossier', 'import', space.path('bad.json'), ...ofNext()]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(said);
    expect(stderr).toMatch(ONE_LINE);
  }
  expect((await json<Dossier>(['dossier', ...ofNext()])).results).toEqual([]);
});

test('a result may have as many goals as an activity gets', () => {
  const { digest: _, ...whole } = dossier;
  const [first] = dossier.results as [HandedDossier['results'][number]];
  const goalLinks = Array.from({ length: MOST_LINKS }, (_none, at) => ({ ...first.goalLinks[0], goal: `${GOAL}/${at}` }));
  const made = sealedDossier({ ...whole, results: [{ ...first, goalLinks }] } as never);
  expect(readHandedDossier(JSON.stringify(made))).toMatchObject({ kind: 'read' });
});

test('a file of another pupil, of the school itself or of vendors that nobody knows here is refused', async () => {
  const { digest: _, ...whole } = dossier;
  await writeFile(
    space.path('renamed.json'),
    JSON.stringify(sealedDossier({ ...whole, parties: [{ klantcode: 'TESTEA', name: 'Een ander' }] })),
  );
  const eckIds = [`https://ketenid.nl/pilot/${'b'.repeat(128)}`];
  await writeFile(space.path('stranger.json'), JSON.stringify(sealedDossier({ ...whole, learner: { eckIds } })));
  const refused: readonly (readonly [readonly string[], RegExp])[] = [
    [[file, ...ofFormer()], /the dossier is of this very school/],
    [[space.path('stranger.json'), ...ofNext()], /the dossier is of another learner/],
    [[space.path('stranger.json'), ...at(next, '99YY')], /no learner with an ECK iD of the file/],
    [[space.path('renamed.json'), ...ofNext()], /say which parties .*--as TESTEA=KLANTCODE/],
    [[file, ...ofNext(), '--as', 'TESTEA=NIEMAND'], /there is no party NIEMAND/],
  ];
  for (const [args, said] of refused) {
    const { code, stderr } = await uwlr(['dossier', 'import', ...args]);
    expect([code, stderr]).toEqual([1, expect.stringMatching(said)]);
  }
  expect((await uwlr(['dossier', 'import', file, ...ofNext(), '--as', 'TESTEA'])).code).toBe(2);
  expect((await json<Dossier>(['dossier', ...ofNext()])).results).toEqual([]);
});

describe('an import at the next school', () => {
  test('stores the results under the pupil of the same ECK iD, with goals, sources and the school that they come from', async () => {
    const tried = await json(['dossier', 'import', file, ...at(next, '99YY'), '--dry-run']);
    expect(tried).toMatchObject({ dryRun: true, added: 2, exchanges: [] });
    const taken = await json<{ exchanges: string[] }>(['dossier', 'import', file, ...at(next, '99YY')]);
    expect(taken).toMatchObject({ dryRun: false, from: { id: '99XX' }, added: 2, changed: 0, unchanged: 0 });
    const { results, received } = await json<Dossier>(['dossier', ...ofNext()]);
    expect(results).toMatchObject(
      ['4', '8'].map((value) => ({
        source: {
          party: { klantcode: 'TESTEA' },
          product: 'klokrekenen',
          intake: 'file',
          handedOver: { school: '99XX', name: 'School 99XX' },
        },
        revisions: [
          {
            sourceProfile: { declared: true, adaptive: 'yes' },
            values: [{ value, declaration: { meaning: 'Aantal sterren' } }],
            norm: { term: value === '4' ? 'oefenen' : 'goed' },
            goalLinks: [
              { goal: GOAL, original: GOAL, via: 'dossier', assertedBy: 'supplier', coverage: 'unknown' },
              { original: UNKNOWN, via: 'dossier' },
            ],
          },
        ],
      })),
    );
    expect(received).toMatchObject([{ operation: 'ImportDossier', exchange: taken.exchanges[0] }]);
  });

  test('changes nothing when it is done again, and takes a newer export as a new revision', async () => {
    expect(await json(['dossier', 'import', file, ...ofNext()])).toMatchObject({ added: 0, changed: 0, unchanged: 2, exchanges: [] });
    await post(
      former.gateway,
      message({ afnames: afname('L-1', resultaat('r-1', '9')), toetsen: TESTS, aanmaakdatum: '2026-01-16T09:00:00+01:00' }),
    );
    const newer = space.path('newer.json');
    await json(['dossier', 'export', ...ofFormer(), '--out', newer]);
    expect(await json(['dossier', 'import', newer, ...ofNext()])).toMatchObject({ added: 0, changed: 1, unchanged: 1 });
    // The file of before changes nothing back.
    expect(await json(['dossier', 'import', file, ...ofNext()])).toMatchObject({ added: 0, changed: 0, unchanged: 2 });
    const { results } = await json<Dossier>(['dossier', ...ofNext()]);
    expect(results.map(({ revisions }) => revisions.map(({ values }) => values[0]?.value))).toEqual([['4', '9'], ['8']]);
  });

  test('is refused for a second pupil, and leaves the order of messages of the vendor alone', async () => {
    const { digest: _, ...whole } = dossier;
    await writeFile(space.path('nobody.json'), JSON.stringify(sealedDossier({ ...whole, learner: {} })));
    const { code, stderr } = await uwlr([
      'dossier',
      'import',
      space.path('nobody.json'),
      '--leerlingid-file',
      space.path('other'),
      ...at(next, '99YY'),
    ]);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/of another learner/)]);
    const own = await post(next.gateway, message({ brin: '99YY', afnames: afname('N-1', resultaat('r-1', '6')) }));
    expect([own.status, own.code]).toEqual([200, undefined]);
    const { results } = await json<Dossier>(['dossier', ...ofNext()]);
    expect(results.map(({ source }) => source.handedOver?.school)).toEqual(['99XX', '99XX', undefined]);
  });

  test('has its goals looked up in the sets of the next school, and keeps who asserted them', async () => {
    await json(['goals', 'import', SET, '--data', next.directory]);
    const { digest: _, ...whole } = dossier;
    const asserted = { original: GOAL, goal: GOAL, coverage: 'partial', via: 'school', assertedBy: 'school' } as const;
    const [first] = dossier.results as [HandedDossier['results'][number]];
    const id = '11111111-0000-4000-8000-000000000001';
    const activity = { ...first.activity, name: 'Toets van 123456782' };
    await writeFile(
      space.path('by-school.json'),
      JSON.stringify(sealedDossier({ ...whole, results: [{ ...first, id, activity, goalLinks: [asserted] }] })),
    );
    expect(await json(['dossier', 'import', space.path('by-school.json'), ...ofNext()])).toMatchObject({ added: 1 });
    const last = (await json<Dossier>(['dossier', ...ofNext()])).results.at(-1)?.revisions.at(-1);
    expect(last?.activity.name).toBe('Toets van [nummer]');
    const { goalLinks } = last ?? {};
    expect(goalLinks?.[0]).toMatchObject({
      ...{ goal: GOAL, set: 'voorbeeld-rekenen-meten', setVersion: '1', via: 'dossier' },
      ...{ coverage: 'partial', assertedBy: 'school 99XX' },
    });
  });
});

test('a vendor can be known here under another klantcode', async () => {
  await json(['party', 'add', '--klantcode', 'ONZE', '--klantnaam', 'Dezelfde uitgever', '--role', 'ea', '--data', next.directory]);
  const renamed = ['dossier', 'import', file, ...ofNext(), '--as', 'TESTEA=ONZE'];
  expect(await json(renamed)).toMatchObject({ added: 2 });
  const { results } = await json<Dossier>(['dossier', ...ofNext()]);
  expect(results.filter(({ source }) => source.party.klantcode === 'ONZE')).toHaveLength(2);
});

test('a message with the key of a result that was handed over corrects that result', async () => {
  const current = async () => (await next.gateway.store.results({ school: '99YY', limit: 100 })).items;
  const before = await current();
  const afnames = afname('N-1', resultaat(`99XX/${dossier.results[1]?.id}`, '3'));
  await post(next.gateway, message({ brin: '99YY', afnames, aanmaakdatum: '2026-01-17T09:00:00+01:00' }));
  const after = await current();
  expect(after).toHaveLength(before.length);
  expect(after.at(-1)).toMatchObject({ revision: 2, values: [{ value: '3' }] });
});

test('nothing is handed over of a pupil who is restricted', async () => {
  await json(['restrict', ...ofFormer()]);
  const { code, stderr } = await uwlr(['dossier', 'export', ...ofFormer(), '--out', space.path('none.json')]);
  expect([code, stderr]).toEqual([1, expect.stringMatching(/the learner is restricted/)]);
  await expect(stat(space.path('none.json'))).rejects.toThrow();
});
