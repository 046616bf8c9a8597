import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SOAP_11 } from '../../../src/soap/envelope/envelope.js';
import { EnvelopeReader } from '../../../src/soap/envelope/envelope-reader.js';
import { MessageDecoder } from '../../../src/uwlr/decode.js';
import { encodeToString } from '../../../src/uwlr/encode.js';
import type { Finding } from '../../../src/uwlr/finding.js';
import { Findings } from '../../../src/uwlr/findings.js';
import { autorisatie } from '../../../src/uwlr/messages/autorisatie.js';
import { leerresultatenBevestiging, leerresultatenVerzoek } from '../../../src/uwlr/messages/leerresultaten.js';
import { XmlReader } from '../../../src/xml/reader.js';

export interface Received {
  readonly autorisatie: unknown;
  readonly verzoek: unknown;
  readonly findings: readonly Finding[];
  readonly problems: readonly unknown[];
  readonly soapAction: string | undefined;
}

export interface Loopback {
  readonly url: string;
  /** What was delivered, read strictly. */
  readonly received: Received[];
  readonly stop: () => Promise<void>;
}

const FAULT = `<s:Envelope xmlns:s="${SOAP_11}"><s:Body><s:Fault><faultcode>s:Client.OngeldigBericht</faultcode><faultstring>Proef</faultstring></s:Fault></s:Body></s:Envelope>`;

/** A server that confirms what it can read without a finding, and refuses the rest. `files` says what a GET gives, by query. */
export async function startLoopback(files: (query: URLSearchParams, url: string) => string | undefined): Promise<Loopback> {
  const received: Received[] = [];
  let url = '';
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const given = request.method === 'GET' ? files(new URL(request.url ?? '', url).searchParams, url) : undefined;
      if (request.method !== 'GET')
        received.push(read(Buffer.concat(chunks).toString('utf8'), request.headers['soapaction'] as string | undefined));
      const refused = given === undefined && (received.at(-1)?.findings.length ?? 1) > 0;
      response.writeHead(refused ? 500 : 200, { 'content-type': 'text/xml; charset=utf-8' }).end(given ?? (refused ? FAULT : CONFIRMATION));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/soap/leerresultaten`;
  const stop = () =>
    new Promise<void>((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  return { url, received, stop };
}

const CONFIRMATION = `<s:Envelope xmlns:s="${SOAP_11}"><s:Body>${encodeToString(leerresultatenBevestiging, '2.3', {})}</s:Body></s:Envelope>`;

function read(xml: string, soapAction: string | undefined): Received {
  const findings = new Findings('strict');
  const header = new MessageDecoder(autorisatie, findings);
  const verzoek = new MessageDecoder(leerresultatenVerzoek, findings);
  const envelope = new EnvelopeReader({
    header: (name) => (name.local === 'autorisatie' && name.uri === autorisatie.element.schema.namespace ? header : undefined),
    body: (name) =>
      name.local === 'leerresultaten_verzoek' && name.uri === leerresultatenVerzoek.element.schema.namespace ? verzoek : undefined,
  });
  const reader = new XmlReader(envelope);
  reader.write(xml);
  reader.end();
  return {
    autorisatie: header.decoder.value,
    verzoek: verzoek.decoder.value,
    findings: findings.list,
    problems: envelope.problems,
    soapAction,
  };
}
