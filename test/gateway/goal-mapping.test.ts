import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { importMapping } from '../../src/admin/goals/import-mapping.js';
import { listUnmapped, worklist } from '../../src/admin/goals/list-unmapped.js';
import { readMapping } from '../../src/admin/goals/read-mapping.js';
import { retagSchools } from '../../src/admin/goals/retag-schools.js';
import { candidateList, suggestMapping } from '../../src/admin/goals/suggest-mapping.js';
import { undoMapping } from '../../src/admin/goals/undo-mapping.js';
import type { Office } from '../../src/admin/office.js';
import { readCsv } from '../../src/goals/csv.js';
import { readGoalSet } from '../../src/goals/import/read-goal-set.js';
import { EXAMPLE_SET } from '../goals/support.js';
import { allResults } from '../store/support/reading.js';
import { post, type Running, startTestGateway } from '../support/gateway.js';
import { afname, message, resultaat } from '../support/messages.js';

const HOURS = 'https://opendata.slo.nl/curriculum/uuid/30789c91-5b39-4780-98f3-a1bd6af2d808';
const HALF_HOURS = 'https://opendata.slo.nl/curriculum/uuid/9a3a8aaf-5245-48bc-bda4-966dd73edcba';

let running: Running;
let office: Office;

beforeAll(async () => {
  running = await startTestGateway();
  const { store, keyring } = running.gateway;
  office = { store, keyring: async () => keyring, at: new Date().toISOString() };
  const bytes = await readFile(EXAMPLE_SET);
  await store.goals.sets.importGoalSet(readGoalSet([{ name: 'doelen.json', bytes }], {}), undefined, office.at);
});
afterAll(() => running.stop());

const unmapped = async () => (await listUnmapped(office, { party: 'TESTEA' })).items;
const goals = async () =>
  (await allResults(running.gateway.store, { school: '99XX' })).map(({ goalLinks }) => goalLinks.map(({ goal }) => goal));
const imported = async (text: string, school?: string) => {
  const table = { party: 'TESTEA', ...(school === undefined ? {} : { school }) };
  const report = await importMapping(office, { ...table, read: await readMapping(office, text), isWhole: false });
  await retagSchools(office, {});
  return report;
};

describe('an activity without a goal', () => {
  test('is on the worklist of its vendor by volume, and off it when the vendor returns the list filled in', async () => {
    await post(running.gateway, message({ afnames: afname('leerling-1', resultaat('r1') + resultaat('r2')) }));
    const [open] = await unmapped();
    expect(await unmapped()).toHaveLength(1);
    expect(open).toMatchObject({ party: 'TESTEA', results: 2, schools: 1, written: [], supplierGoals: [] });

    const list = [...worklist(await unmapped())].join('');
    expect(list).toContain('nobody says what it is about');
    // As it is, it says nothing.
    expect(await imported(list)).toMatchObject({ added: 0, leftOut: [{ what: 'lines without a goal or not approved', count: 1 }] });
    const { head, rows } = readCsv(list);
    const filled = [head, ...rows.map(({ cells }) => cells.map((cell, at) => (head[at] === 'goal' ? HOURS : cell)))];
    const report = await imported(filled.map((cells) => cells.join(';')).join('\n'));
    expect(report).toMatchObject({ added: 1, problems: [], goals: [] });
    expect(await unmapped()).toEqual([]);
    expect(await goals()).toEqual([[HOURS], [HOURS]]);
  });

  test('comes back on it when the version is taken back, and says that a goal of the vendor goes with no public one', async () => {
    const { mappings } = running.gateway.store.goals;
    await undoMapping(office, (await mappings.mappingVersions()).at(-1)!.number);
    await retagSchools(office, {});
    const [open] = await unmapped();
    expect(open).toMatchObject({ results: 2 });
    await imported(`code,supplier_goal,supplier_goal_title\n${open!.activity.code.value},KL-1,Hele uren`);
    expect(await unmapped()).toMatchObject([{ supplierGoals: ['KL-1'], written: [] }]);
    const list = [...worklist(await unmapped())].join('');
    expect(readCsv(list).rows).toHaveLength(1);
    await imported(list.replace(/^,,,,,,KL-1,,,/m, `,,,,,,KL-1,,${HALF_HOURS},`));
    expect(await unmapped()).toEqual([]);
    const [result] = await allResults(running.gateway.store, { school: '99XX' });
    expect(result?.goalLinks).toMatchObject([
      { goal: HALF_HOURS, supplierGoal: { id: 'KL-1', title: 'Hele uren' }, assertedBy: 'supplier' },
    ]);
  });

  test('whose goals no loaded set has says which, and results that come next are tagged at once', async () => {
    const [open] = (await allResults(running.gateway.store, { school: '99XX' })).map(({ activity }) => activity.code);
    await imported('code,part,goal\nANDERS,,bk:00000000-0000-4000-8000-00000000dead');
    const other = message({ afnames: afname('leerling-2', resultaat('r3')), aanmaakdatum: '2026-11-20T10:00:00+01:00' });
    await post(running.gateway, other.replaceAll(`>${open}<`, '>ANDERS<'));
    expect(await unmapped()).toMatchObject([{ written: ['bk:00000000-0000-4000-8000-00000000dead'], results: 1 }]);
    await imported(`code,goal\nANDERS,${HOURS}`, '99XX');
    const last = (await allResults(running.gateway.store, { school: '99XX' })).at(-1);
    expect(last?.goalLinks).toMatchObject([
      { original: 'bk:00000000-0000-4000-8000-00000000dead', via: 'registry-any-version' },
      { goal: HOURS, via: 'school', assertedBy: 'school' },
    ]);
    expect(await unmapped()).toEqual([]);
  });

  test('gets candidates by its name, of which only those that a person approves are linked', async () => {
    const tests = '<toets><toetscode>UUR</toetscode><toetsnaam>Klok: hele uren aflezen</toetsnaam></toets>';
    const parts = { afnames: afname('leerling-3', resultaat('r4')).replaceAll('T1', 'UUR'), toetsen: tests };
    await post(running.gateway, message({ ...parts, aanmaakdatum: '2026-11-21T10:00:00+01:00' }));
    const items = await suggestMapping(office, { party: 'TESTEA', most: 2 });
    expect(items).toMatchObject([{ of: { code: 'UUR' }, candidates: [{ goal: { uri: HOURS } }, {}] }]);
    expect(items[0]?.candidates[0]?.words).toEqual(expect.arrayContaining(['hele', 'uren']));

    const list = [...candidateList(items)].join('');
    expect(await imported(list)).toMatchObject({ added: 0, problems: [] });
    expect(await unmapped()).toHaveLength(1);
    expect(await imported(list.replace(/^,(?=.*30789c91)/m, 'yes,'))).toMatchObject({ added: 1 });
    const last = (await allResults(running.gateway.store, { school: '99XX' })).at(-1);
    expect(last?.goalLinks).toMatchObject([{ goal: HOURS, coverage: 'unknown', via: 'registry-any-version' }]);
  });
});
