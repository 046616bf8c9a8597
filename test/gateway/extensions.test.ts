import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { post, type Running, startTestGateway } from '../support/gateway.js';
import { afname, message } from '../support/messages.js';

const STERREN = {
  namespace: 'urn:voorbeeld:resultaten',
  type: 'Sterren',
  elements: [
    { name: 'aantal', type: 'nonNegativeInteger' },
    { name: 'toelichting', type: 'string', optional: true, privacy: 'F' },
  ],
};

let directory: string;
let running: Running;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'uwlr-ext-'));
  const file = path.join(directory, 'extensions.json');
  await writeFile(file, JSON.stringify([STERREN]));
  running = await startTestGateway({ settings: { extensions: file } });
});

afterAll(async () => {
  await running.stop();
  await rm(directory, { recursive: true });
});

function sterren(key: string, inner: string, type = 'e:Sterren'): string {
  const anderresultaat = `<anderresultaat xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:e="urn:voorbeeld:resultaten" xsi:type="${type}">${inner}</anderresultaat>`;
  return `<resultaat key="${key}"><afnamedatum>2026-01-14</afnamedatum><toetscode>T1</toetscode>${anderresultaat}</resultaat>`;
}

test('a result of a registered type is kept as the figures that it has, without its free text', async () => {
  const inner = '<e:aantal>4</e:aantal><e:toelichting>over dit kind</e:toelichting>';
  const answer = await post(running.gateway, message({ afnames: afname('l-1', sterren('s-1', inner)) }));
  expect(answer).toMatchObject({ status: 200 });
  const { items } = await running.gateway.store.results({ school: '99XX', limit: 10 });
  expect(items[0]?.values).toEqual([
    { kind: 'other', value: '4', scale: '{urn:voorbeeld:resultaten}Sterren', sourcePath: 'anderresultaat/aantal' },
  ]);
  expect(JSON.stringify(items)).not.toContain('over dit kind');
});

test.each([
  ['of a type that is not registered', sterren('s-2', '<e:aantal>4</e:aantal>', 'e:Maantjes'), 'UWLR-SCH-012'],
  ['without a type', sterren('s-3', '<e:aantal>4</e:aantal>').replace(/ xsi:type="[^"]*"/, ''), 'UWLR-SCH-012'],
  ['with a field that is wrong', sterren('s-4', '<e:aantal>veel</e:aantal>'), 'UWLR-SCH-023'],
  ['with a field missing', sterren('s-5', ''), 'UWLR-SCH-003'],
  ['with a field too many', sterren('s-6', '<e:aantal>4</e:aantal><e:kleur>x</e:kleur>'), 'UWLR-SCH-001'],
])('a result %s is refused', async (_what, result, rule) => {
  const answer = await post(running.gateway, message({ aanmaakdatum: '2026-03-01T00:00:00Z', afnames: afname('l-1', result) }));
  expect(answer).toMatchObject({ status: 500, code: 'Client.OngeldigBericht' });
  expect(answer.rules).toContain(rule);
});
