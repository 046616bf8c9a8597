import { expect, test } from '@jest/globals';
import { EaSubject } from '../../src/conformance/ea/ea-subject.js';
import { EA_TESTS } from '../../src/conformance/ea/ea-tests.js';
import type { Heard } from '../../src/conformance/ea/heard.js';
import { received } from '../../src/conformance/ea/received.js';
import { SuiteJudge } from '../../src/conformance/judge/suite-judge.js';
import { envelope } from '../../src/soap/envelope/fault.js';
import { EA_CONFIG } from './support/ea-run.js';

const RESULTS = 'http://www.edustandaard.nl/leerresultaten/2/leerresultaten';

function heard(exchange: number): Heard {
  const body = Buffer.from(envelope(`<leerresultaten_verzoek xmlns="${RESULTS}"/>`));
  const request = received({ method: 'POST', url: 'http://localhost/leerresultaten', headers: {}, body });
  return { ...request, exchange, turn: 0, done: { what: 'confirmed' }, at: exchange, answeredAt: exchange, gaveUp: false };
}

test('messages with results that hold none pass no test of results', async () => {
  const judge = new SuiteJudge();
  const ea = new EaSubject(EA_CONFIG, judge, [heard(1), heard(2), heard(3)], [], 'done');
  const passed: string[] = [];
  for (const { id, run } of EA_TESTS.filter((one) => one.id.startsWith('ea/results/')))
    if ((await run(ea)).verdict === 'pass') passed.push(id);
  judge.dispose();
  expect(passed).toEqual([]);
});
