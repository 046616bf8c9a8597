import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { post, startTestGateway } from '../support/gateway.js';

const FIXTURES = path.resolve('fixtures');
const names = (await readdir(FIXTURES)).filter((name) => name.endsWith('.xml')).map((name) => name.slice(0, -4));

/** What becomes of a message, without what differs from run to run: ids, times, and the aliases of a random school key. */
async function outcome(xml: string) {
  const running = await startTestGateway();
  const { gateway } = running;
  const { code } = await post(gateway, xml);
  const { items } = await gateway.store.exchanges({ limit: 1 });
  const [exchange] = items;
  const results = (await gateway.store.results({ school: '99XX', limit: 100 })).items;
  const assessments = (await gateway.store.assessments({ school: '99XX', limit: 100 })).items;
  await running.stop();
  return {
    answer: code ?? 'leerresultaten_bevestiging',
    findings: exchange?.findings.map(({ rule, severity, path: at, line, column }) => ({ rule, severity, path: at, line, column })),
    stripped: exchange?.strips,
    results: results.map(({ storedAt: _, ...result }) => ({ ...result, learner: 'alias' })),
    assessments: assessments.map(({ storedAt: _, ...assessment }) => assessment),
  };
}

describe('a message becomes what stands beside it', () => {
  test.each(names)('%s', async (name) => {
    const expected: unknown = JSON.parse(await readFile(path.join(FIXTURES, `${name}.expected.json`), 'utf8'));
    expect(JSON.parse(JSON.stringify(await outcome(await readFile(path.join(FIXTURES, `${name}.xml`), 'utf8'))))).toEqual(expected);
  });
});
