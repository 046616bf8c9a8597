import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Result } from '../../src/model/result.js';
import { type ProcessGateway, startProcess } from '../support/process-gateway.js';
import { prepare, runIn } from './support/console-examples.js';
import { json, type Workspace, workspace } from './support/uwlr.js';

// Made anew with: uwlr synthetic palet --out DIR --json. Whoever builds on the palet has to be told in the changelog.
const FROZEN = JSON.parse(readFileSync(new URL('../../fixtures/palet/digests.json', import.meta.url), 'utf8')) as object;

let space: Workspace;
let gateway: ProcessGateway | undefined;
beforeAll(async () => {
  space = await workspace();
});
afterAll(async () => {
  await gateway?.kill();
  await space.remove();
});

test('the palet is frozen: every file is what it was', async () => {
  expect(await json(['synthetic', 'palet', '--out', space.path('palet')])).toEqual({ out: space.path('palet'), files: FROZEN });
});

describe('the commands of its README', () => {
  const directory = () => space.path('palet');
  const blocks = async () =>
    [...(await readFile(path.join(directory(), 'README.md'), 'utf8')).matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text);
  let token: string;

  test('load it into a gateway', async () => {
    await prepare(directory());
    const [first = '', second = ''] = await blocks();
    for (const command of first.trim().split('\n')) expect(await runIn(directory(), command)).not.toMatch(/\[exit code|^uwlr: /m);
    gateway = await startProcess(path.join(directory(), 'data'));
    const commands = second.replaceAll('http://localhost:8080', gateway.url);
    const [tokens = ''] = /^uwlr token[\s\S]*/m.exec(commands) ?? [];
    for (const command of commands.replace(tokens, '').trim().split('\n'))
      expect(await runIn(directory(), command)).toContain('Answer: leerresultaten_bevestiging');
    const printed = await runIn(directory(), tokens.trim());
    expect(printed).toMatch(/"raised":4,.*"raised":1,"revised":0,"superseded":1,"withdrawn":1/);
    [token = ''] = /^[A-Za-z0-9_-]{43}$/m.exec(printed) ?? [];
    expect(token).not.toBe('');
  }, 120_000);

  test('and it shows the results that the palet says, but for ids', async () => {
    const response = await fetch(`${gateway?.url}/api/v1/results?limit=1000`, { headers: { authorization: `Bearer ${token}` } });
    const { items } = (await response.json()) as { items: readonly Result[] };
    const { results } = JSON.parse(await readFile(path.join(directory(), 'results.json'), 'utf8')) as { results: readonly Result[] };
    expect(items.length).toBeGreaterThan(500);
    expect(items.map(plain).sort()).toEqual(results.map(plain).sort());
    // Two vendors, several origins, links with and without goal, a correction, signals, and figures without a declaration.
    const seen = new Set(
      results.flatMap(({ source, revision, signals, goalLinks, values }) => [
        source.party,
        `revision ${revision}`,
        ...signals.map(({ kind }) => kind),
        ...goalLinks.map(({ goal, coverage }) => `${coverage} ${goal === undefined ? 'no goal' : 'goal'}`),
        ...values.map(({ declaration }) => `declared ${declaration?.declared}`),
        goalLinks.length === 0 ? 'no links' : 'links',
      ]),
    );
    expect([...seen].sort()).toMatchObject([
      'FAST',
      'NEW_PROGRESS',
      'OEFENTUIN',
      'REKENPALET',
      'broader goal',
      'declared false',
      'declared true',
      'full goal',
      'links',
      'no links',
      'partial goal',
      'revision 1',
      'revision 2',
      'unknown goal',
      'unknown no goal',
    ]);
  });
});

/** A result without what each gateway makes anew. */
function plain(result: Result): string {
  return JSON.stringify(result, (name, value: unknown) => {
    if (MADE_ANEW.includes(name)) return undefined;
    if (name === 'results') return (value as readonly string[]).length;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
  });
}

const MADE_ANEW = ['id', 'learner', 'eckId', 'rosterLearner', 'storedAt'];
