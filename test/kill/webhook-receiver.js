// A receiver of webhooks, written for the test alone: checks the signature as Standard Webhooks says with node:crypto, and takes a message
// that it took before without writing it down again.
// Arguments: host, port (0: any), ledger file, secret. Prints its port. Ended by a kill.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { LedgerFile } from './ledger-file.js';

const [host, port, file, secret] = process.argv.slice(2);
const ledger = new LedgerFile(file);
const taken = new Set(ledger.entries.map(({ message }) => message));
const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString('utf8');
  const message = request.headers['webhook-id'];
  if (!isSigned(message, request.headers, body)) {
    response.writeHead(400).end();
    return;
  }
  if (!taken.has(message)) {
    const { items } = JSON.parse(body);
    ledger.append({
      message,
      items: items.map(({ result }) => [result.id, result.values.map(({ value }) => value).join(' ')]),
    });
    taken.add(message);
  }
  response.writeHead(204).end();
});
server.listen(Number(port), host, () => process.stdout.write(`${server.address().port}\n`));

function isSigned(message, headers, body) {
  const wanted = createHmac('sha256', key).update(`${message}.${headers['webhook-timestamp']}.${body}`).digest();
  return String(headers['webhook-signature'])
    .split(' ')
    .some((signature) => {
      const given = Buffer.from(signature.replace(/^v1,/, ''), 'base64');
      return given.length === wanted.length && timingSafeEqual(given, wanted);
    });
}
