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
    return db.prepare<[string], number>('SELECT exercise FROM results WHERE key = ? AND current = 1').pluck().get(key) === 1;
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
