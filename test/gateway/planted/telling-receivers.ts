import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { NEVER, SERVED, VALUES } from './pupils.js';
import { PLANTED } from './results.js';

type Answer = readonly [status: number, headers: Record<string, string>, body: string];

const json = { 'content-type': `application/json; name=${NEVER.auteur}`, 'x-leerling': SERVED.roepnaam };
const xml = { 'content-type': 'text/xml; charset=utf-8' };
const fault = (code: string) =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:${code}</faultcode><faultstring>${PLANTED.leerlingid} ${NEVER.bsn}</faultstring><detail>${NEVER.commentaar} ${SERVED.achternaam}</detail></s:Fault></s:Body></s:Envelope>`;

/** What receivers answer, one after the other, the last for good: refusals and confirmations that name a pupil wherever there is room. */
const ANSWERS: Readonly<Record<'/hook' | '/las', readonly Answer[]>> = {
  '/hook': [
    [422, json, JSON.stringify({ title: NEVER.commentaar, detail: `${SERVED.achternaam} ${NEVER.bsn}`, leerling: PLANTED.leerlingid })],
    [200, json, JSON.stringify({ ok: true, leerling: SERVED.achternaam })],
    [500, { ...json, 'retry-after': NEVER.uitstroom }, `<html><title>${VALUES.leerkrachtmail}</title>${NEVER.postcode}</html>`],
    [204, { 'x-leerling': PLANTED.token }, ''],
  ],
  '/las': [
    [500, xml, fault('Client.OngeldigBericht')],
    [500, xml, fault(NEVER.gebruikersnaam)],
    [
      200,
      xml,
      `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><${PLANTED.unknownElement}/></s:Body></s:Envelope>`,
    ],
  ],
};

/** A webhook and an administration that take results, on a free port, and keep what they got. */
export async function startTellingReceivers() {
  const got: Record<keyof typeof ANSWERS, string[]> = { '/hook': [], '/las': [] };
  const server = createServer(async (request, response) => {
    const path = request.url === '/hook' ? '/hook' : '/las';
    got[path].push(`${JSON.stringify(request.rawHeaders)}${await text(request)}`);
    const answers = ANSWERS[path];
    const [status, headers, body] = answers[Math.min(got[path].length, answers.length) - 1]!;
    response.writeHead(status, headers).end(status === 204 ? undefined : body);
    server.emit('got');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    got,
    /** Resolves once each was asked so many times. */
    asked: async (times: Readonly<Record<keyof typeof ANSWERS, number>>): Promise<void> => {
      while (got['/hook'].length < times['/hook'] || got['/las'].length < times['/las']) await once(server, 'got');
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
