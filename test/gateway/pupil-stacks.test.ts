import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fillRoster, smallSchool, YEAR } from '../support/fill-roster.js';
import { KEY, PARTY, type Running, startTestGateway } from '../support/gateway.js';
import { FETCH_STACKS, type Fetched, type Question } from '../uwlr/clients/fetch-stacks.js';

const autorisatie = { autorisatiesleutel: KEY, klantcode: PARTY.klantcode, klantnaam: PARTY.klantnaam };

/** A school year in which a group lacks its year group, which no version can do without. */
const BROKEN_YEAR = '2024-2025';

let running: Running;
let endpoint: string;

beforeAll(async () => {
  running = await startTestGateway({ agreement: { exchanges: ['leerlinggegevens'], profile: 'smalle-set' } });
  endpoint = `${running.gateway.url}/soap/leerlinggegevens`;
  const { groups, ...school } = smallSchool();
  await fillRoster(running.gateway, { ...school, groups });
  const [{ yearGroup: _, ...unfit }, ...rest] = groups as [(typeof groups)[number], ...typeof groups];
  await fillRoster(running.gateway, { ...school, origin: { schoolYear: BROKEN_YEAR }, groups: [unfit, ...rest] });
});

afterAll(() => running.stop());

function ask(operation: Question['operation'], verzoek: Question['verzoek'] = {}, rest: Partial<Question> = {}): Question {
  return { operation, autorisatie, verzoek: { schooljaar: YEAR, brincode: '99XX', xsdversie: '2.2', ...verzoek }, ...rest };
}

const everything = (xsdversie: string): readonly Question[] => [
  ask('HaalLeerlinggegevens', { xsdversie }),
  ask('HaalStructuur', { xsdversie }),
  ask('HaalLeerlingen', { xsdversie }, { groepen: [{ groep: { key: 'g4' } }, { samengestelde_groep: {} }] }),
  ask('HaalLeerkrachten', { xsdversie }, { groepen: [{ groep: { key: 'g5' } }, { samengestelde_groep: { key: 'plus' } }] }),
];

/** What the caller of a stack has to see in the four answers. */
function seen(xsdversie: '2.2' | '2.3'): readonly Fetched[] {
  const born = (geboortedatum: string) => (xsdversie === '2.2' ? { geboortedatum } : {});
  const school = expect.objectContaining({ schooljaar: YEAR, brincode: '99XX', dependancecode: '00', xsdversie });
  const groepen = {
    groep: [
      { key: 'g4', naam: 'Groep 4', jaargroep: '4' },
      { key: 'g5', naam: 'Groep 5', jaargroep: '5' },
    ],
    samengestelde_groep: [{ key: 'plus', naam: 'Plusklas' }],
  };
  const leerling = [
    {
      key: 'L-1',
      eckid: `https://ketenid.nl/pilot/${'a'.repeat(128)}`,
      achternaam: 'Testema',
      voorvoegsel: 'van',
      roepnaam: 'Anna',
      ...born('2017-03-04'),
      jaargroep: '4',
      groep: { key: 'g4' },
      samengestelde_groepen: { samengestelde_groep: [{ key: 'plus' }] },
    },
    { key: 'L-2', achternaam: 'Voorbeeld', roepnaam: 'Bram', ...born('2016-05-06'), jaargroep: '5', groep: { key: 'g5' } },
    { key: 'L-3', achternaam: 'Verzonnen', roepnaam: 'Cato', ...born('2016-07-08'), jaargroep: '5' },
  ];
  const docent = {
    key: 'T-1',
    eckid: `https://ketenid.nl/pilot/${'b'.repeat(128)}`,
    achternaam: 'Docent',
    roepnaam: 'Daan',
    emailadres: 'daan@school.voorbeeld',
    groepen: { groep: [{ key: 'g4', rol: ['LRK'] }], samengestelde_groep: [{ key: 'plus' }] },
  };
  const invaller = { key: 'T-2', achternaam: 'Invaller', roepnaam: 'Els' };
  return [
    {
      answer: { leerlinggegevens: { school, groepen, leerlingen: { leerling }, leerkrachten: { leerkracht: [docent, invaller] } } },
    },
    { answer: { 'leerlinggegevens-structuur': { school, groepen } } },
    { answer: { 'leerlinggegevens-leerlingen': { school, leerlingen: { leerling } } } },
    { answer: { 'leerlinggegevens-leerkrachten': { school, leerkrachten: { leerkracht: [docent] } } } },
  ];
}

describe.each(FETCH_STACKS)('$name, as its users have it', ({ name, installed, seesEmptyElements, readsExact, fetch }) => {
  const testHere = installed || process.env['CI'] !== undefined ? test : test.skip;
  if (!installed) console.info(`${name} is not installed here.`);

  testHere('reads pupils, groups and staff, at once and in steps, from the WSDL that the gateway serves', async () => {
    const fetched = await fetch(`${endpoint}?wsdl`, endpoint, [...everything('2.2'), ...everything('2.3')]);
    expect(fetched).toEqual([...seen('2.2'), ...seen('2.3')]);
  });

  testHere(`${readsExact ? 'finds its way from' : 'cannot follow'} the exact WSDL`, async () => {
    const fetched = fetch(`${endpoint}?wsdl=exact`, endpoint, everything('2.3'));
    if (readsExact) expect(await fetched).toEqual(seen('2.3'));
    else await expect(fetched).rejects.toThrow(/XMLParseError: Unexpected element/);
  });

  testHere(
    seesEmptyElements ? 'is told that there are no data, or no changes' : 'is given nothing for no data and for no changes',
    async () => {
      const fetched = await fetch(`${endpoint}?wsdl`, endpoint, [
        ask('HaalLeerlinggegevens', { schooljaar: '2012-2013' }),
        ask('HaalLeerlinggegevens', { laatstontvangengegevens: '2100-01-01T00:00:00Z' }),
      ]);
      expect(fetched).toEqual(seesEmptyElements ? [{ answer: { geengegevens: {} } }, { answer: { geenwijzigingen: {} } }] : [{}, {}]);
    },
  );

  testHere('gives its caller the code of a fault', async () => {
    const wrong: readonly (readonly [code: string, question: Question])[] = [
      ['Client.XsdVersieOngeldig', ask('HaalLeerlinggegevens', { xsdversie: '9.9' })],
      ['Client.AutorisatieOngeldig', ask('HaalStructuur', {}, { autorisatie: { ...autorisatie, autorisatiesleutel: 'een-andere' } })],
      ['Client.OngeldigeKlantIdentificatie', ask('HaalStructuur', {}, { autorisatie: { ...autorisatie, klantnaam: 'Een ander' } })],
      ['Client.OngeldigBericht', ask('HaalLeerlinggegevens', { schooljaar: '2025-2027' })],
      ['Server.InterneFout', ask('HaalLeerlinggegevens', { schooljaar: BROKEN_YEAR })],
    ];
    const fetched = await fetch(
      `${endpoint}?wsdl`,
      endpoint,
      wrong.map(([, question]) => question),
    );
    expect(fetched).toEqual(wrong.map(([code]) => ({ fault: expect.stringMatching(new RegExp(`^(?:s:)?${code}$`)) })));
  });
});
