// An administration that answers every question with bytes that lie ready, the BRIN of the question filled in: it costs as little
// as can be. It is told which of its answers to give.
import { createServer } from 'node:http';
import { answerMessage } from '../roster/answer-message.js';
import { answerObject } from '../roster/answer-object.js';
import { inventedSchool } from '../roster/school.js';

const BRIN = '~~~~';
const [schools] = process.argv.slice(2);
const answers = new Map(Object.entries(JSON.parse(schools)).map(([name, school]) => [name, prepared(school)]));
let given = [...answers.values()][0];

const server = createServer(async (request, response) => {
  let question = '';
  for await (const chunk of request.setEncoding('latin1')) question += chunk;
  const [, brin] = /brincode>([0-9A-Z]{4})</.exec(question) ?? [];
  if (brin === undefined) return response.writeHead(400).end();
  const bytes = Buffer.from(given.bytes);
  bytes.write(brin, given.at, 'latin1');
  return response.writeHead(200, { 'Content-Type': 'text/xml; charset=utf-8', 'Content-Length': bytes.length }).end(bytes);
});
server.listen(0, '127.0.0.1', () => {
  process.on('message', (name) => {
    given = answers.get(name) ?? given;
    process.send({ port: server.address().port, bytes: given.bytes.length });
  });
});
process.on('disconnect', () => process.exit(0));

function prepared(school) {
  const bytes = Buffer.from(answerMessage(answerObject(inventedSchool(school), BRIN)), 'latin1');
  return { bytes, at: bytes.indexOf(BRIN) };
}
