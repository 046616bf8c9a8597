import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { LeerresultatenVerzoek } from '../../src/uwlr/messages/leerresultaten.js';
import { KEY, PARTY, type Running, startTestGateway } from '../support/gateway.js';
import { type Delivery, STACKS } from '../uwlr/clients/stacks.js';

const VAKGEBIEDEN = 'http://purl.edustandaard.nl/concept/328cc12a-87b2-41c4-aef8-853595f9f9dd';
const autorisatie = { autorisatiesleutel: KEY, klantcode: PARTY.klantcode, klantnaam: PARTY.klantnaam };

let running: Running;
let second = 0;

interface Wrong {
  readonly school?: object;
  readonly score?: string;
  readonly osoresultaat?: object;
  readonly toets?: object;
}

function verzoek({ school = {}, score = '7', osoresultaat, toets = {} }: Wrong = {}): LeerresultatenVerzoek {
  second += 1;
  const aanmaakdatum = new Date(Date.UTC(2026, 5, 1, 0, 0, second)).toISOString();
  const figure = osoresultaat === undefined ? { score } : { osoresultaat };
  return {
    school: { schooljaar: '2025-2026', brincode: '99XX', aanmaakdatum, xsdversie: '2.2', ...school },
    toetsafnames: {
      toetsafname: [
        {
          leerlingid: 'leerling-1',
          resultaten: { resultaat: [{ key: `r-${second}`, afnamedatum: '2026-01-14', toetscode: 'T1', ...figure }] },
        },
        {
          leerlingid: 'leerling-2',
          resultaten: { resultaat: [{ key: `s-${second}`, afnamedatum: '2026-01-14', toetscode: 'T1', score: '3' }] },
        },
      ],
    },
    toetsen: {
      toets: [
        {
          toetscode: { value: 'T1', vocabulaire: 'urn:voorbeeld:toetsen' },
          toetsnaam: 'Rekenen blok 1',
          toetsnormering: { norm: [{ term: 'goed', beginnormwaarde: '0', eindnormwaarde: '10' }] },
          ...toets,
        },
      ],
    },
  } as LeerresultatenVerzoek;
}

/** One delivery per fault code that a message can bring about. */
function wrongOnes(): readonly (readonly [code: string, delivery: Delivery])[] {
  const norm = [
    { term: 'x', beginnormwaarde: '9', eindnormwaarde: '0' },
    { term: 'y', beginnormwaarde: '0', eindnormwaarde: '10' },
  ];
  return [
    ['Client.OngeldigBericht', { autorisatie, verzoek: verzoek({ school: { schooljaar: '2025/2026' } }) }],
    ['Client.OngeldigeKlantIdentificatie', { autorisatie: { ...autorisatie, klantcode: 'ONBEKEND' }, verzoek: verzoek() }],
    ['Client.AutorisatieOngeldig', { autorisatie: { ...autorisatie, autorisatiesleutel: 'een-andere' }, verzoek: verzoek() }],
    [
      'Client.VocabulaireTermOngeldig',
      { autorisatie, verzoek: verzoek({ toets: { vakgebied: { value: 'Toveren', vocabulaire: VAKGEBIEDEN } } }) },
    ],
    ['Client.XsdVersieOngeldig', { autorisatie, verzoek: verzoek({ school: { xsdversie: '9.9' } }) }],
    ['Client.ToetsNormeringOngeldig', { autorisatie, verzoek: verzoek({ toets: { toetsnormering: { norm } } }) }],
    ['Client.ScoreOngeldig', { autorisatie, verzoek: verzoek({ score: '11' }) }],
    [
      'Client.EldResultaatOngeldig',
      { autorisatie, verzoek: verzoek({ osoresultaat: { toetsscore: { aantalopgaven: '5', aantalgoed: '9' } } }) },
    ],
  ];
}

beforeAll(async () => {
  running = await startTestGateway();
});

afterAll(async () => {
  await running.stop();
});

describe.each(STACKS)('$name, as its users have it', ({ name, installed, deliver }) => {
  const testHere = installed || process.env['CI'] !== undefined ? test : test.skip;
  if (!installed) console.info(`${name} is not installed here.`);

  testHere('delivers results from the WSDL that the gateway serves', async () => {
    const endpoint = `${running.gateway.url}/soap/leerresultaten`;
    const before = (await running.gateway.store.results({ school: '99XX', limit: 1000 })).items.length;
    const { outcomes } = await deliver(`${endpoint}?wsdl`, endpoint, [
      { autorisatie, verzoek: verzoek() },
      { autorisatie, verzoek: verzoek() },
    ]);
    expect(outcomes).toEqual(['confirmed', 'confirmed']);
    const { items } = await running.gateway.store.results({ school: '99XX', limit: 1000 });
    expect(items.slice(before)).toHaveLength(4);
    expect(items.at(-1)?.norm).toEqual({ term: 'goed', lookedUpIn: 'normTableOfSource' });
  });

  testHere('finds its way from the exact WSDL too', async () => {
    const endpoint = `${running.gateway.url}/soap/leerresultaten`;
    const { outcomes } = await deliver(`${endpoint}?wsdl=exact`, endpoint, [{ autorisatie, verzoek: verzoek() }]);
    expect(outcomes).toEqual(['confirmed']);
  });

  testHere('gives its caller the code of every fault', async () => {
    const endpoint = `${running.gateway.url}/soap/leerresultaten`;
    const wrong = wrongOnes();
    const { outcomes } = await deliver(
      `${endpoint}?wsdl`,
      endpoint,
      wrong.map(([, delivery]) => delivery),
    );
    expect(outcomes.map((code) => code.replace(/^s:/, ''))).toEqual(wrong.map(([code]) => code));
  });
});
