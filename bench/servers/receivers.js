// Receivers that take everything and do next to nothing with it: a LAS, a webhook, an Edu-V server, and one that never answers.
// Tells its ports over IPC when it is asked.
import { createServer } from 'node:http';

const ENVELOPE = 'http://schemas.xmlsoap.org/soap/envelope/';
const CONFIRMED = `<s:Envelope xmlns:s="${ENVELOPE}"><s:Body><leerresultaten_bevestiging xmlns="http://www.edustandaard.nl/leerresultaten/2/leerresultaten"/></s:Body></s:Envelope>`;
const TOKEN = JSON.stringify({ access_token: 'token-van-de-meting', token_type: 'Bearer', expires_in: 3600, scope: 'eduv.result' });

const SERVERS = {
  las: (_body, _path, response) => send(response, 200, 'text/xml; charset=utf-8', CONFIRMED),
  webhook: (_body, _path, response) => response.writeHead(204).end(),
  'edu-v': (body, path, response) =>
    send(response, path.endsWith('/token') ? 200 : 201, 'application/json', path.endsWith('/token') ? TOKEN : accepted(body)),
  stuck: () => undefined,
};

const ports = Object.fromEntries(await Promise.all(Object.entries(SERVERS).map(async ([name, answer]) => [name, await listen(answer)])));
process.on('message', () => process.send(ports));
process.on('disconnect', () => process.exit(0));

function listen(answer) {
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    answer(Buffer.concat(chunks), request.url, response);
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server.address().port));
  });
}

function accepted(body) {
  const students = [JSON.parse(body.toString('utf8'))]
    .flat()
    .flatMap(({ id, studentScoresAndResults = [] }) => [id, ...studentScoresAndResults.map((one) => one.id)]);
  return JSON.stringify(students.map((id) => ({ id, status: '201' })));
}

function send(response, status, type, body) {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body);
}
