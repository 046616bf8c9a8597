import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import Database from 'better-sqlite3';
import { post, type Running, startTestGateway } from '../support/gateway.js';
import { sourceProfile } from '../support/goals.js';
import { afname, message } from '../support/messages.js';

let running: Running;
const declare = (said: Parameters<typeof sourceProfile>[0]) => {
  const { version: _, ...profile } = sourceProfile(said);
  return running.gateway.store.goals.profiles.declareProfile(profile, '2026-01-02T00:00:00.000Z');
};

beforeAll(async () => {
  running = await startTestGateway();
});
afterAll(() => running.stop());

const toets = (code: string, category = '', hierarchy = '') =>
  `<toets><toetscode>${code}</toetscode>${hierarchy}<toetsnormering>${category}<norm><term>alles</term><beginnormwaarde>0</beginnormwaarde><eindnormwaarde>99</eindnormwaarde></norm></toetsnormering></toets>`;
const resultaat = (key: string, code: string) =>
  `<resultaat key="${key}"><afnamedatum>2026-01-14</afnamedatum><toetscode>${code}</toetscode><score>6</score></resultaat>`;

let minute = 0;
async function send(key: string, code: string, category?: string): Promise<void> {
  minute += 1;
  const parts = {
    aanmaakdatum: `2026-01-15T09:${String(minute).padStart(2, '0')}:00+01:00`,
    afnames: afname('leerling-0001', resultaat(key, code)),
    toetsen: toets(code, category === undefined ? '' : `<toetscategorie>${category}</toetscategorie>`),
  };
  expect((await post(running.gateway, message(parts))).status).toBe(200);
}

async function stored(code: string) {
  const { items } = await running.gateway.store.results({ school: '99XX', limit: 100 });
  return items.find(({ activity }) => activity.code === code);
}

function isKeptAsExercise(key: string): boolean {
  const db = new Database(path.join(running.directory, 'uwlr.db'), { readonly: true });
  try {
    return (
      db
        .prepare<[string], number>(
          'SELECT h.exercise FROM results r JOIN result_shared h ON h.seq = r.shared WHERE r.key = ? AND r.current = 1',
        )
        .pluck()
        .get(key) === 1
    );
  } finally {
    db.close();
  }
}

describe('what a vendor declares about a product', () => {
  test('goes with its results from then on: product, version of the profile, and what kind of work it is', async () => {
    await send('r-1', 'REK-1');
    await declare({ product: 'OEFENTUIN', selector: { codePrefixes: ['REK-'] }, origins: [{ originType: 'exercise' }] });
    await send('r-2', 'REK-2');
    expect((await stored('REK-2'))?.source).toMatchObject({ party: 'TESTEA', product: 'OEFENTUIN', profile: '1' });
    expect((await stored('REK-2'))?.activity.originType).toBe('exercise');
    expect([isKeptAsExercise('r-1'), isKeptAsExercise('r-2')]).toEqual([false, true]);
  });

  test('counts more than a word in toetscategorie, and leaves results of other products alone', async () => {
    await declare({
      product: 'TOETSEN',
      selector: { codes: ['OEF-T'] },
      origins: [{ originType: 'methodTest', categories: ['Oefening'] }],
    });
    await send('r-3', 'OEF-T', 'Oefening');
    await send('r-4', 'OEF-U', 'Oefening');
    expect((await stored('OEF-T'))?.activity.originType).toBe('methodTest');
    expect((await stored('OEF-U'))?.activity.originType).toBe('exercise');
    expect((await stored('OEF-U'))?.source.product).toBeUndefined();
    expect([isKeptAsExercise('r-3'), isKeptAsExercise('r-4')]).toEqual([false, true]);
  });

  test('stays with a result in the version that it was stored under', async () => {
    await declare({ product: 'OEFENTUIN', selector: { codePrefixes: ['REK-'] }, origins: [{ originType: 'entryTest' }] });
    await send('r-5', 'REK-5');
    expect((await stored('REK-5'))?.source.profile).toBe('2');
    expect((await stored('REK-2'))?.source.profile).toBe('1');
    expect((await stored('REK-2'))?.activity.originType).toBe('exercise');
  });
});

describe('what a figure means', () => {
  const valuesOf = async (code: string) => (await stored(code))?.values;

  test('stands beside it in the words of its vendor, and never in those of another', async () => {
    const means = (meaning: string, notMeaning: string) => [{ kind: 'score' as const, meaning, notMeaning }];
    await declare({
      product: 'VERHOUDING',
      selector: { codes: ['ZES-A'] },
      figures: means('hoeveel opgaven goed waren', 'of het doel is bereikt'),
    });
    await declare({
      product: 'NIVEAU',
      selector: { codes: ['ZES-B'] },
      figures: means('het niveau waarop de leerling oefent', 'een cijfer'),
    });
    await send('z-1', 'ZES-A');
    await send('z-2', 'ZES-B');
    expect([await valuesOf('ZES-A'), await valuesOf('ZES-B')]).toMatchObject([
      [{ value: '6', declaration: { declared: true, meaning: 'hoeveel opgaven goed waren', notMeaning: 'of het doel is bereikt' } }],
      [{ value: '6', declaration: { declared: true, meaning: 'het niveau waarop de leerling oefent', notMeaning: 'een cijfer' } }],
    ]);
  });

  test('is not declared where the vendor says nothing of the product, or of the figure', async () => {
    await declare({ product: 'STIL', selector: { codes: ['STIL-1'] }, figures: [{ kind: 'skillScore', meaning: 'iets anders' }] });
    await send('s-1', 'STIL-1');
    await send('s-2', 'NERGENS');
    expect(await valuesOf('STIL-1')).toMatchObject([{ declaration: { declared: false } }]);
    expect((await stored('NERGENS'))?.sourceProfile).toEqual({ declared: false });
    expect(await valuesOf('NERGENS')).toEqual([{ kind: 'score', value: '6', sourcePath: 'score' }]);
  });

  test('stays as it was when the vendor declares something else', async () => {
    const figures = (meaning: string) => [{ kind: 'score' as const, meaning }];
    await declare({ product: 'WISSEL', selector: { codePrefixes: ['W-'] }, figures: figures('eerst dit') });
    await send('w-1', 'W-1');
    await declare({ product: 'WISSEL', selector: { codePrefixes: ['W-'] }, figures: figures('nu dat'), adaptive: 'yes' });
    await send('w-2', 'W-2');
    expect([await valuesOf('W-1'), await valuesOf('W-2')]).toMatchObject([
      [{ declaration: { meaning: 'eerst dit' } }],
      [{ declaration: { meaning: 'nu dat' } }],
    ]);
    expect((await stored('W-1'))?.sourceProfile).toMatchObject({ version: '1', adaptive: 'unknown' });
  });

  test('is told of results from before there was a profile, by the one in force', async () => {
    await send('l-1', 'LATER-1');
    await declare({
      product: 'LATER',
      selector: { codes: ['LATER-1'] },
      figures: [{ kind: 'score', unit: 'opgaven' }],
      origins: [{ originType: 'exercise' }],
    });
    const result = await stored('LATER-1');
    expect(result).toMatchObject({ source: { product: 'LATER' }, sourceProfile: { version: '1' }, activity: { originType: 'exercise' } });
    expect(result?.source.profile).toBeUndefined();
    expect(result?.values).toMatchObject([{ declaration: { unit: 'opgaven' } }]);
  });

  test('and whether the school confirmed it', async () => {
    const { profiles } = running.gateway.store.goals;
    expect((await stored('ZES-A'))?.sourceProfile?.confirmed).toBe(false);
    const confirmation = { party: 'TESTEA', product: 'VERHOUDING', version: 1, confirmedAt: '2026-01-20T00:00:00.000Z' };
    await profiles.confirmProfile({ school: '99XX', ...confirmation });
    expect((await stored('ZES-A'))?.sourceProfile?.confirmed).toBe(true);
  });

  test('a term that was looked up in the norms of the vendor says so', async () => {
    expect((await stored('ZES-A'))?.norm).toEqual({ term: 'alles', lookedUpIn: 'normTableOfSource' });
  });
});
