// A LAS that takes results of any school, written for the test alone and with no code of the gateway: it reads with fast-xml-parser, keeps
// the latest value of each result key, and refuses a message that is not later than the one before (spec a.6).
// Arguments: host, port (0: any), ledger file. Prints its port. Ended by a kill.
import { createServer } from 'node:http';
import { XMLParser } from 'fast-xml-parser';
import { LedgerFile } from './ledger-file.js';

const [host, port, file] = process.argv.slice(2);
const ledger = new LedgerFile(file);
const latest = new Map(ledger.entries.map(({ school, made }) => [school, made]));
const parser = new XMLParser({
  ignoreAttributes: false,
  removeNSPrefix: true,
  parseTagValue: false,
  isArray: (name) => name === 'toetsafname' || name === 'resultaat',
});
const ENVELOPE = 'http://schemas.xmlsoap.org/soap/envelope/';
const CONFIRMED = '<leerresultaten_bevestiging xmlns="http://www.edustandaard.nl/leerresultaten/2/leerresultaten"/>';

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const { school, toetsafnames } = parser.parse(Buffer.concat(chunks)).Envelope.Body.leerresultaten_verzoek;
  const made = new Date(school.aanmaakdatum).getTime();
  const items = toetsafnames.toetsafname.flatMap(({ leerlingid, resultaten }) =>
    resultaten.resultaat.map((resultaat) => [resultaat['@_key'], `${leerlingid} ${resultaat.score}`]),
  );
  if (made <= (latest.get(school.brincode) ?? 0)) {
    const fault = '<s:Fault><faultcode>s:Client.OngeldigBericht</faultcode><faultstring>Niet later dan het vorige</faultstring></s:Fault>';
    answer(response, 500, fault);
    return;
  }
  ledger.append({ school: school.brincode, made, items });
  latest.set(school.brincode, made);
  answer(response, 200, CONFIRMED);
});
server.listen(Number(port), host, () => process.stdout.write(`${server.address().port}\n`));

function answer(response, status, body) {
  response.writeHead(status, { 'content-type': 'text/xml; charset=utf-8' });
  response.end(`<s:Envelope xmlns:s="${ENVELOPE}"><s:Body>${body}</s:Body></s:Envelope>`);
}
