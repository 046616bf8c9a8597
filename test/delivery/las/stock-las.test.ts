import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type ISoapFaultError, listen } from 'soap';
import { SIMULATED_CALLER } from '../../../src/simulator/las.js';
import { SyntheticSchool } from '../../../src/synthetic/results/small-school.js';
import { SendingSchool } from './support/sending-school.js';

/** As node-soap reads a message. */
interface ReadMessage {
  readonly school: Readonly<Record<string, unknown>>;
  readonly toetsafnames: { readonly toetsafname: readonly { leerlingid: string; resultaten: { resultaat: readonly unknown[] } }[] };
}

let server: Server;
let sending: SendingSchool;
let read: ReadMessage[];
let headers: unknown[];
let fault: ISoapFaultError['Fault'] | undefined;

/** An administration that somebody made with npm's soap and our WSDL, as its manual shows. */
beforeEach(async () => {
  [read, headers, fault] = [[], [], undefined];
  server = createServer((_request, response) => response.writeHead(404).end());
  server.listen(0, 'localhost');
  await once(server, 'listening');
  const BrengLeerresultaten = (message: ReadMessage, _callback: unknown, header: unknown) => {
    headers.push(header);
    if (fault !== undefined) throw { Fault: fault };
    read.push(message);
    return {};
  };
  const services = { LeerresultatenService: { prtLeerresultatenService: { BrengLeerresultaten } } };
  const xml = readFileSync(new URL('../../../wsdl/2.2/leerresultaten.wsdl', import.meta.url), 'utf8');
  listen(server, { path: '/soap', services, xml });
  sending = await SendingSchool.at({ endpoint: `http://localhost:${(server.address() as AddressInfo).port}/soap` });
});

afterEach(async () => {
  await sending.close();
  server.closeAllConnections();
  server.close();
});

test('an administration made with a stock SOAP stack reads our messages, and its confirmation is one', async () => {
  const message = new SyntheticSchool({ brincode: '99XX', pupils: 2 }).results(new Date('2026-11-22T09:00:00Z'));
  await sending.accept(message, '2.2');
  expect(await sending.send()).toMatchObject({ kind: 'answered' });
  expect(headers).toMatchObject([{ autorisatie: SIMULATED_CALLER }]);
  const [{ school, toetsafnames } = {} as ReadMessage] = read;
  expect(school).toMatchObject({ schooljaar: '2026-2027', brincode: '99XX', xsdversie: '2.2' });
  const sent = message.toetsafnames.toetsafname;
  expect(toetsafnames.toetsafname.map(({ leerlingid, resultaten }) => [leerlingid, resultaten.resultaat.length])).toEqual(
    sent.map(({ leerlingid, resultaten }) => [leerlingid, resultaten.resultaat.length]),
  );
  expect(toetsafnames.toetsafname[0]?.resultaten.resultaat[0]).toMatchObject({
    attributes: { key: 'rek-5-1-afname-1-totaal' },
    toetscode: 'REK-5-1',
  });
});

test('and its faults are read for what they are', async () => {
  await sending.accept(new SyntheticSchool({ brincode: '99XX', pupils: 1 }).results(new Date('2026-11-22T09:00:00Z')), '2.2');
  fault = { faultcode: 'soap:Client.LeerlingOngeldig', faultstring: 'Die leerling is hier niet', statusCode: 500 };
  expect(await sending.send()).toMatchObject({
    kind: 'failed',
    attempt: { outcome: 'content', code: 'Client.LeerlingOngeldig', status: 500 },
  });
});
