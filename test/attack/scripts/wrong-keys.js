// Whole large messages under the name of a vendor with a wrong key: wrong-keys.js URL ADDRESS [COUNT] [KLANTCODE] [KLANTNAAM]
import { chunk, head, hold, pour } from './connections.js';

const [url, address, count = '8', klantcode = 'TESTEA', klantnaam = 'Testleverancier'] = process.argv.slice(2);
const AUT = 'http://www.edustandaard.nl/leerresultaten/2/autorisatie';
const LR = 'http://www.edustandaard.nl/leerresultaten/2/leerresultaten';
const header = `<autorisatie xmlns="${AUT}"><autorisatiesleutel>geraden</autorisatiesleutel><klantcode>${klantcode}</klantcode><klantnaam>${klantnaam}</klantnaam></autorisatie>`;
const school =
  '<school><schooljaar>2025-2026</schooljaar><brincode>99XX</brincode><aanmaakdatum>2026-01-15T09:00:00+01:00</aanmaakdatum><xsdversie>2.2</xsdversie></school>';
hold(url, Number(count), (socket) => {
  let key = 0;
  const afname = () =>
    `<toetsafname><leerlingid>l${key}</leerlingid><resultaten><resultaat key="k${key++}"><afnamedatum>2026-01-14</afnamedatum><toetscode>T1</toetscode><score>7</score></resultaat></resultaten></toetsafname>`;
  socket.write(head(url, address));
  socket.write(
    chunk(
      `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header>${header}</e:Header><e:Body><leerresultaten_verzoek xmlns="${LR}">${school}<toetsafnames>`,
    ),
  );
  pour(socket, () => chunk(Array.from({ length: 100 }, afname).join('')));
});
