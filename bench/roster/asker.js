// Asks a server for all pupils of a school, from a process of its own, and reads the answers without looking into them.
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { OPERATION, questionMessage } from './question.js';

const agent = new Agent({ keepAlive: true });

process.on('message', (message) => {
  run(message).then(
    (report) => process.send(report),
    (error) => process.send({ failed: error.message }),
  );
});
process.on('disconnect', () => process.exit(0));

/** On each connection either so many answers or as many as there are in so many seconds. With `look` it says what is in the last one. */
async function run({ port, path, school, year, connections, answers = Number.POSITIVE_INFINITY, seconds, look = false }) {
  const question = Buffer.from(questionMessage(school, year), 'latin1');
  const until = performance.now() + (seconds === undefined ? Number.POSITIVE_INFINITY : seconds * 1000);
  const total = { bytes: 0, answers: 0 };
  let last;
  const take = (chunk) => {
    if (performance.now() <= until) total.bytes += chunk.length;
  };
  const loop = async () => {
    for (let n = 0; n < answers && performance.now() < until; n += 1) {
      last = await ask({ port, path, question, take, look });
      total.answers += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, loop));
  return { ...total, ...(look ? contentsOf(last) : {}) };
}

async function ask({ port, path, question, take, look }) {
  const headers = { 'Content-Type': 'text/xml; charset=utf-8', 'Content-Length': question.length, SOAPAction: `"${OPERATION}"` };
  const sent = request({ agent, port, path, host: '127.0.0.1', method: 'POST', headers }).end(question);
  const [response] = await once(sent, 'response');
  const chunks = [];
  response.on('data', (chunk) => {
    take(chunk);
    if (look) chunks.push(chunk);
  });
  await once(response, 'end');
  if (response.statusCode !== 200) throw new Error(`HTTP ${response.statusCode} instead of an answer`);
  return chunks;
}

function contentsOf(chunks) {
  const text = Buffer.concat(chunks).toString('utf8');
  const found = (pattern) => text.match(pattern) ?? [];
  const keys = found(/<(?:\w+:)?leerling [^>]*key="[^"]*"/g);
  return { size: Buffer.byteLength(text), pupils: new Set(keys).size, teachers: found(/<(?:\w+:)?leerkracht /g).length };
}
