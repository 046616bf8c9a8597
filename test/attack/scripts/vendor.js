// An honest vendor in a process of its own: one message after the other, over connections that stay open. It sends a message again,
// byte for byte, when the connection broke before the answer, as vendors do. Tells its parent what became of each.
// Usage: vendor.js URL KLANTCODE KLANTNAAM KEY ADDRESS [new-connections]
import { Agent, request } from 'node:http';

const [url, klantcode, klantnaam, sleutel, address, connections] = process.argv.slice(2);
const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const AUT = 'http://www.edustandaard.nl/leerresultaten/2/autorisatie';
const LR = 'http://www.edustandaard.nl/leerresultaten/2/leerresultaten';
const FIRST = Date.UTC(2026, 3, 1);
const MOST_RESENDS = 20;
const agent = new Agent({ keepAlive: connections !== 'new-connections', maxSockets: 1 });

function message(number) {
  const made = new Date(FIRST + number * 1000).toISOString();
  const afnames = Array.from(
    { length: 4 },
    (_, pupil) =>
      `<toetsafname><leerlingid>lln-${1000 + pupil}</leerlingid><resultaten><resultaat key="b-${number}-${pupil}"><afnamedatum>2026-01-14</afnamedatum><toetscode>T1</toetscode><score>${(number + pupil) % 41}</score></resultaat></resultaten></toetsafname>`,
  ).join('');
  const header = `<autorisatie xmlns="${AUT}"><autorisatiesleutel>${sleutel}</autorisatiesleutel><klantcode>${klantcode}</klantcode><klantnaam>${klantnaam}</klantnaam></autorisatie>`;
  const school = `<school><schooljaar>2025-2026</schooljaar><brincode>99XX</brincode><aanmaakdatum>${made}</aanmaakdatum><xsdversie>2.2</xsdversie></school>`;
  const body = `<leerresultaten_verzoek xmlns="${LR}">${school}<toetsafnames>${afnames}</toetsafnames><toetsen><toets><toetscode>T1</toetscode><toetsnaam>Rekenen blok 1</toetsnaam></toets></toetsen></leerresultaten_verzoek>`;
  return `<s:Envelope xmlns:s="${SOAP}"><s:Header>${header}</s:Header><s:Body>${body}</s:Body></s:Envelope>`;
}

function post(text) {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'text/xml; charset=utf-8', soapaction: '"BrengLeerresultaten"', 'x-forwarded-for': address };
    const sent = request(`${url}/soap/leerresultaten`, { method: 'POST', agent, headers }, (answer) => {
      let body = '';
      answer.setEncoding('utf8');
      answer.on('data', (piece) => {
        body += piece;
      });
      answer.on('end', () => resolve({ status: answer.statusCode, body }));
      answer.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(text);
  });
}

for (let number = 1; ; number += 1) {
  const text = message(number);
  const began = performance.now();
  let answer;
  let resends = 0;
  while (answer === undefined) {
    answer = await post(text).catch((error) => {
      resends += 1;
      if (resends <= MOST_RESENDS) return undefined;
      return { status: 0, body: error.code ?? error.message };
    });
  }
  const ms = performance.now() - began;
  const fault =
    answer.status === 200 ? undefined : (/<faultcode>([^<]*)/.exec(answer.body)?.[1] ?? `${answer.status} ${answer.body.slice(0, 80)}`);
  process.send({ ms, resends, fault });
}
