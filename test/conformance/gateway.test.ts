import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { EA_TESTS } from '../../src/conformance/ea/ea-tests.js';
import type { EaRun } from '../../src/conformance/ea/run-ea.js';
import { LAS_TESTS } from '../../src/conformance/las/las-tests.js';
import { type LasRun, runLas } from '../../src/conformance/las/run-las.js';
import { schoolYearAt } from '../../src/model/school-year.js';
import { UWLR_VERSIONS, type UwlrVersion } from '../../src/uwlr/finding.js';
import { KEY } from '../support/gateway.js';
import { runGatewayAsEa } from './support/gateway-as-ea.js';
import { GATEWAY_CALLER, type GatewayAsLas, startGatewayAsLas } from './support/gateway-as-las.js';
import { type GatewayRun, gatewayPage } from './support/gateway-page.js';

const PAGE = new URL('../../docs/conformance-gateway.md', import.meta.url);
/** Set by `npm run conform:gateway`. */
const WRITES = process.env['UWLR_WRITE_PAGE'] !== undefined;

let gateway: GatewayAsLas;
const runs: GatewayRun[] = [];
const asEa = new Map<UwlrVersion, EaRun>();

beforeAll(async () => {
  gateway = await startGatewayAsLas(schoolYearAt(new Date()));
});

afterAll(() => gateway.running.stop());

/** For review: a gateway gives what the school has, and in the invented one not all staff have an ECK iD. */
const OF_THE_SCHOOL = 'las/readers/eckid-of-staff';

const notAsItShould = ({ tests }: Pick<LasRun, 'tests'>) =>
  tests
    .filter(({ id, verdict }) => ['fail', 'error', 'warning', 'review'].includes(verdict) && id !== OF_THE_SCHOOL)
    .map(({ id, verdict, expected, actual, reason }) => `${verdict} ${id}: ${expected ?? ''}; ${actual ?? reason}`);

test('as a LAS, in every version, the gateway passes', async () => {
  const { url } = gateway.running.gateway;
  const { klantcode, klantnaam } = GATEWAY_CALLER;
  const learner = gateway.school.roster.learners[0]?.key;
  const run = await runLas({
    config: {
      url: `${url}/soap/leerlinggegevens`,
      resultsUrl: `${url}/soap/leerresultaten`,
      caller: { klantcode, klantnaam, autorisatiesleutel: KEY },
      school: '99XX',
      otherSchool: '99ZZ',
      schoolYear: schoolYearAt(new Date()),
      ...(learner === undefined ? {} : { learner }),
      versions: ['2.2', ...UWLR_VERSIONS.filter((version) => version !== '2.2').reverse()],
      profile: 'smalle-set',
      safe: false,
      patienceMs: 10_000,
      seed: 1,
    },
    level: 'full',
  });
  expect(notAsItShould(run)).toEqual([]);
  runs.push({
    heading: 'As a LAS',
    about:
      'An invented school of 30 pupils, one vendor that may fetch pupils in the Smalle set and deliver results, UWLR 2.2, 2.3, 2.1 and 1.0.',
    tests: run.tests,
    titles: new Map(LAS_TESTS.map(({ id, en }) => [id, en])),
  });
});

describe('as an EA the gateway passes', () => {
  // They mostly wait, so they go at once.
  beforeAll(async () => {
    const all = await Promise.all(UWLR_VERSIONS.map(async (version) => [version, await runGatewayAsEa(version)] as const));
    for (const [version, run] of all) asEa.set(version, run);
  }, 120_000);

  test.each(UWLR_VERSIONS)('in UWLR %s', (version) => {
    const run = asEa.get(version) as EaRun;
    expect(run.ended).toBeUndefined();
    // What is useful is for a person: a gateway sends on what a vendor brought.
    expect(notAsItShould(run).filter((line) => !line.startsWith('review '))).toEqual([]);
  });
});

test('the page in docs says what the suite says', () => {
  runs.push({
    heading: 'As an EA',
    about:
      'It syncs pupils from the administration of the suite, and sends on results that a vendor brought: a run in each of UWLR 2.3, 2.2, 2.1 and 1.0.',
    tests: [...asEa].reverse().flatMap(([version, { tests }]) => tests.map((one) => ({ ...one, id: `${one.id}@${version}`, version }))),
    titles: new Map(EA_TESTS.map(({ id, en }) => [id, en])),
  });
  const page = gatewayPage(runs);
  if (WRITES) writeFileSync(PAGE, page);
  const [stands, made] = [readFileSync(PAGE, 'utf8'), page].map((text) => text.split('## As an EA'));
  const [asLasThen = '', asEaThen = ''] = stands ?? [];
  // Where they differ, make it again with: npm run conform:gateway
  expect(made?.[0]?.split('\n').filter((line) => !asLasThen.includes(line))).toEqual([]);
  // What a client repeats while the suite looks depends on the machine, so of an EA only the tests are held against the page.
  expect(EA_TESTS.filter(({ id }) => !asEaThen.includes(`\`${id}`)).map(({ id }) => id)).toEqual([]);
});
