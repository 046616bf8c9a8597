// Calls all five operations with strong-soap. Arguments: gateway, autorisatiesleutel, klantcode, klantnaam, toetscode.
import { promisify } from 'node:util';
import strongSoap from 'strong-soap';

const [gateway, sleutel, klantcode, klantnaam, toetscode] = process.argv.slice(2);

async function clientOf(service, autorisatiesleutel = sleutel) {
  const client = await promisify(strongSoap.soap.createClient)(`${gateway}/soap/${service}?wsdl`, {});
  const header = { nsURI: 'http://www.edustandaard.nl/leerresultaten/2/autorisatie', name: 'autorisatie' };
  client.addSoapHeader({ autorisatiesleutel, klantcode, klantnaam }, header);
  return (operation, message) =>
    new Promise((resolve, reject) => {
      client[operation](message, (error, answer) => (error ? reject(error) : resolve(answer)));
    });
}

const people = (members) =>
  members.map(({ roepnaam, voorvoegsel, achternaam }) => [roepnaam, voorvoegsel, achternaam].filter(Boolean).join(' ')).join(', ');
const names = (groups) => groups.map(({ naam }) => naam).join(', ');
/** An element that occurs once is no list. */
const listOf = (value) => [value ?? []].flat();
const print = (operation, read) => console.log(`${operation}\t${read}`);

const leerresultaten_verzoek = {
  school: { schooljaar: '2025-2026', brincode: '99XX', aanmaakdatum: new Date().toISOString(), xsdversie: '2.2' },
  toetsafnames: {
    toetsafname: [
      {
        leerlingid: 'L-1',
        resultaten: {
          resultaat: [{ $attributes: { key: `${toetscode}-1` }, afnamedatum: '2026-01-14', toetscode, score: 7 }],
        },
      },
    ],
  },
  toetsen: { toets: [{ toetscode: { $attributes: { vocabulaire: 'urn:voorbeeld:toetsen' }, $value: toetscode }, toetsnaam: 'Rekenen' }] },
};
const results = await clientOf('leerresultaten');
await results('BrengLeerresultaten', { leerresultaten_verzoek });
print('BrengLeerresultaten', 'bevestigd');

const pupils = await clientOf('leerlinggegevens');
const vraag = { schooljaar: '2025-2026', brincode: '99XX', xsdversie: '2.2' };
const { leerlinggegevens } = await pupils('HaalLeerlinggegevens', { leerlinggegevens_verzoek: vraag });
const { brincode, schooljaar } = leerlinggegevens.school;
print('HaalLeerlinggegevens', `${brincode} ${schooljaar}: ${people(listOf(leerlinggegevens.leerlingen.leerling))}`);

const { 'leerlinggegevens-structuur': structuur } = await pupils('HaalStructuur', { structuur_verzoek: vraag });
const { groep, samengestelde_groep } = structuur.groepen;
print('HaalStructuur', `${names(listOf(groep))}; ${names(listOf(samengestelde_groep))}`);

const groepen = { groep: [{ $attributes: { key: 'g5' } }], samengestelde_groep: [{ $attributes: { key: 'plus' } }] };
const { 'leerlinggegevens-leerlingen': some } = await pupils('HaalLeerlingen', { leerlingen_verzoek: { ...vraag, groepen } });
print('HaalLeerlingen', people(listOf(some.leerlingen.leerling)));

const { 'leerlinggegevens-leerkrachten': staff } = await pupils('HaalLeerkrachten', {
  leerkrachten_verzoek: { ...vraag, groepen: { groep: [{ $attributes: { key: 'g4' } }] } },
});
const teachers = listOf(staff.leerkrachten.leerkracht);
print('HaalLeerkrachten', `${people(teachers)} (${listOf(listOf(teachers[0].groepen.groep)[0].rol)[0]})`);

const stranger = await clientOf('leerresultaten', 'een-andere-sleutel');
await stranger('BrengLeerresultaten', { leerresultaten_verzoek }).catch(({ root }) => {
  const { faultcode, faultstring } = root.Envelope.Body.Fault;
  print('fout', `${faultcode.split(':').at(-1)}: ${faultstring.split('(')[0]}`);
});
