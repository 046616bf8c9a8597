import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answer, NEVER, SERVED, VALUES } from './pupils.js';

const envelope = (body: string) => `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${body}</s:Body></s:Envelope>`;
const fault = `<s:Fault><faultcode>s:${NEVER.gebruikersnaam}</faultcode><faultstring>${SERVED.achternaam} ${NEVER.bsn}</faultstring><detail>${NEVER.commentaar}</detail></s:Fault>`;
const whole = envelope(answer(`<bsn>${NEVER.bsn}</bsn>`));
const xml = { 'content-type': `text/xml; charset=utf-8; name=${NEVER.auteur}` };

/** What an administration that tells too much may answer: everything about a pupil, in every place that there is. */
const ANSWERS = {
  'all that it knows': [200, xml, whole],
  'half of it': [200, xml, whole.slice(0, -200)],
  'a pupil twice': [200, xml, envelope(answer('', '').replace('</leerling>', `</leerling><leerling key="${SERVED.sleutel}"/>`))],
  'a fault': [500, xml, envelope(fault)],
  'a page': [200, { 'content-type': 'text/html' }, `<html><title>${SERVED.achternaam}</title>${NEVER.postcode}</html>`],
  'another address': [302, { location: `http://127.0.0.1:1/${NEVER.gebruikersnaam}?bsn=${NEVER.bsn}` }, VALUES.geboortedatum],
  'an error in text': [503, { 'retry-after': NEVER.uitstroom, 'x-leerling': SERVED.roepnaam }, `${SERVED.roepnaam} ${NEVER.mail}`],
} as const satisfies Record<string, readonly [number, Record<string, string>, string]>;

export type Answered = keyof typeof ANSWERS;
export const ANSWERED = Object.keys(ANSWERS) as readonly Answered[];

/** An administration on a free port that answers every question with what `say` was last called with. */
export async function startTellingLas() {
  let answered: Answered = 'all that it knows';
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      const [status, headers, body] = ANSWERS[answered];
      response.writeHead(status, headers).end(body);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/soap?las=1`,
    say: (what: Answered) => {
      answered = what;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
