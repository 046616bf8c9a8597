import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { KEY, post, type Running, startTestGateway } from '../support/gateway.js';
import { afname, message, NAMESPACES, resultaat, soap, TOETSEN, verzoek } from '../support/messages.js';
import { everyFile, expectNowhere } from '../support/planted-values.js';
import { PLANTED, PLANTED_PARTS } from './planted/results.js';

let running: Running;
let second = 0;

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
  const { store } = gateway;
  const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
  const stored = JSON.stringify([
    await store.results({ school: '99XX', limit: 100 }),
    await store.assessments({ school: '99XX', limit: 100 }),
    (await store.exchanges({ limit: 100 })).items.map(({ createdAtNs: _, ...exchange }) => exchange),
  ]);
  expect((await store.results({ school: '99XX', limit: 100 })).items).toHaveLength(3);

  const files = await everyFile(running.directory);
  expect(files.length).toBeGreaterThan(1);
  const texts = { log: running.log(), metrics, stored, answers: answers.join('\n') };
  const values = { ...PLANTED, autorisatiesleutel: KEY, naamInCommentaar: 'Geplant-Kind', bsn: '123456782' };
  expectNowhere(values, texts, files);
  console.log(
    `${Object.keys(values).length} planted values looked for in ${files.length} files, the log, metrics, ${answers.length} answers: none found`,
  );
});
