import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import SqliteDatabase from 'better-sqlite3';
import { openStore } from '../../src/store/open.js';
import { delivery, party, slice } from '../store/support/records.js';
import { dated } from '../store/support/retention.js';
import { json, ONE_LINE, uwlr, type Workspace, workspace } from './support/uwlr.js';

let space: Workspace;
let data: string;

beforeAll(async () => {
  space = await workspace();
  data = space.path('data');
  for (const brin of ['99XX', '99YY']) await json(['school', 'add', '--brin', brin, '--name', 'De Proef', '--data', data]);
  const store = await openStore({ dataDirectory: data });
  await store.addParty(party('verzonnen-uitgever'));
  for (const school of ['99XX', '99YY']) {
    await store.commit(
      delivery(`e ${school}`, { school, slices: [slice([dated('r1', '2001-05-01', { school }), dated('r2', '2999-05-01', { school })])] }),
    );
  }
  await store.close();
});
afterAll(() => space.remove());

const retention = (...args: string[]) => uwlr(['retention', ...args, '--data', data]);
const asJson = <T>(...args: string[]) => json<T>(['retention', ...args, '--data', data]);
const daysOf = async (...args: string[]) => {
  const { items } = await asJson<{ items: { class: string; days: number }[] }>('show', ...args);
  return Object.fromEntries(items.map((item) => [item.class, item.days]));
};

describe('retention', () => {
  test('shows the shorter of the terms of gateway and school, until the school takes its own back', async () => {
    await asJson('set', '--school', '99XX', '--class', 'results', '--days', '100');
    const { stdout } = await retention('set', '--school', '99XX', '--class', 'exchanges', '--days', '9999');
    expect(stdout).toBe('exchanges of school 99XX: 365 days, as the term of the gateway is shorter.\n');
    expect(await daysOf('--school', '99XX')).toMatchObject({ results: 100, exchanges: 365 });
    expect(await daysOf()).toMatchObject({ results: 730, exchanges: 365 });
    expect((await retention('show')).stdout).toMatch(/^results +730 +the end of its school year +99XX 100$/m);
    expect(await asJson('clear', '--school', '99XX', '--class', 'results')).toEqual({
      school: '99XX',
      class: 'results',
      days: 730,
      gateway: 730,
    });
    expect(await daysOf('--school', '99XX')).toMatchObject({ results: 730 });
  });

  test.each([
    [1, ['show', '--school', '99ZZ']],
    [1, ['set', '--school', '99ZZ', '--class', 'results', '--days', '3']],
    [1, ['run', '--school', '99ZZ']],
    [1, ['hold', '--school', '99ZZ']],
    [2, ['set', '--school', '99XX', '--class', 'audit', '--days', '3']],
    [2, ['set', '--school', '99XX', '--class', 'exchanges', '--days', '0']],
    [2, ['set', '--school', '99XX', '--class', 'results', '--days', '36501']],
    [2, ['set', '--school', '99XX', '--class', 'results-leavers', '--days', '731']],
  ])('ends with %i in one line on: %j', async (code, args) => {
    const outcome = await retention(...args);
    expect(outcome).toMatchObject({ code, stdout: '' });
    expect(outcome.stderr).toMatch(ONE_LINE);
  });

  test('removes nothing on a dry run, nothing of a school that is held, and else what the dry run said', async () => {
    expect((await retention('hold', '--school', '99YY')).stdout).toMatch(
      /^School 99YY is under legal hold since \S+: nothing of it is removed\.\n$/,
    );
    const dry = await asJson<{ lines: object[]; held: string[] }>('run', '--dry-run');
    expect(dry).toMatchObject({ dryRun: true, lines: [{ class: 'results', school: '99XX', removed: { results: 1 } }], held: ['99YY'] });
    const run = await asJson<{ lines: { removed: object }[] }>('run');
    expect(run).toMatchObject({ outcome: 'done', held: ['99YY'], lines: [{ class: 'results', school: '99XX', removed: { results: 1 } }] });
    expect((await retention('run')).stdout).toMatch(
      /^Nothing was older than its term\.\nUnder legal hold, so nothing of them is removed: 99YY\nDatabase: /,
    );
    expect(await asJson('report')).toMatchObject({ items: [{ lines: [] }, run] });
    expect((await retention('report', '--limit', '2')).stdout).toMatch(/^\S+ +done +1 +\d+ +results 1 +99YY$/m);
    expect(await uwlr(['roster', 'purge', '--data', data])).toMatchObject({
      code: 0,
      stderr: 'Under legal hold, so nothing of them was removed: 99YY\n',
    });

    await asJson('hold', '--school', '99YY', '--lift');
    expect(await asJson('run', '--school', '99YY')).toMatchObject({ held: [], lines: [{ school: '99YY', removed: { results: 1 } }] });
  });

  test('asks before it goes by a clock that leapt, and goes on with what is accepted', async () => {
    const store = await openStore({ dataDirectory: data });
    await store.commit(delivery('late', { school: '99XX', slices: [slice([dated('r9', '2001-05-01', { school: '99XX' })])] }));
    await store.close();
    const db = new SqliteDatabase(path.join(data, 'uwlr.db'));
    db.exec("UPDATE purges SET started_at = '2020-01-01T03:00:00.000Z'");
    db.close();
    const { stdout, code } = await retention('run');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^Nothing was removed\.\n\nThe clock of this machine is more than 45 days beyond .*\n/);
    expect(stdout).toMatch(/^99XX +results +\S+ +1 +2$/m);
    expect((await retention('report', '--limit', '1')).stdout).toMatch(/^\S+ +asks-clock +0 /m);
    expect((await uwlr(['doctor', '--data', data])).stdout).toMatch(
      /^WRONG +retention +the purge at \S+ kept the data that are due, because its clock is far beyond 2020-/m,
    );
    const dry = (await retention('run', '--dry-run')).stdout;
    expect(dry).toMatch(/^Nothing would be removed without being accepted\.\n\nThe clock/);
    expect(dry).toMatch(/^To remove them: uwlr retention run --accept [a-z,-]*results/m);
    expect((await retention('run', '--accept', 'leerlingen')).code).toBe(2);
    expect(await asJson('run', '--accept', 'results,exchanges')).toMatchObject({ outcome: 'done', lines: [{ class: 'results' }] });
    expect((await uwlr(['doctor', '--data', data])).stdout).toMatch(/^ok +retention +last purge at \S+$/m);
  });

  test('waits for nobody: while another purge is under way the answer is no', async () => {
    const store = await openStore({ dataDirectory: data });
    const under = (await store.startPurge('2026-11-22T03:00:00.000Z'))!;
    const outcome = await retention('run');
    await under.finish({ at: '2026-11-22T03:00:01.000Z', outcome: 'done', held: [] });
    await store.close();
    expect(outcome).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(ONE_LINE) });
  });
});
