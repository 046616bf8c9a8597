import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type EaRun, runEa } from '../../src/conformance/ea/run-ea.js';
import { type LasRun, runLas } from '../../src/conformance/las/run-las.js';
import { SIMULATED_CALLER } from '../../src/simulator/las.js';
import { LasProcess } from '../stacks/las-process.js';
import { works } from '../stacks/run.js';
import type { StockStack } from '../stacks/stock-stacks.js';
import { startNodeSoapLas } from './stacks/node-soap-las.js';
import { EA_CONFIG } from './support/ea-run.js';
import { compileJaxWs, hasJaxWs, JAVA_PACKAGES, javaCommand } from './support/java-classes.js';

const LONG = 180_000;
const STACKS = path.resolve('test/conformance/stacks');
const { autorisatiesleutel, klantcode, klantnaam } = SIMULATED_CALLER;

/** Sound administrations that are not ours, but for what they check and answer. */
const SOUND: readonly (Pick<StockStack, 'name' | 'packages' | 'isInstalled' | 'server'> & { build?(): Promise<void> })[] = [
  {
    name: 'PHP SoapServer',
    packages: 'php-cli php-soap php-xml',
    isInstalled: () => works('php', '-r', 'exit(extension_loaded("soap") && extension_loaded("dom") ? 0 : 1);'),
    server: (_directory, port) => ['php', '-S', `127.0.0.1:${port}`, path.join(STACKS, 'sound-las.php')],
  },
  {
    name: 'JAX-WS',
    packages: JAVA_PACKAGES,
    isInstalled: hasJaxWs,
    build: () => java(),
    server: (_directory, port) => [
      ...javaCommand(classes, 'SoundLas'),
      ...[String(port), path.resolve('.'), autorisatiesleutel, klantcode, klantnaam],
    ],
  },
];

const lines: string[] = [];
let root: string;
/** Where the programs for JAX-WS are. */
let classes: string;
let compiled: Promise<void> | undefined;

/** Compiles them once. */
function java(): Promise<void> {
  compiled ??= compileJaxWs(classes);
  return compiled;
}

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'uwlr-sound-'));
  classes = await mkdtemp(path.join(root, 'java-'));
});

afterAll(async () => {
  console.info(['Administrations and vendors that are not ours:', ...lines].join('\n'));
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
  tell(name, made);
  return made;
}

function tell(name: string, { tests }: Pick<LasRun, 'tests'>): void {
  const counts = new Map<string, number>();
  for (const { verdict } of tests) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  lines.push(`  ${name}: ${[...counts].map(([verdict, count]) => `${count} ${verdict}`).join(', ')}`);
}

function told({ tests }: Pick<LasRun, 'tests'>, verdicts: readonly string[]) {
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
      await stack.build?.();
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

/** Sound vendors that are not ours: they ask and deliver, round after round. */
const VENDORS = [
  {
    name: 'zeep',
    packages: 'python3-zeep',
    isInstalled: () => works('/usr/bin/python3', '-c', 'import zeep'),
    command: () => ['/usr/bin/python3', path.join(STACKS, 'poll-zeep.py')],
  },
  {
    name: 'node-soap',
    packages: 'npm: soap',
    isInstalled: () => true,
    command: () => [process.execPath, path.join(STACKS, 'poll-node-soap.js')],
  },
  {
    name: 'JAX-WS',
    packages: JAVA_PACKAGES,
    isInstalled: hasJaxWs,
    build: () => java(),
    command: () => javaCommand(classes, 'PollLas'),
  },
] as const;

describe('a sound vendor made with', () => {
  const runs = new Map<string, Promise<EaRun>>();
  const here = VENDORS.filter((vendor) => vendor.isInstalled());

  beforeAll(async () => {
    await Promise.all(here.map((vendor) => ('build' in vendor ? vendor.build() : undefined)));
    // They mostly wait, so they go at once.
    for (const vendor of here) {
      const run = runVendor(vendor.command());
      run.catch(() => undefined);
      runs.set(vendor.name, run);
    }
    await Promise.allSettled(runs.values());
  }, LONG);

  for (const { name, packages } of VENDORS) {
    const isHere = here.some((vendor) => vendor.name === name);
    if (!isHere) console.info(`${name} is not installed here (${packages}).`);
    const testHere = isHere || process.env['CI'] !== undefined ? test : test.skip;
    testHere(`${name} fails nothing`, async () => {
      const run = await (runs.get(name) as Promise<EaRun>);
      tell(`vendor with ${name}`, run);
      lines.push(...told(run, ['warning', 'review']).map((line) => `    ${line}`));
      expect(run.ended).toBeUndefined();
      expect(told(run, ['fail', 'error'])).toEqual([]);
      expect(run.tests.filter(({ verdict }) => verdict === 'pass').length).toBeGreaterThan(40);
    });
  }
});

/** Tests a vendor that runs as a program, as long as the run takes. */
async function runVendor(command: readonly string[]): Promise<EaRun> {
  const { caller, schoolYear } = EA_CONFIG;
  let vendor: ChildProcess | undefined;
  try {
    return await runEa({
      config: { ...EA_CONFIG, versions: ['2.2'], patienceMs: 30_000, watchMs: 150, slowMs: 250 },
      level: 'standard',
      onListening: ({ endpoint }) => {
        const [program = '', ...parameters] = command;
        const given = [new URL(endpoint).origin, caller.autorisatiesleutel, caller.klantcode, caller.klantnaam, schoolYear, '0.4'];
        vendor = spawn(program, [...parameters, ...given], { stdio: 'ignore' });
      },
    });
  } finally {
    vendor?.kill('SIGKILL');
  }
}
