import { afterEach, expect, test } from '@jest/globals';
import type { Policy } from '../../src/uwlr/finding.js';
import { post, type Running, startTestGateway } from '../support/gateway.js';
import { message, TOETSEN } from '../support/messages.js';

let running: Running;
afterEach(() => running.stop());

const WHOLE = '<norm><term>goed</term><beginnormwaarde>6</beginnormwaarde><eindnormwaarde>10</eindnormwaarde></norm>';
const withNorms = (norms: string) => TOETSEN.replace(/<norm>.*<\/norm>/, norms);

async function deliver(norms: string, policy: Policy = 'tolerant') {
  running = await startTestGateway({ party: { policy } });
  const answer = await post(running.gateway, message({ toetsen: withNorms(norms) }));
  const { items } = await running.gateway.store.results({ school: '99XX', limit: 10 });
  const { findings = [] } = (await running.gateway.store.exchanges({ limit: 1 })).items[0] ?? {};
  return { answer, result: items[0], findings };
}

test.each([
  ['with its end only', '<norm><eindnormwaarde>10</eindnormwaarde></norm>'],
  ['without a term', '<norm><beginnormwaarde>0</beginnormwaarde><eindnormwaarde>5</eindnormwaarde></norm>'],
  ['with an empty begin', '<norm><term>zwak</term><beginnormwaarde/><eindnormwaarde>5</eindnormwaarde></norm>'],
])('a norm %s is left out under the tolerant policy, and the result and the other norms are kept', async (_, norm) => {
  const { answer, result, findings } = await deliver(norm + WHOLE);
  expect(answer.status).toBe(200);
  expect(result).toMatchObject({ values: [{ value: '7' }], norm: { term: 'goed' } });
  const path = '/leerresultaten_verzoek/toetsen/toets[1]/toetsnormering/norm[1]';
  expect(findings).toMatchObject([{ rule: 'UWLR-SCH-030', severity: 'warning', path }]);
});

test('norms of which none is complete are left out altogether', async () => {
  const { answer, result, findings } = await deliver('<norm><eindnormwaarde>10</eindnormwaarde></norm>');
  expect(answer.status).toBe(200);
  expect(result).not.toHaveProperty('norm');
  expect(findings.map(({ rule }) => rule)).toEqual(['UWLR-SCH-030', expect.stringMatching(/^UWLR-SCH-0(?:14|30)$/)]);
});

test('what is found in a norm behind one that is left out has its own line', async () => {
  const { findings } = await deliver(`<norm><eindnormwaarde>10</eindnormwaarde></norm>\n\n${WHOLE.replace('>6<', '>11<')}`);
  const [, later] = findings;
  expect([later?.rule, later?.line]).toEqual(['UWLR-LR-004', (findings[0]?.line ?? 0) + 2]);
});

test('a norm with a value that is no number is an error all the same, and so is all of it under the strict policy', async () => {
  const wrong = WHOLE.replace('>6<', '>zes<');
  expect((await deliver(wrong)).answer.rules).toContain('UWLR-SCH-023');
  await running.stop();
  expect((await deliver('<norm><eindnormwaarde>10</eindnormwaarde></norm>', 'strict')).answer.rules).toContain('UWLR-SCH-003');
});
