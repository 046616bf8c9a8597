import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { post, type Running, startTestGateway } from '../support/gateway.js';
import { afname, message, resultaat } from '../support/messages.js';
import { json, uwlr } from './support/uwlr.js';

interface Detail {
  readonly id: string;
  readonly revisions: readonly {
    readonly result: { readonly revision: number; readonly values: readonly { readonly value: string }[]; readonly learner: string };
    readonly exchange: string;
    readonly stripped: readonly { readonly path: string; readonly count: number }[];
  }[];
  readonly deliveries: readonly { readonly target: string; readonly state: string; readonly revision: number }[];
}

let running: Running;
const at = () => ['--data', running.directory];
const show = (...args: string[]) => json<Detail>(['results', 'show', ...args, ...at()]);

beforeAll(async () => {
  running = await startTestGateway({ agreement: { exchanges: ['leerresultaten'] }, settings: { logLevel: 'error', delivery: 'off' } });
  await json(['deliver', 'target', 'add', 'map', '--kind', 'files', '--party', 'MAP', '--directory', running.directory, ...at()]);
  await json(['agreement', 'add', '--school', '99XX', '--party', 'MAP', '--exchange', 'leerresultaten', '--purpose', 'Proef', ...at()]);
  for (const [moment, score, hidden] of [
    ['2026-02-01T10:00:00Z', '6', 'r-leerling-0002'],
    ['2026-02-01T11:00:00Z', '8', 'r-leerling-0002'],
  ] as const) {
    const afnames = [afname('leerling-0001', resultaat('r-1', score)), afname('leerling-0002', resultaat(hidden, score))].join('');
    const { code } = await post(
      running.gateway,
      message({ aanmaakdatum: moment, afnames, commentaar: '<commentaar>Verzonnen opmerking</commentaar>' }),
    );
    expect(code).toBeUndefined();
  }
});
afterAll(() => running.stop());

describe('results show', () => {
  test('gives every revision with its message, what was taken out, and where it goes', async () => {
    const byKey = await show('r-1');
    expect(byKey.revisions.map(({ result }) => [result.revision, result.values[0]?.value])).toEqual([
      [1, '6'],
      [2, '8'],
    ]);
    expect(new Set(byKey.revisions.map(({ exchange }) => exchange)).size).toBe(2);
    for (const { stripped } of byKey.revisions) expect(stripped.map(({ path }) => path).join()).toContain('commentaar');
    expect(byKey.deliveries.map(({ target }) => target)).toEqual(['map', 'map']);
    expect(await show(byKey.id)).toEqual(byKey);
    expect(await show('r-1', '--school', '99XX', '--party', 'TESTEA')).toEqual(byKey);
    // A key that holds the id of its pupil makes the id of the result by a keyed hash.
    expect((await show('r-leerling-0002')).revisions).toHaveLength(2);
    const { stdout } = await uwlr(['result', 'show', byKey.id, ...at()]);
    expect(stdout).toContain(`id       ${byKey.id}\n`);
    expect(stdout).toContain('score 8');
    for (const text of [stdout, JSON.stringify(byKey)]) expect(text).not.toMatch(/leerling-0001|Verzonnen opmerking/);
  });

  test('is put on record as any reading of results', async () => {
    const reads = async () => (await json<{ items: object[] }>(['audit', 'list', '--operation', 'results.read', ...at()])).items;
    const before = (await reads()).length;
    await show('r-1');
    const after = await reads();
    expect(after).toHaveLength(before + 1);
    expect(after[0]).toMatchObject({ school: '99XX', counts: { results: 2 } });
  });

  test.each([
    ['an id or key that is not there', 1, ['niets']],
    ['a key of another party', 1, ['r-1', '--party', 'MAP']],
    ['a school that is not there', 1, ['r-1', '--school', '99ZZ']],
  ])('with %s is refused with exit code %d', async (_what, expected, args) => {
    const { code, stdout, stderr } = await uwlr(['results', 'show', ...args, ...at()]);
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
    expect(stderr).toMatch(/^uwlr: there is no [^\n]+\n$/);
  });
});

test('party remove refuses a party that messages and results need, and says so', async () => {
  const { code, stderr } = await uwlr(['party', 'remove', 'TESTEA', ...at()]);
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^uwlr: party TESTEA cannot be removed, as it is needed by 1 agreement, 1 key in force, 2 messages, 1 school with results\n$/,
  );
});

test('school show counts, and names nobody', async () => {
  const { stdout } = await uwlr(['school', 'show', '99XX', ...at()]);
  expect(stdout).toMatch(/agreement +\S+: TESTEA, leerresultaten, /);
  expect(stdout).not.toContain('leerling-000');
});
