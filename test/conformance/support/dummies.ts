import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { envelope } from '../../../src/soap/envelope/fault.js';

/** Something that answers, and is no administration, no receiver, nothing that was meant. */
export interface Dummy {
  readonly url: string;
  close(): Promise<void>;
}

const XML = { 'content-type': 'text/xml; charset=utf-8' };
const LR = 'http://www.edustandaard.nl/leerresultaten/2/leerresultaten';

/** Answers that do not depend on the question, or hardly. */
const LISTENERS: Readonly<Record<string, RequestListener>> = {
  'a 200 without content': (_request, response) => response.writeHead(200, XML).end(),
  'a web page': (_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><h1>Welkom</h1>'),
  'an empty Body': (_request, response) => response.writeHead(200, XML).end(envelope('')),
  'a 500 to everything': (_request, response) => response.writeHead(500, XML).end(),
  'a confirmation of everything': (_request, response) =>
    response.writeHead(200, XML).end(envelope(`<leerresultaten_bevestiging xmlns="${LR}"/>`)),
  'the question itself': (request, response) => {
    response.writeHead(200, { 'content-type': request.headers['content-type'] ?? 'text/plain' });
    request.pipe(response);
  },
  'no answer at all': (request) => request.resume(),
};

/** One that gives this answer to every message. */
export function startSame(status: number, body: string): Promise<Dummy> {
  return listening((request, response) => {
    request.resume();
    request.once('end', () => response.writeHead(status, XML).end(body));
  });
}

/** All but `startSame`, by what they give. */
export const DUMMIES: Readonly<Record<string, () => Promise<Dummy>>> = {
  'a closed port': closedPort,
  'a refused TLS handshake': noTls,
  ...Object.fromEntries(Object.entries(LISTENERS).map(([name, listener]) => [name, () => listening(read(listener))])),
};

/** Only once the whole message is there, as servers do, except where the listener reads it itself. */
function read(listener: RequestListener): RequestListener {
  if (listener === LISTENERS['the question itself']) return listener;
  return (request, response) => {
    drain(request).then(
      () => listener(request, response),
      () => response.destroy(),
    );
  };
}

async function drain(request: IncomingMessage): Promise<void> {
  request.resume();
  if (!request.complete) await once(request, 'end');
}

async function listening(listener: RequestListener): Promise<Dummy> {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${portOf(server)}/dienst`, close: () => closed(server) };
}

async function closedPort(): Promise<Dummy> {
  const server = createTcpServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return { url: `http://127.0.0.1:${port}/dienst`, close: async () => undefined };
}

/** Takes the connection, and answers the handshake with an alert. */
async function noTls(): Promise<Dummy> {
  const server = createTcpServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', () => socket.end(Buffer.from([21, 3, 3, 0, 2, 2, 40])));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.close();
    await once(server, 'close');
  };
  return { url: `https://127.0.0.1:${port}/dienst`, close };
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

async function closed(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}
