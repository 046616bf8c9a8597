import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { post, type Running, startTestGateway } from '../support/gateway.js';
import { message, resultaat } from '../support/messages.js';

const HEX = 'a'.repeat(128);
let running: Running;

beforeAll(async () => {
  running = await startTestGateway({ settings: { mode: 'production' } });
});

afterAll(() => running.stop());

function results(environment: string, key: string): string {
  const afname = (eckid: string, at: number) =>
    `<toetsafname><leerlingid>LL-${at}</leerlingid><eckid>${eckid}</eckid><resultaten>${resultaat(`${key}-${at}`)}</resultaten></toetsafname>`;
  const eckids = [`https://ketenid.nl/201703/${HEX}`, `https://ketenid.nl/${environment}/${HEX.replace('a', 'b')}`];
  return message({ xsdversie: '2.2', afnames: eckids.map(afname).join('') });
}

test('in production results of a pupil with an ECK iD of the pilot environment are refused, and nothing of them is kept', async () => {
  const { code, rules, text } = await post(running.gateway, results('pilot', 'r'));
  expect({ code, rules }).toEqual({ code: 'Client.LeerlingOngeldig', rules: ['UWLR-LR-026'] });
  expect(text).not.toContain(HEX.slice(1));
  expect((await running.gateway.store.results({ school: '99XX', limit: 10 })).items).toEqual([]);
});

test('in production results with ECK iDs of production are accepted', async () => {
  expect(await post(running.gateway, results('201703', 's'))).toMatchObject({ status: 200, code: undefined });
  expect((await running.gateway.store.results({ school: '99XX', limit: 10 })).items).toHaveLength(2);
});
