import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Outcome, uwlr, type Workspace, workspace } from '../cli/support/uwlr.js';

/** Invented, and none of a word that anybody else uses. */
const NAME = 'Zonderkwast';
const BSN = '123456782';
const KEY = 'sleutel-die-niemand-mag-zien-0001';
const PLANTED = [NAME, BSN, 'zk@kwast.example', 'LLKWAST77', 'kwastwoord', KEY];
const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const LL = 'http://www.edustandaard.nl/leerresultaten/2/leerlinggegevens';

/** Wherever a value does not belong, in an answer about a school that may exist. */
const PUPILS = `<s:Envelope xmlns:s="${SOAP}" xmlns:${NAME}="urn:${NAME}"><!-- ${NAME} ${BSN} --><s:Body>
<leerlinggegevens_antwoord xmlns="${LL}" ${NAME}="${BSN}"><leerlinggegevens><school><schooljaar>2026-2027</schooljaar><brincode>12AB</brincode>
<xsdversie>${NAME}</xsdversie><gegevenssetid>Mieke ${NAME}</gegevenssetid></school><groepen><groep key="G-${NAME}"><naam>${NAME}</naam></groep></groepen>
<leerlingen><leerling key="LLKWAST77" eckid="https://ketenid.nl/${NAME}"><achternaam>${NAME}</achternaam><${NAME}>${NAME}</${NAME}>
<voornamen><![CDATA[${NAME}]]></voornamen><e-mail>zk@kwast.example</e-mail><geboortedatum>${BSN}</geboortedatum>
<groep key="G-${NAME}"/><leerling-${BSN}/></leerling><leerling key="LLKWAST77"/></leerlingen><leerkrachten/></leerlinggegevens>
</leerlinggegevens_antwoord></s:Body></s:Envelope>`;

function fault(code: string): string {
  return `<s:Envelope xmlns:s="${SOAP}"><s:Body><s:Fault><faultcode>s:${code}</faultcode><faultstring>${NAME} ${BSN} ${KEY}</faultstring><detail><${NAME}>${BSN}</${NAME}></detail></s:Fault></s:Body></s:Envelope>`;
}

const ANSWERS: readonly (() => readonly [number, string, string | Buffer])[] = [
  () => [200, 'text/xml', PUPILS],
  () => [500, 'text/xml', fault(NAME)],
  () => [500, 'text/xml', fault(KEY)],
  () => [500, 'text/xml', fault(`Client.${NAME}`)],
  () => [200, 'text/html', `<html><title>${NAME}</title><body>${NAME} is ${BSN}</body></html>`],
  () => [200, 'application/json', JSON.stringify({ [NAME]: BSN, fout: NAME, lijst: [{ zonderkwast: NAME }] })],
  () => [200, 'text/plain', `${NAME} ${BSN} ${Buffer.from(KEY).toString('base64')}`],
  () => [200, 'text/xml', Buffer.from(`\ufeff${PUPILS}`, 'utf16le')],
  () => [200, 'text/xml', `<${NAME} xmlns="urn:${NAME}">${NAME}</${NAME}>`],
  () => [200, 'text/xml', `<s:Envelope xmlns:s="${SOAP}"><s:Body><${NAME}/></s:Body></s:Envelope>`],
  () => [200, 'text/xml', PUPILS.slice(0, 700)],
  () => [200, 'text/xml', `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY ${NAME} "${BSN}">]><a>&${NAME};</a>`],
];

let space: Workspace;
let server: Server;
let count = 0;

beforeAll(async () => {
  space = await workspace();
  server = createServer(async (request, response) => {
    await read(request);
    const [status, type, body] = (ANSWERS[count % ANSWERS.length] as (typeof ANSWERS)[number])();
    count += 1;
    response.writeHead(status, {
      'content-type': `${type}; naam=${NAME}`,
      server: `${NAME}/1 (${BSN})`,
      'set-cookie': `leerling=${NAME}`,
      location: `http://las.example/${NAME}`,
      [`x-${NAME}`]: BSN,
      'content-encoding': 'gzip',
    });
    response.end(gzipSync(body));
  }).listen(0, 'localhost');
  await once(server, 'listening');
});
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await space.remove();
});

async function read(request: IncomingMessage): Promise<void> {
  request.resume();
  if (!request.complete) await once(request, 'end');
}

function conform(...args: string[]): Promise<Outcome> {
  return uwlr(['conform', ...args], { env: { UWLR_CONFORM_KEY: KEY } });
}

function plantedIn(text: string): readonly string[] {
  const lower = text.toLowerCase();
  return PLANTED.filter((one) => lower.includes(one.toLowerCase()));
}

const FILES = ['p.json', 'p.html', 'p.xml', 'p.md'];
function outputs(): readonly string[] {
  const flags = ['--report', '--html', '--junit', '--markdown'];
  return flags.flatMap((flag, at) => [flag, space.path(FILES[at] as string)]);
}

function expectNothing({ stdout, stderr }: Outcome, files: readonly string[] = FILES): void {
  const all: Readonly<Record<string, string>> = {
    stdout,
    stderr,
    ...Object.fromEntries(files.map((name) => [name, readFileSync(space.path(name), 'utf8')])),
  };
  expect(Object.entries(all).flatMap(([name, text]) => plantedIn(text).map((one) => `${one} in ${name}`))).toEqual([]);
}

describe('values that a LAS puts where they do not belong are in no output', () => {
  const school = ['--school', '12AB', '--authorised-by', 'Directie'];

  test('of a run, a replay, a rerun and a diff', async () => {
    const url = `http://localhost:${(server.address() as AddressInfo).port}/?kwastwoord=kwastwoord`;
    const place = url.slice(0, url.indexOf('?'));
    for (const shift of [0, 7]) {
      count = shift;
      const run = await conform(
        'las',
        shift === 0 ? url : place,
        ...school,
        '--level',
        'full',
        '--patience',
        '5s',
        '--verbose',
        ...outputs(),
      );
      if (shift === 7 && run.code === 3) continue;
      expect(run.code).toBe(1);
      expectNothing(run);
      expect(readFileSync(space.path('p.json'), 'utf8')).toMatch(/\[name 1\][\s\S]*\[key 1\]/);
    }
    const report = space.path('p.json');
    count = 0;
    const again = url;
    const replayed = await conform('replay', report, again, '--authorised-by', 'Directie');
    expectNothing(replayed, []);
    expect(replayed.stdout).toMatch(/[1-9]\d* (?:STILL|DIFFERENT)/);
    count = 0;
    const rerun = await conform('rerun', 'LAS-PUPILS-01', report, again, '--authorised-by', 'Directie');
    expectNothing(rerun, []);
    expect(rerun.stdout).toMatch(/curl -sS/);
    expectNothing(await conform('diff', report, report), []);
  }, 120_000);

  test('of files', async () => {
    const names = ANSWERS.map((answer, at) => {
      const name = space.path(`given-${at}.xml`);
      writeFileSync(name, answer()[2]);
      return name;
    });
    expectNothing(await conform('file', ...names, '--verbose', ...outputs()));
  }, 60_000);
});
