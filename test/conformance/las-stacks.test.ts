import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type LasRun, runLas } from '../../src/conformance/las/run-las.js';
import { SIMULATED_CALLER } from '../../src/simulator/las.js';
import { LasProcess } from '../stacks/las-process.js';
import { run, works } from '../stacks/run.js';
import { STOCK_STACKS, type StockStack } from '../stacks/stock-stacks.js';
import { startNodeSoapLas } from './stacks/node-soap-las.js';

const LONG = 180_000;
const STACKS = path.resolve('test/conformance/stacks');
const JAX_WS = '/usr/share/java/jaxws-rt.jar';
const { autorisatiesleutel, klantcode, klantnaam } = SIMULATED_CALLER;
const JAVA = ['java', '-XX:TieredStopAtLevel=1'];

/** Sound administrations that are not ours, but for what they check and answer. */
const SOUND: readonly (Pick<StockStack, 'name' | 'packages' | 'isInstalled' | 'server'> & { build?(directory: string): Promise<void> })[] =
  [
    {
      name: 'PHP SoapServer',
      packages: 'php-cli php-soap php-xml',
      isInstalled: () => works('php', '-r', 'exit(extension_loaded("soap") && extension_loaded("dom") ? 0 : 1);'),
      server: (_directory, port) => ['php', '-S', `127.0.0.1:${port}`, path.join(STACKS, 'sound-las.php')],
    },
    {
      name: 'JAX-WS',
      packages: 'jaxws libjaxws-java default-jdk-headless',
      isInstalled: () => STOCK_STACKS.find(({ name }) => name === 'JAX-WS')?.isInstalled() === true,
      async build(directory) {
        const services = ['leerlinggegevens', 'leerresultaten'];
        for (const service of services)
          await run(
            ['wsimport', '-quiet', '-Xnocompile', '-XadditionalHeaders', '-p', service, path.resolve(`wsdl/2.2/${service}.wsdl`)],
            directory,
          );
        const made = await Promise.all(
          services.map(async (one) => (await readdir(path.join(directory, one))).map((file) => path.join(one, file))),
        );
        await run(['javac', '-nowarn', '-cp', JAX_WS, '-d', '.', path.join(STACKS, 'SoundLas.java'), ...made.flat()], directory);
      },
      server: (directory, port) => [
        ...[...JAVA, '-cp', `${directory}:${JAX_WS}`, 'SoundLas', String(port), path.resolve('.')],
        ...[autorisatiesleutel, klantcode, klantnaam],
      ],
    },
  ];

const lines: string[] = [];
let root: string;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'uwlr-sound-'));
});

afterAll(async () => {
  console.info(['Administrations that are not ours:', ...lines].join('\n'));
  await rm(root, { recursive: true, force: true });
});

async function runAt(address: string, name: string): Promise<LasRun> {
  const made = await runLas({
    config: {
      url: `${address}/leerlinggegevens`,
      resultsUrl: `${address}/leerresultaten`,
      caller: SIMULATED_CALLER,
      school: '99XX',
      otherSchool: '99ZZ',
      schoolYear: '2026-2027',
      learner: 'L-1',
      versions: ['2.2'],
      profile: 'smalle-set',
      safe: false,
      patienceMs: 10_000,
      seed: 1,
    },
    level: 'full',
  });
  const counts = new Map<string, number>();
  for (const { verdict } of made.tests) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  lines.push(`  ${name}: ${[...counts].map(([verdict, count]) => `${count} ${verdict}`).join(', ')}`);
  return made;
}

function told({ tests }: LasRun, verdicts: readonly string[]) {
  return tests
    .filter(({ verdict }) => verdicts.includes(verdict))
    .map(({ id, verdict, expected, actual, reason }) => `${verdict} ${id}: ${expected ?? ''}; ${actual ?? reason}`);
}

describe.each(SOUND)('a sound administration made with $name', (stack) => {
  const testHere = stack.isInstalled() || process.env['CI'] !== undefined ? test : test.skip;
  if (!stack.isInstalled()) console.info(`${stack.name} is not installed here (${stack.packages}).`);

  testHere(
    'fails nothing',
    async () => {
      const directory = await mkdtemp(path.join(root, 'stack-'));
      await stack.build?.(directory);
      const caller = JSON.stringify({ autorisatiesleutel, klantcode, klantnaam });
      const las = await LasProcess.start(stack, directory, {
        LAS_ROOT: path.resolve('.'),
        LAS_STATE: path.join(directory, 'state.json'),
        LAS_CALLER: caller,
      });
      try {
        const made = await runAt(las.address, stack.name);
        expect(told(made, ['fail', 'error'])).toEqual([]);
        lines.push(...told(made, ['warning', 'review']).map((line) => `    ${line}`));
        expect(made.tests.filter(({ verdict }) => verdict === 'pass').length).toBeGreaterThan(made.tests.length / 2);
      } finally {
        await las.stop();
      }
    },
    LONG,
  );
});

/** What somebody has to see to who thinks that a stack with a WSDL does so. */
const UNSEEN_BY_NODE_SOAP = [
  'las/pupils/schema@2.2',
  ...[
    ...['klantcode-unknown', 'klantnaam-unknown', 'key-wrong', 'school-not-opened', 'header-missing', 'header-with-empty-klantcode'],
    ...['xml-cut-short', 'no-xml', 'schooljaar-with-suffix', 'brincode-malformed', 'xsdversie-unsupported', 'date-broken', 'other-order'],
    ...['no-namespace', 'message-unknown', 'body-empty', 'each-missing', 'each-doubled', 'each-unknown', 'each-value', 'must-understand'],
  ].map((name) => `las/faults/${name}`),
];

test('an administration that node-soap makes out of the WSDLs validates nothing, and is told so', async () => {
  const las = await startNodeSoapLas();
  try {
    const made = await runAt(las.address, 'node-soap, from the WSDLs alone');
    expect(told(made, ['error'])).toEqual([]);
    const failed = made.tests.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id);
    expect(failed).toEqual(expect.arrayContaining(UNSEEN_BY_NODE_SOAP));
  } finally {
    await las.close();
  }
});
