// Whole messages of all kinds that are refused, over connections that stay open, one after the other: garbage.js URL ADDRESS [COUNT]
import { connect } from 'node:net';

const [url, address, count = '8'] = process.argv.slice(2);
const { hostname, port } = new URL(url);
const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const AUT = 'http://www.edustandaard.nl/leerresultaten/2/autorisatie';
const LR = 'http://www.edustandaard.nl/leerresultaten/2/leerresultaten';
const signed = (code) =>
  `<e:Envelope xmlns:e="${SOAP}"><e:Header><autorisatie xmlns="${AUT}"><autorisatiesleutel>geraden</autorisatiesleutel><klantcode>${code}</klantcode><klantnaam>Testleverancier</klantnaam></autorisatie></e:Header><e:Body><leerresultaten_verzoek xmlns="${LR}"><x/></leerresultaten_verzoek></e:Body></e:Envelope>`;
const KINDS = [
  'geen xml',
  signed('TESTEA'),
  signed('NIEMAND'),
  `<e:Envelope xmlns:e="${SOAP}"><e:Header/><e:Body>${'<x/>'.repeat(80)}</e:Body></e:Envelope>`,
];
let kind = 0;
let answered = 0;

function next() {
  const body = KINDS[kind++ % KINDS.length];
  const from = address === '-' ? '' : `X-Forwarded-For: ${address}\r\n`;
  return `POST /soap/leerresultaten HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: text/xml\r\n${from}Content-Length: ${body.length}\r\n\r\n${body}`;
}

function open() {
  const socket = connect(Number(port), hostname, () => socket.write(next()));
  socket.on('data', (piece) => {
    if (!piece.includes('</s:Envelope>')) return;
    answered += 1;
    if (answered === 100) process.stdout.write('ready\n');
    socket.write(next());
  });
  socket.on('error', () => undefined);
  socket.once('close', () => setTimeout(open, 20));
}
for (let n = 0; n < Number(count); n++) open();
