import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { POSTED_EXAMPLE } from '../../src/api/endpoints/posting-endpoint.js';
import type { Gateway } from '../../src/gateway/server.js';
import { KEY, PARTY, post, type Running, startTestGateway } from '../support/gateway.js';
import { afname, message, NAMESPACES, resultaat, soap, TOETSEN, verzoek } from '../support/messages.js';
import { everyFile, expectNowhere } from '../support/planted-values.js';
import { PLANTED, PLANTED_PARTS } from './planted/results.js';

let running: Running;
let second = 0;

/** The same values in JSON, right and wrong, by a client. Gives the answers. */
async function postPlanted({ url, store, keyring }: Gateway): Promise<string[]> {
  const [school, scopes, createdAt] = ['99XX', ['results:write'], '2026-01-01T00:00:00.000Z'] as const;
  const client = 'json-uitgever';
  await store.addParty({ ...PARTY, klantcode: client, klantnaam: client, role: 'client' });
  const terms = { purpose: 'Testen', from: createdAt, infourl: { keep: 'hosts', hosts: ['toets.voorbeeld.example'] } } as const;
  await store.addAgreements(
    [{ id: randomUUID(), school, party: client, exchanges: ['rest'], profile: 'rest', scopes, ...terms }],
    undefined,
  );
  const token = randomUUID();
  await store.addToken({ id: randomUUID(), client, hash: keyring.hashToken(token), school, scopes, createdAt });
  const send = async (body: unknown, status: number, key = randomUUID() as string) => {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': key,
      'user-agent': PLANTED.agent,
    };
    const response = await fetch(`${url}/api/v1/results`, {
      method: 'POST',
      headers,
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = `${JSON.stringify([...response.headers])}${await response.text()}`;
    expect([response.status, PLANTED_KEYS.filter((one) => text.includes(PLANTED[one]))]).toEqual([status, []]);
    return text;
  };
  const body = (results: object[], more: object = {}) => ({ ...POSTED_EXAMPLE, results, ...more });
  const [example] = POSTED_EXAMPLE.results;
  const result = { ...example, learner: { leerlingid: PLANTED.leerlingid } };
  const good = [
    { ...result, key: 'j-1', detailUrl: `https://toets.voorbeeld.example/r/1?t=${PLANTED.token}` },
    { ...result, key: `j-${PLANTED.leerlingid}`, detailUrl: PLANTED.link },
  ];
  return [
    await send(body(good), 201, PLANTED.header),
    await send(body(good), 201, PLANTED.header),
    await send(body([result]), 422, PLANTED.header),
    await send(body([{ ...result, [PLANTED.unknownElement]: PLANTED.unknownText }]), 422),
    await send(body([{ ...result, date: PLANTED.wrongDate }]), 422),
    await send(body([{ ...result, values: [{ kind: 'score', value: PLANTED.wrongScore }] }]), 422),
    await send(body([{ ...result, activity: { code: PLANTED.leerlingid } }]), 422),
    await send(body([{ ...result, status: PLANTED.unknownText }]), 422),
    await send(body([result], { auteur: PLANTED.auteur, commentaar: PLANTED.commentaar }), 422),
    await send(body([result], { createdAt: PLANTED.wrongDate }), 422),
    await send(`{"x":"${PLANTED.commentaar}"`, 400),
  ];
}

const PLANTED_KEYS = Object.keys(PLANTED) as (keyof typeof PLANTED)[];

const later = () => new Date(Date.UTC(2026, 4, 1, 0, 0, ++second)).toISOString();

beforeAll(async () => {
  running = await startTestGateway({ agreement: { infourl: { keep: 'hosts', hosts: ['toets.voorbeeld.example'] } } });
});

afterAll(async () => {
  await running.stop();
});

test('planted personal values are in no file, log line, metric, fault or REST answer', async () => {
  const { gateway } = running;
  const answers: string[] = [];
  const send = async (body: string, headers: Record<string, string> = {}) => {
    const { text, status } = await post(gateway, body, { 'user-agent': PLANTED.agent, ...headers });
    answers.push(text);
    return status;
  };
  const good = PLANTED_PARTS;
  expect(await send(message({ aanmaakdatum: later(), ...good }))).toBe(200);
  expect(await send(message({ aanmaakdatum: later(), ...good }), { soapaction: PLANTED.soapAction })).toBe(200);

  const { unknownElement, unknownText, unknownAttribute } = PLANTED;
  const bad = [
    message({ aanmaakdatum: later(), ...good, auteur: `<${unknownElement}>${unknownText}</${unknownElement}>` }),
    message({
      aanmaakdatum: later(),
      ...good,
      afnames: good.afnames.replace('<toetsafname>', `<toetsafname ${unknownElement}="${unknownAttribute}">`),
    }),
    message({ aanmaakdatum: PLANTED.wrongDate, ...good }),
    message({ aanmaakdatum: later(), brin: PLANTED.wrongBrin, ...good }),
    message({ aanmaakdatum: later(), ...good, afnames: afname(PLANTED.leerlingid, resultaat('s', PLANTED.wrongScore)) }),
    message({ aanmaakdatum: later(), ...good, afnames: afname(PLANTED.leerlingid, resultaat(PLANTED.leerlingid, '99')) }),
    message({ aanmaakdatum: later(), ...good, toetsen: TOETSEN.replace('>T1<', `>${PLANTED.leerlingid}<`) }),
    message({ aanmaakdatum: later(), sleutel: PLANTED.wrongKey, ...good }),
    message({ aanmaakdatum: later(), klantcode: PLANTED.wrongClient, ...good }),
    message({ aanmaakdatum: later(), klantnaam: PLANTED.auteur, ...good }),
    soap(verzoek(good), `<x xmlns="urn:${PLANTED.header}" soap:mustUnderstand="1">${PLANTED.header}</x>`),
    message(good).replace('</soap:Envelope>', PLANTED.unknownText),
    message(good).replace(NAMESPACES.soap, `urn:${PLANTED.header}`),
    `<!DOCTYPE x [<!ENTITY a "${PLANTED.unknownText}">]><x>&a;</x>`,
    `${message(good)}${PLANTED.unknownText}`,
    PLANTED.commentaar,
  ];
  for (const body of bad) expect(await send(body)).toBe(500);
  expect(await send(message(good), { 'content-type': `text/xml; charset=${PLANTED.charset}` })).toBe(500);
  for (const route of [
    `/soap/leerresultaten?x=${PLANTED.token}`,
    `/api/v1/results?learner=${PLANTED.leerlingid}`,
    `/${PLANTED.leerlingid}`,
  ]) {
    answers.push(await (await fetch(`${gateway.url}${route}`)).text());
  }
  answers.push(...(await postPlanted(gateway)));
  const { store } = gateway;
  const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
  const stored = JSON.stringify([
    await store.results({ school: '99XX', limit: 100 }),
    await store.assessments({ school: '99XX', limit: 100 }),
    (await store.exchanges({ limit: 100 })).items.map(({ createdAtNs: _, ...exchange }) => exchange),
  ]);
  expect((await store.results({ school: '99XX', limit: 100 })).items).toHaveLength(5);

  const files = await everyFile(running.directory);
  expect(files.length).toBeGreaterThan(1);
  const texts = { log: running.log(), metrics, stored, answers: answers.join('\n') };
  const values = { ...PLANTED, autorisatiesleutel: KEY, naamInCommentaar: 'Geplant-Kind', bsn: '123456782' };
  expectNowhere(values, texts, files);
  console.log(
    `${Object.keys(values).length} planted values looked for in ${files.length} files, the log, metrics, ${answers.length} answers: none found`,
  );
});
