import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KEY, PARTY, type Running } from '../support/gateway.js';
import { Places, run } from './run.js';
import { startSchoolGateway } from './school-gateway.js';
import { built, STOCK_STACKS, type StockStack } from './stock-stacks.js';

/** What each program prints of what it read, by operation: the same of every stack. */
const READ = {
  BrengLeerresultaten: 'bevestigd',
  HaalLeerlinggegevens: '99XX 2025-2026: Anna van Testema, Bram Voorbeeld, Cato Verzonnen',
  HaalStructuur: 'Groep 4, Groep 5; Plusklas',
  HaalLeerlingen: 'Anna van Testema, Bram Voorbeeld',
  HaalLeerkrachten: 'Daan Docent (LRK)',
  fout: 'Client.AutorisatieOngeldig: De autorisatiesleutel geeft geen toegang tot deze uitwisseling voor deze school',
} as const;

const installed = STOCK_STACKS.filter((stack) => stack.isInstalled());
const matrix = new Map<string, readonly boolean[]>();
const builds = new Map<StockStack, Promise<readonly string[]>>();
let running: Running;
let root: string;

beforeAll(async () => {
  running = await startSchoolGateway('2025-2026');
  root = await mkdtemp(path.join(tmpdir(), 'uwlr-stacks-'));
  const places = new Places(2);
  for (const stack of installed) {
    const building = places.use(() => built(stack, root, running.gateway.url));
    // Its own test hears of it.
    building.catch(() => undefined);
    builds.set(stack, building);
  }
});

afterAll(async () => {
  const operations = Object.keys(READ);
  const cell = (stack: string, at: number) => (matrix.has(stack) ? (matrix.get(stack)?.[at] ? 'yes' : 'NO') : 'absent');
  const rows = STOCK_STACKS.map(({ name }) => [name, ...operations.map((_, at) => cell(name, at))]);
  const table = [['from ?wsdl', ...operations], ...rows];
  console.info(table.map((row) => row.map((text, at) => text.padEnd(at === 0 ? 18 : 22)).join('')).join('\n'));
  await Promise.allSettled(builds.values());
  await running.stop();
  await rm(root, { recursive: true, force: true });
});

describe.each(STOCK_STACKS)('$name, from the WSDL that the gateway serves,', (stack) => {
  const isHere = installed.includes(stack);
  const testHere = isHere || process.env['CI'] !== undefined ? test : test.skip;
  if (!isHere) console.info(`${stack.name} is not installed here (${stack.packages}).`);

  testHere(
    'calls all five operations, reads what the answers say, and the code and words of a fault',
    async () => {
      const command = await builds.get(stack);
      if (command === undefined) throw new Error(`${stack.name} is not installed (${stack.packages}), and in CI it has to be`);
      const toetscode = stack.name.replace(/\W+/g, '-');
      const { url, store } = running.gateway;
      const printed = await run([...command, url, KEY, PARTY.klantcode, PARTY.klantnaam, toetscode], root);
      const lines = printed.split('\n').map((line) => line.trimEnd().split('\t') as [string, string]);
      const read = Object.fromEntries(lines.filter(([, what]) => what !== undefined));
      matrix.set(
        stack.name,
        Object.entries(READ).map(([operation, what]) => read[operation] === what),
      );
      expect(read).toEqual(READ);
      const { items } = await store.results({ school: '99XX', limit: 1000 });
      expect(items.filter(({ activity }) => activity.code === toetscode)).toMatchObject([
        { activity: { name: 'Rekenen' }, date: expect.stringMatching(/^2026-01-14Z?$/), values: [{ kind: 'score', value: '7' }] },
      ]);
    },
    120_000,
  );
});
