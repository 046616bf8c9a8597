import { afterAll, describe, expect, test } from '@jest/globals';
import { requirementOf } from '../../src/conformance/catalogue.js';
import { CouldNotTest } from '../../src/conformance/could-not-test.js';
import type { LasConfig } from '../../src/conformance/las/las-config.js';
import { type LasRun, runLas } from '../../src/conformance/las/run-las.js';
import type { Evidence } from '../../src/conformance/verdict.js';
import { SIMULATED_CALLER, startSimulatedLas } from '../../src/simulator/las.js';
import { question } from '../simulator/support/say.js';
import { DUMMIES, type Dummy, startSame } from './support/dummies.js';

const lines: string[] = [];
afterAll(() => console.info(['What the suite says of what is no administration:', ...lines].join('\n')));

/** Nothing that a dummy gives is a refusal by its fault code, and none of them knows a school, a version or a result. */
const NEVER_PASSED = /^LAS-(?:FAULT|VERSION|RESULTS|STEPS)-/;

function configAt(url: string): LasConfig {
  return {
    url,
    caller: SIMULATED_CALLER,
    school: '99XX',
    otherSchool: '99ZZ',
    schoolYear: '2026-2027',
    versions: ['2.2', '2.3', '2.1', '1.0'],
    profile: 'smalle-set',
    safe: false,
    patienceMs: 400,
    seed: 1,
  };
}

/** A run, or the line with which the suite says that it cannot say anything. */
async function saidOf(name: string, dummy: Dummy): Promise<LasRun | string> {
  try {
    const run = await runLas({ config: configAt(dummy.url), level: 'full' });
    const counts = new Map<string, number>();
    for (const { verdict } of run.tests) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
    lines.push(`  ${name}: ${[...counts].map(([verdict, count]) => `${count} ${verdict}`).join(', ')}`);
    return run;
  } catch (error) {
    if (!(error instanceof CouldNotTest)) throw error;
    lines.push(`  ${name}: ${error.message.slice(error.message.indexOf(' ') + 1)}`);
    return error.message;
  } finally {
    await dummy.close();
  }
}

/** The answer that an evidence points at holds what the evidence names. */
function isThere({ kind, text, exchange: number, path }: Evidence, { traffic }: LasRun): boolean {
  const exchange = traffic.all.find((one) => one.number === number);
  if (exchange === undefined) return false;
  if (kind === 'connection' || kind === 'request') return true;
  if (exchange.answer === undefined) return false;
  const body = exchange.answer.body.toString('utf8');
  if (kind === 'fault') return body.includes(/[A-Z]\w*\.\w+/.exec(text)?.[0] ?? 'faultcode');
  const last = path
    ?.split('/')
    .at(-1)
    ?.replace(/^@|\[.*$/g, '');
  return last === undefined || body.includes(last);
}

function passesIn(run: LasRun) {
  return run.tests.filter(({ verdict }) => verdict === 'pass');
}

describe('of what cannot be talked with the suite gives no verdict, but a line that says why:', () => {
  test.each([
    ['a closed port', 'refused'],
    ['a refused TLS handshake', 'TLS'],
    ['a web page', 'HTML page'],
    ['no answer at all', 'no answer came in time'],
  ])('%s', async (name, why) => {
    expect(await saidOf(name, await (DUMMIES[name] as () => Promise<Dummy>)())).toContain(why);
  });
});

describe('not one test passes against', () => {
  test.each(['a 200 without content', 'an empty Body', 'a 500 to everything', 'a confirmation of everything', 'the question itself'])(
    '%s',
    async (name) => {
      const said = await saidOf(name, await (DUMMIES[name] as () => Promise<Dummy>)());
      if (typeof said === 'string') return;
      expect(passesIn(said).map(({ id, evidence }) => `${id}: ${evidence[0]?.text}`)).toEqual([]);
      expect(said.tests.filter(({ verdict }) => verdict === 'error')).toEqual([]);
    },
  );
});

test('of the same valid answer to everything, what passes rests on something that is in that answer', async () => {
  const las = await startSimulatedLas();
  const { caller, endpoint } = las;
  const body = question({ header: caller });
  const answer = await (await fetch(endpoint, { method: 'POST', headers: { 'content-type': 'text/xml' }, body })).text();
  await las.close();
  const run = await saidOf('the same valid answer', await startSame(200, answer));
  if (typeof run === 'string') throw new Error(run);
  const passes = passesIn(run);
  expect(passes.length).toBeGreaterThan(0);
  expect(passes.filter(({ evidence }) => !evidence.some((one) => isThere(one, run))).map(({ id }) => id)).toEqual([]);
  expect(passes.filter(({ requirement }) => NEVER_PASSED.test(requirement)).map(({ id }) => id)).toEqual([]);
  expect(run.tests.filter(({ verdict }) => verdict === 'error')).toEqual([]);
  for (const { requirement } of run.tests) expect(requirementOf(requirement)).toBeDefined();
});
