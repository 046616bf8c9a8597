import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { GoalReport } from '../../src/admin/goals/report/goal-report.js';
import { reportCsv } from '../../src/cli/goals/report/report-csv.js';
import { reportPage } from '../../src/pages/goals/report-page.js';
import { loadExample } from '../api/support/example-goals.js';
import { uwlr } from '../cli/support/uwlr.js';
import { agreement } from '../store/support/records.js';
import { fillRoster, smallSchool } from '../support/fill-roster.js';
import { PARTY, post, type Running, startTestGateway } from '../support/gateway.js';
import { sourceProfile } from '../support/goals.js';
import { afname, message } from '../support/messages.js';

const WHOLE_HOURS = 'https://opendata.slo.nl/curriculum/uuid/30789c91-5b39-4780-98f3-a1bd6af2d808';
const OTHER_KEY = 'sleutel-van-de-andere-leverancier';
const YEAR = ['--from', '2025-08-01', '--until', '2026-07-31'];
const MEASURES = ['000000000001', '000000000002', '000000000003'].map(
  (end) => `https://doelen.voorbeeld/uuid/0b9f1d2e-0000-4000-8000-${end}`,
);

let running: Running;
let run = 0;

/** The test that a result is of, with the goals that the message itself names. */
function toets(code: string, goals: readonly string[]): string {
  const entries = goals.map((goal, at) => `<ingang niveau="${at + 1}">${goal}</ingang>`).join('');
  return `<toets><toetscode>${code}</toetscode>${entries === '' ? '' : `<toetshierarchie>${entries}</toetshierarchie>`}</toets>`;
}

async function send(klantcode: string, leerlingid: string, code: string, goals: readonly string[], score = '6'): Promise<void> {
  run += 1;
  const resultaat = `<resultaat key="r-${run}"><afnamedatum>2026-01-14</afnamedatum><toetscode>${code}</toetscode><score>${score}</score></resultaat>`;
  const parts = {
    klantcode,
    ...(klantcode === 'TESTEA' ? {} : { klantnaam: 'Andere leverancier', sleutel: OTHER_KEY }),
    aanmaakdatum: `2026-01-15T09:${String(run).padStart(2, '0')}:00+01:00`,
    afnames: afname(leerlingid, resultaat),
    toetsen: toets(code, goals),
  };
  const { status, text } = await post(running.gateway, message(parts));
  expect([status, status === 200 ? '' : text]).toEqual([200, '']);
}

beforeAll(async () => {
  running = await startTestGateway();
  const { store, keyring } = running.gateway;
  await store.addParty({ ...PARTY, klantcode: 'TESTEB', klantnaam: 'Andere leverancier' });
  const from = '2026-01-01T00:00:00.000Z';
  const hash = keyring.hashCredential(OTHER_KEY);
  await store.addAgreements([agreement('b', { school: '99XX', party: 'TESTEB', from })], {
    id: randomUUID(),
    party: 'TESTEB',
    hash,
    schools: ['99XX'],
    from,
  });
  await fillRoster(running.gateway, smallSchool(), { at: '2025-10-02T08:00:00.000Z' });
  await loadExample(store);
  const declare = (said: Parameters<typeof sourceProfile>[0]) => {
    const { version: _, ...profile } = sourceProfile(said);
    return store.goals.profiles.declareProfile(profile, from);
  };
  await declare({
    product: 'KLOKTUIN',
    origins: [{ originType: 'exercise' }],
    figures: [{ kind: 'score', meaning: 'hoeveel opgaven goed waren', notMeaning: 'of het doel is bereikt' }],
  });
  await declare({ party: 'TESTEB', product: 'NIVEAUTOETS', figures: [{ kind: 'score', meaning: '=het niveau van de opgaven' }] });
  await send('TESTEA', 'L-2', 'KLOK-1', [WHOLE_HOURS]);
  await send('TESTEB', 'L-2', 'B-7', [WHOLE_HOURS, ...MEASURES]);
  await send('TESTEB', 'L-2', 'B-8', []);
  await send('TESTEA', 'L-1', 'KLOK-1', [WHOLE_HOURS]);
});
afterAll(() => running.stop());

const command = (...args: string[]) => uwlr(['goals', 'report', '--school', '99XX', '--data', running.directory, ...args]);
const fileOf = (name: string) => path.join(running.directory, name);

async function learnerArgs(leerlingid: string): Promise<string[]> {
  const file = fileOf(`${leerlingid}.key`);
  await (await import('node:fs/promises')).writeFile(file, leerlingid);
  return ['--leerlingid-file', file];
}
async function report(...args: string[]): Promise<GoalReport> {
  const { code, stdout, stderr } = await command(...args, '--json');
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as GoalReport;
}

describe('the report about one learner', () => {
  test('has every result under its goals, by source, with the meaning that each source gives its own figure', async () => {
    const made = await report(...(await learnerArgs('L-2')), ...YEAR);
    expect(made.goals.map(({ code }) => code)).toEqual(['RW.1.067', 'V.1', 'V.2', 'V.3']);
    const [hours] = made.goals;
    expect(hours?.set).toMatchObject({ id: 'voorbeeld-rekenen-meten', status: 'definitief', legalStatus: 'published' });
    expect(hours?.kerndoelen).toMatchObject([{ code: 'PO Kerndoel 33' }]);
    expect(hours?.sources).toMatchObject([
      {
        name: 'Andere leverancier',
        product: 'NIVEAUTOETS',
        results: [{ values: [{ value: '6', declaration: { meaning: '=het niveau van de opgaven' } }] }],
      },
      {
        name: 'Testleverancier',
        product: 'KLOKTUIN',
        results: [
          { activity: { originType: 'exercise' }, values: [{ value: '6', declaration: { notMeaning: 'of het doel is bereikt' } }] },
        ],
      },
    ]);
    expect(made.goals.map(({ sources }) => sources.map(({ counts }) => counts.results))).toEqual([[1, 1], [1], [1], [1]]);
  });

  test('says what it covers, and which results have no goal', async () => {
    const made = await report(...(await learnerArgs('L-2')), ...YEAR);
    expect(made.covers).toMatchObject({ from: '2025-08-01', until: '2026-07-31', coverage: 'unknown' });
    expect(made.withoutGoal).toMatchObject([{ party: 'TESTEB', counts: { results: 1 } }]);
    expect((await report(...(await learnerArgs('L-2')), '--from', '2026-02-01', '--until', '2026-07-31')).goals).toEqual([]);
  });

  test('is limited to a goal in any way of writing, or to a set', async () => {
    const only = async (...args: string[]) => (await report(...(await learnerArgs('L-2')), ...YEAR, ...args)).goals.map(({ code }) => code);
    expect(await only('--goal', 'bk:30789C91-5B39-4780-98F3-A1BD6AF2D808')).toEqual(['RW.1.067']);
    expect(await only('--set', 'voorbeeld-rekenen-meten')).toHaveLength(4);
    expect((await command(...(await learnerArgs('L-2')), '--goal', 'bestaat-niet', '--json')).code).toBe(1);
    expect((await command(...(await learnerArgs('L-2')), '--set', 'bestaat-niet', '--json')).code).toBe(1);
  });

  test('as a page in Dutch says first what it does not show', async () => {
    const file = fileOf('overzicht.html');
    const only = ['--goal', WHOLE_HOURS, '--html', file];
    expect((await command(...(await learnerArgs('L-2')), ...YEAR, ...only)).stdout).toContain(': 1 goal, 2025-08-01 to');
    expect(await command(...(await learnerArgs('L-2')), ...YEAR, '--html', file)).toMatchObject({ code: 0 });
    const page = await readFile(file, 'utf8');
    expect(page.indexOf('laat niet zien hoe goed een leerling een leerdoel kent')).toBeLessThan(page.indexOf('RW.1.067'));
    expect(page).toContain('betekenis volgens de leverancier: hoeveel opgaven goed waren');
    expect(page).toContain('betekent niet: of het doel is bereikt');
    expect(page).toContain('soort werk: niet opgegeven');
    expect(page).toContain('gekoppeld door de leverancier; hoe goed het past, is niet opgegeven');
    expect(page).toContain('1 resultaat, op 14 januari 2026');
    expect(page).toContain('ze kunnen ook van andere doelen zijn');
    expect(page.slice(page.indexOf('<body>'))).not.toMatch(/<script|gemiddeld|beheers|%/i);
  });

  test.each([
    ['broader', 'het doel is breder'],
    ['narrower', 'het doel is er een onderdeel van'],
  ] as const)('says of a goal that is %s than the activity that it is the goal', async (coverage, words) => {
    const made = await report(...(await learnerArgs('L-2')), ...YEAR);
    const fits = JSON.parse(JSON.stringify(made).replaceAll('"coverage":"unknown","assertedBy"', `"coverage":"${coverage}","assertedBy"`));
    expect(reportPage(fits)).toContain(`gekoppeld door de leverancier; ${words}`);
    expect([...reportCsv(fits)].join('')).toContain(`,${words},`);
  });

  test('as a table for a spreadsheet has a row per figure, and no cell that is a formula', async () => {
    const file = fileOf('overzicht.csv');
    await command(...(await learnerArgs('L-2')), ...YEAR, '--csv', file);
    const [says, head, ...rows] = (await readFile(file, 'utf8')).trim().split('\r\n');
    expect(says).toContain('laat niet zien hoe goed');
    expect(head).toContain('betekenis volgens de leverancier');
    expect(rows).toHaveLength(5);
    expect(rows[0]).toContain("'=het niveau van de opgaven");
  });

  test('is not made while the processing of the learner is restricted', async () => {
    await uwlr(['restrict', '--school', '99XX', '--data', running.directory, ...(await learnerArgs('L-2'))]);
    expect(await command(...(await learnerArgs('L-2')), ...YEAR, '--json')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('restricted'),
    });
    expect((await report('--group', 'g5', ...YEAR)).goals).toEqual([]);
    await uwlr(['restrict', '--lift', '--school', '99XX', '--data', running.directory, ...(await learnerArgs('L-2'))]);
  });
});

describe('the report about a group', () => {
  test('has numbers of each source apart, of those who were in the group on the day, and no result of one learner', async () => {
    const made = await report('--group', 'Groep 5', ...YEAR);
    expect(made.about).toMatchObject({ name: 'Groep 5' });
    expect(made.goals[0]?.sources).toMatchObject([{ counts: { results: 1 } }, { counts: { results: 1 } }]);
    expect(JSON.stringify(made)).not.toContain('"results":[');
    expect((await report('--group', 'g4', ...YEAR)).goals.map(({ sources }) => sources.length)).toEqual([1]);
    expect((await command('--group', 'bestaat-niet', '--json')).code).toBe(1);
  });

  test('is on record with who made it', async () => {
    await report('--group', 'g5', ...YEAR);
    const { items } = await running.gateway.store.audit({ school: '99XX', operation: 'goals.report', limit: 10 } as never);
    expect(items[0]).toMatchObject({ operation: 'goals.report', school: '99XX', counts: { goals: 4 } });
  });
});

test.each([
  [['--group', 'g5'], 'give --json, --csv or --html'],
  [['--group', 'g5', '--learner', 'x', '--json'], 'give a learner or --group, not both'],
  [['--json'], 'give one of --learner'],
  [['--group', 'g5', '--from', '2026-02-30', '--json'], 'Expected a day'],
  [['--group', 'g5', '--from', '2026-05-01', '--until', '2026-04-01', '--json'], '--until must not be before --from'],
])('a wrong use (%j) is told in one line', async (args, words) => {
  const { code, stdout, stderr } = await command(...args);
  expect([code, stdout, stderr.trim().split('\n').length]).toEqual([2, '', 1]);
  expect(stderr).toContain(words);
});
