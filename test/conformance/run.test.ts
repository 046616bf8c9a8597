import { describe, expect, test } from '@jest/globals';
import { CATALOGUE } from '../../src/conformance/catalogue.js';
import type { ConformanceTest } from '../../src/conformance/conformance-test.js';
import type { Requirement } from '../../src/conformance/requirement.js';
import { type RunOptions, runTests } from '../../src/conformance/run.js';
import { Traffic } from '../../src/conformance/traffic/traffic.js';
import { fail, notApplicable, type Outcome, pass, skip } from '../../src/conformance/verdict.js';

type Made = Partial<ConformanceTest<unknown>> & Pick<ConformanceTest<unknown>, 'id'>;

const SEEN = { kind: 'answer', text: 'leerlinggegevens_antwoord under HTTP 200' } as const;
const BREACH = { expected: 'this', actual: 'that', evidence: [SEEN] } as const;
const good = async () => pass(SEEN);
const bad = async () => fail(BREACH);

function known(fits: (requirement: Requirement) => boolean): string {
  const found = CATALOGUE.find((requirement) => requirement.role === 'las' && fits(requirement));
  if (found === undefined) throw new Error('the catalogue has no such requirement');
  return found.id;
}

const DEMANDED = known(({ status, strength }) => status === 'confirmed' && strength === 'MUST');

function made(parts: Made): ConformanceTest<unknown> {
  return { requirement: DEMANDED, revision: 1, level: 'standard', en: 'A test', nl: 'Een test', run: good, ...parts };
}

async function run(tests: readonly Made[], options: Partial<RunOptions<unknown>> = {}) {
  const result = await runTests<unknown>({
    role: 'las',
    tests: tests.map(made),
    versions: ['2.2'],
    subject: () => undefined,
    level: 'standard',
    safe: false,
    traffic: new Traffic(),
    reachable: async () => true,
    ...options,
  });
  const own = result.tests.filter(({ id }) => id.startsWith('t/'));
  return { ...result, own, verdicts: own.map(({ id, verdict }) => `${id} ${verdict}`) };
}

describe('a run', () => {
  test('never passes a test without evidence, and never takes its own mistakes for the other side', async () => {
    const { own } = await run([
      { id: 't/nothing-seen', run: async () => ({ verdict: 'pass', evidence: [] }) as unknown as Outcome },
      {
        id: 't/thrown',
        run: async () => {
          throw new TypeError('geheim van Pim');
        },
      },
    ]);
    expect(own.map(({ verdict }) => verdict)).toEqual(['error', 'error']);
    expect(own[0]?.reason).toMatch(/without evidence/);
    expect(own[1]?.reason).toMatch(/^TypeError in the suite/);
    expect(JSON.stringify(own)).not.toContain('geheim');
  });

  test('gives every requirement of the role a verdict', async () => {
    const { tests } = await run([{ id: 't/one' }]);
    const covered = new Set(tests.map(({ requirement }) => requirement));
    expect([...covered].sort()).toEqual(CATALOGUE.flatMap(({ role, id }) => (role === 'las' ? [id] : [])).sort());
    expect(
      tests.filter(({ id, requirement }) => id === requirement).every(({ verdict, reason }) => verdict === 'not-testable' && reason),
    ).toBe(true);
  });

  test.each([
    [
      'a failure of what a source demands stays one',
      ({ status, strength }: Requirement) => status === 'confirmed' && strength === 'MUST',
      'fail',
    ],
    ['what is advised is a warning', ({ status, strength }: Requirement) => status === 'confirmed' && strength === 'SHOULD', 'warning'],
    ['what is inferred is for a person to look at', ({ status }: Requirement) => status === 'inferred', 'review'],
  ])('%s', async (_, fits, verdict) => {
    const { own } = await run([{ id: 't/bad', requirement: known(fits), run: bad }]);
    expect(own).toMatchObject([{ verdict, expected: 'this', actual: 'that', evidence: [SEEN] }]);
    expect(own[0]?.reason === undefined).toBe(verdict === 'fail');
  });

  test('leaves out, with the reason, what was not asked, what writes, what is of another level or version, and what rests on a failure', async () => {
    const { own } = await run(
      [
        { id: 't/bad', run: bad },
        { id: 't/rests', needs: ['t/bad'] },
        { id: 't/writes', writes: true },
        { id: 't/full', level: 'full' },
        { id: 't/old', versions: ['1.0'] },
        { id: 't/per-version', perVersion: true },
        { id: 't/not-asked' },
        { id: 't/says-so', run: async () => skip('nothing to try it with') },
        { id: 't/other', run: async () => notApplicable('it offers no steps') },
      ],
      { safe: true, versions: ['2.2', '2.3'], only: ([id = '']) => id !== 't/not-asked' },
    );
    expect(own.map(({ id, verdict, reason }) => [id, verdict, reason])).toEqual([
      ['t/bad', 'fail', undefined],
      ['t/rests', 'skip', 'it needs t/bad, which did not pass'],
      ['t/writes', 'skip', expect.stringContaining('--safe')],
      ['t/full', 'skip', 'only at level full'],
      ['t/old', 'not-applicable', 'only in UWLR 1.0'],
      ['t/per-version@2.2', 'pass', undefined],
      ['t/per-version@2.3', 'pass', undefined],
      ['t/not-asked', 'skip', 'not asked for'],
      ['t/says-so', 'skip', 'nothing to try it with'],
      ['t/other', 'not-applicable', 'it offers no steps'],
    ]);
  });

  test('that is interrupted keeps what was done, and says so of the rest', async () => {
    const stop = new AbortController();
    const { verdicts, ended } = await run(
      [
        {
          id: 't/one',
          run: async () => {
            stop.abort();
            return pass(SEEN);
          },
        },
        { id: 't/two' },
      ],
      { signal: stop.signal },
    );
    expect([ended, ...verdicts]).toEqual(['interrupted', 't/one pass', 't/two skip']);
  });

  test('ends without a verdict when the other side is gone, and with one when it only drops this message', async () => {
    const traffic = new Traffic();
    const request = { method: 'POST', url: 'http://localhost/', headers: {}, body: Buffer.alloc(0) };
    const dropped = async () => {
      traffic.add({ number: traffic.count + 1, request, trouble: 'reset', ms: 1 });
      return fail(BREACH);
    };
    const tests = [{ id: 't/one', run: dropped }, { id: 't/two' }];
    const gone = await run(tests, { traffic, reachable: async () => false });
    expect([gone.ended, ...gone.verdicts]).toEqual(['not-reached', 't/one skip', 't/two skip']);
    const there = await run(tests, { traffic });
    expect([there.ended, ...there.verdicts]).toEqual([undefined, 't/one fail', 't/two pass']);
  });
});
