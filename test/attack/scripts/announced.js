// Requests that announce a terabyte each and send one byte of it.
// Usage: announced.js URL ADDRESS [HOW-MANY]
import { once } from 'node:events';
import { connect } from 'node:net';

const [url, address, many = '4'] = process.argv.slice(2);
const { port, hostname } = new URL(url);
for (let n = 0; n < Number(many); n += 1) {
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(
    `POST /soap/leerresultaten HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: text/xml\r\nX-Forwarded-For: ${address}\r\nContent-Length: 999999999999\r\n\r\n<`,
  );
}
// An answer to a later request says that the gateway has read those before it.
await fetch(`${url}/livez`);
process.stdout.write('ready\n');
setInterval(() => undefined, 1000);
