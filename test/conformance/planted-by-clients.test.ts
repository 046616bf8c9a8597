import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Outcome, uwlr, type Workspace, workspace } from '../cli/support/uwlr.js';

/** Invented, and none of a word that anybody else uses. */
const NAME = 'Zonderkwast';
const BSN = '123456782';
const KEY = 'sleutel-die-niemand-mag-zien-0001';
const TOKEN = 'token-dat-niemand-mag-zien-0002';
const SECRET = `whsec_${Buffer.alloc(32, 11).toString('base64')}`;
const PLANTED = [NAME, BSN, 'LLKWAST77', KEY, TOKEN, SECRET.slice(6), 'kwastwoord'];
const FILES = ['c.json', 'c.html', 'c.xml', 'c.md'];

let space: Workspace;

beforeAll(async () => {
  space = await workspace();
  writeFileSync(space.path('secret'), SECRET);
});
afterAll(() => space.remove());

function outputs(): readonly string[] {
  return ['--report', '--html', '--junit', '--markdown'].flatMap((flag, at) => [flag, space.path(FILES[at] as string)]);
}

function plantedIn({ stdout, stderr }: Outcome): readonly string[] {
  const all: readonly (readonly [string, string])[] = [
    ['stdout', stdout],
    ['stderr', stderr],
    ...FILES.map((name) => [name, readFileSync(space.path(name), 'utf8')] as const),
  ];
  return all.flatMap(([name, text]) =>
    PLANTED.filter((one) => text.toLowerCase().includes(one.toLowerCase())).map((one) => `${one} in ${name}`),
  );
}

async function listening(listener: RequestListener): Promise<Server> {
  const server = createServer(listener).listen(0, 'localhost');
  await once(server, 'listening');
  return server;
}

async function read(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}

async function freePort(): Promise<number> {
  const server = createTcpServer().listen(0, 'localhost');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const HEADER = `<s:Header><a:autorisatie xmlns:a="http://www.edustandaard.nl/leerresultaten/2/autorisatie"><a:autorisatiesleutel>${KEY}</a:autorisatiesleutel><a:klantcode>GATEWAY</a:klantcode><a:klantnaam>Gateway van de school</a:klantnaam></a:autorisatie></s:Header>`;
const envelope = (body: string, header = HEADER) =>
  `<s:Envelope xmlns:s="${SOAP}" xmlns:${NAME}="urn:${NAME}">${header}<!-- ${NAME} --><s:Body>${body}</s:Body></s:Envelope>`;
const LR = 'http://www.edustandaard.nl/leerresultaten/2/leerresultaten';
const RESULTS = `<leerresultaten_verzoek xmlns="${LR}" ${NAME}="${BSN}"><school><schooljaar>2026-2027</schooljaar><brincode>12AB</brincode></school>
<toetsafnames><toetsafname><leerlingid>LLKWAST77</leerlingid><${NAME}>${NAME}</${NAME}><resultaten><resultaat key="${BSN}"><opmerking>${NAME}</opmerking>
</resultaat></resultaten></toetsafname></toetsafnames></leerresultaten_verzoek>`;
const SENT: readonly string[] = [
  envelope(RESULTS),
  envelope(RESULTS, `<s:Header><${NAME}>${BSN}</${NAME}></s:Header>`),
  envelope(`<${NAME}/>`),
  `${NAME} ${BSN}`,
  JSON.stringify({ [NAME]: BSN }),
  `<${NAME}>`,
];

test('what a client sends where it does not belong, about a school that may exist, is in no output', async () => {
  const port = await freePort();
  let ended = false;
  const sending = (async () => {
    for (let at = 0; !ended; at += 1) {
      const path = ['/leerresultaten', `/leerlinggegevens/${NAME}?leerling=${NAME}`, '/leerlinggegevens'][at % 3];
      const headers = {
        'user-agent': `${NAME}/1 (${BSN})`,
        soapaction: `"${NAME}"`,
        [`x-${NAME}`]: BSN,
        cookie: NAME,
        'content-type': `text/xml; a=${NAME}`,
      };
      await fetch(`http://localhost:${port}${path}`, { method: 'POST', headers, body: SENT[at % SENT.length] as string })
        .then((answer) => answer.text())
        .catch(() => undefined);
      await wait(20);
    }
  })();
  const run = await uwlr(
    [
      'conform',
      'ea',
      '--listen-port',
      String(port),
      '--unattended',
      '--wait',
      '2s',
      '--watch',
      '1s',
      '--verbose',
      '--keep-traffic',
      ...outputs(),
    ],
    { env: { UWLR_CONFORM_KEY: KEY } },
  );
  ended = true;
  await sending;
  expect(run.stderr).toMatch(/a school that may exist; they are masked/);
  expect(readFileSync(space.path('c.json'), 'utf8')).toMatch(/\[name 1\]/);
  expect(plantedIn(run)).toEqual([]);
}, 60_000);

test('what a receiver repeats of its credentials is in no output, kept or not', async () => {
  const server = await listening(async (request, response) => {
    const body = await read(request);
    const said = { headers: request.headers, url: request.url, secret: SECRET, token: Buffer.from(`x:${TOKEN}`).toString('base64'), body };
    response.writeHead(body.length % 2 === 0 ? 200 : 400, { 'content-type': 'application/json', server: TOKEN, via: SECRET });
    response.end(JSON.stringify(said));
  });
  try {
    const url = `http://localhost:${(server.address() as AddressInfo).port}/?sleutel=kwastwoord`;
    const flags = [
      '--webhook-secret-file',
      space.path('secret'),
      '--header',
      `Authorization: Bearer ${TOKEN}`,
      '--level',
      'full',
      '--verbose',
    ];
    for (const more of [[], ['--keep-traffic']]) {
      const run = await uwlr(['conform', 'receiver', url, ...flags, ...more, ...outputs()]);
      expect(run.code).not.toBe(2);
      expect(plantedIn(run)).toEqual([]);
    }
  } finally {
    server.close();
    server.closeAllConnections();
  }
}, 60_000);
