import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SIMULATED_CALLER } from '../../src/simulator/las.js';
import { SyntheticSchool } from '../../src/synthetic/results/small-school.js';
import { SendingSchool } from '../delivery/las/support/sending-school.js';
import { FetchingSchool } from '../exchange/sync/support/fetching-school.js';
import { KEY, PARTY, type Running } from '../support/gateway.js';
import { LasProcess } from './las-process.js';
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

/** Whichever test needs a stack first waits until it is built. */
const LONG = 180_000;

const installed = STOCK_STACKS.filter((stack) => stack.isInstalled());
const matrix = new Map<string, readonly boolean[]>();
const builds = new Map<StockStack, Promise<string>>();
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

/** Where a stack was built. */
async function directoryOf(stack: StockStack): Promise<string> {
  const directory = await builds.get(stack);
  if (directory === undefined) throw new Error(`${stack.name} is not installed (${stack.packages}), and in CI it has to be`);
  return directory;
}

describe.each(STOCK_STACKS)('$name, from the WSDL that the gateway serves,', (stack) => {
  const isHere = installed.includes(stack);
  const testHere = isHere || process.env['CI'] !== undefined ? test : test.skip;
  if (!isHere) console.info(`${stack.name} is not installed here (${stack.packages}).`);

  testHere(
    'calls all five operations, reads what the answers say, and the code and words of a fault',
    async () => {
      const command = stack.command(await directoryOf(stack));
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
    LONG,
  );
});

describe.each(STOCK_STACKS.filter(({ server }) => server !== undefined))('an administration made with $name and our WSDLs', (stack) => {
  const testHere = installed.includes(stack) || process.env['CI'] !== undefined ? test : test.skip;
  let las: Promise<LasProcess> | undefined;
  const started = () => {
    las ??= directoryOf(stack).then((directory) => LasProcess.start(stack, directory));
    return las;
  };
  afterAll(async () => (await las)?.stop(), LONG);

  testHere(
    'reads the results that we deliver, and its confirmation is one',
    async () => {
      const { address, read } = await started();
      const sending = await SendingSchool.at({ endpoint: `${address}/leerresultaten` });
      const message = new SyntheticSchool({ brincode: '99XX', pupils: 2 }).results(new Date('2026-11-22T09:00:00Z'));
      await sending.accept(message, '2.2');
      expect(await sending.send()).toMatchObject({ kind: 'answered', attempt: { outcome: 'answered', status: 200 } });
      await sending.close();
      const results = message.toetsafnames.toetsafname.flatMap(({ leerlingid, resultaten }) =>
        resultaten.resultaat.map(({ key, toetscode, score }) => `${leerlingid} ${key} ${toetscode} ${score ?? 'oso'}`),
      );
      expect(await read()).toEqual({ klantcode: SIMULATED_CALLER.klantcode, schooljaar: '2026-2027', results });
    },
    LONG,
  );

  testHere(
    'has its faults read for what they are',
    async () => {
      const { address } = await started();
      const sending = await SendingSchool.at({ school: '99XY', endpoint: `${address}/leerresultaten` });
      await sending.accept(new SyntheticSchool({ brincode: '99XY', pupils: 1 }).results(new Date('2026-11-22T09:00:00Z')), '2.2');
      expect(await sending.send()).toMatchObject({
        kind: 'failed',
        attempt: { outcome: 'content', code: 'Client.LeerlingOngeldig', status: 500 },
      });
      await sending.close();
    },
    LONG,
  );

  testHere(
    'gives us its pupils',
    async () => {
      const { address } = await started();
      const fetching = await FetchingSchool.at(`${address}/leerlinggegevens`);
      expect(await fetching.run()).toMatchObject({ outcome: 'updated', findings: [] });
      const { learners, groups } = await fetching.roster();
      expect(learners.map(({ name }) => [name.call, name.prefix, name.family])).toEqual([
        ['Anna', 'van', 'Testema'],
        ['Björn', undefined, 'Verzonnen'],
      ]);
      expect(groups.map(({ name }) => name)).toEqual(['Groep 5']);
      await fetching.close();
    },
    LONG,
  );
});
