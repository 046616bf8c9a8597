import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { UWLR_2_VERSIONS } from '../../src/uwlr/finding.js';
import { schemaFile } from '../../src/uwlr/generate/schema-files.js';
import { SERVED_VERSION, wsdlText } from '../../src/uwlr/generate/wsdl.js';
import type { Autorisatie } from '../../src/uwlr/messages/autorisatie.js';
import type { LeerresultatenVerzoek } from '../../src/uwlr/messages/leerresultaten.js';
import { type Loopback, startLoopback } from './clients/loopback.js';
import { type Delivery, STACKS } from './clients/stacks.js';

const autorisatie: Autorisatie = { autorisatiesleutel: 'sleutel-van-de-testschool', klantcode: 'TESTEA', klantnaam: 'Testleverancier' };

type Uwlr2Version = (typeof UWLR_2_VERSIONS)[number];

const pupil: Readonly<Record<Uwlr2Version, object>> = {
  '2.1': { leerlingid: 'leerling-0001' },
  '2.2': { leerlingid: 'leerling-0001', eckid: 'https://ketenid.nl/pilot/00', resultaatverwerkerid: 'staf-01' },
  '2.3': { eckid: 'https://ketenid.nl/pilot/00' },
};

/** A message with everything in it that a stack may get wrong: attributes, choices, a second namespace, lists of one. */
function verzoekOf(version: Uwlr2Version, school: object = { brincode: '99XX', dependancecode: '01' }): LeerresultatenVerzoek {
  return {
    school: { schooljaar: '2026-2027', ...school, aanmaakdatum: '2026-11-22T08:00:00.000Z', xsdversie: version },
    toetsafnames: {
      toetsafname: [
        {
          ...pupil[version],
          resultaten: {
            resultaat: [
              { key: 'r-1', afnamedatum: '2026-11-20Z', toetscode: 'T1', versie: { value: '2' }, toetsonderdeelcode: 'T1-1', score: '7' },
              {
                key: 'r-2',
                afnamedatum: '2026-11-20Z',
                toetscode: 'T1',
                osoresultaat: {
                  toetsscore: { aantalopgaven: '10', betrouwbaarheidsinterval: { bivlaag: '1.5', bivhoog: '2.5' } },
                  referentiescore: [{ codereferentiescore: 'DLE', codevergelijkingsgroep: 'Landelijk', waarde: '12' }],
                },
                infourl: 'https://voorbeeld.example/?a=1&b=2',
              },
            ],
          },
        },
      ],
    },
    toetsen: {
      toets: [
        {
          toetscode: { value: 'T1', vocabulaire: 'urn:voorbeeld:toetsen' },
          vakgebied: { value: 'Rekenen & <wiskunde>' },
          toetsnormering: { norm: [{ term: 'goed', beginnormwaarde: '0', eindnormwaarde: '10' }] },
          toetshierarchie: { ingang: [{ value: 'Rekenen', niveau: '1' }] },
          toetsonderdelen: { toetsonderdeel: [{ toetsonderdeelvolgnummer: '1', toetsonderdeelcode: { value: 'T1-1' } }] },
        },
      ],
    },
  };
}

const deliveryOf = (version: Uwlr2Version, school?: object): Delivery => ({ autorisatie, verzoek: verzoekOf(version, school) });
/** Valid to any WSDL, but not to the standard: the code of the test is not in the message. */
const wrong: Delivery = { autorisatie, verzoek: { ...verzoekOf('2.2'), toetsen: { toets: [{ toetscode: { value: 'T2' } }] } } };

const directory = mkdtempSync(path.join(tmpdir(), 'uwlr-wsdl-'));
let server: Loopback;

beforeAll(async () => {
  server = await startLoopback((query, location) => {
    const file = query.get('xsd');
    const schemaLocation = (name: string) => `${location}?xsd=${name}`;
    if (file !== null) return schemaFile('2.2', file, (name) => `?xsd=${name}`);
    return wsdlText(query.get('wsdl') === 'exact' ? 'exact' : 'inline', query.get('wsdl') === 'exact' ? '2.2' : SERVED_VERSION, {
      location,
      schemaLocation,
    });
  });
});

afterAll(async () => {
  await server.stop();
  rmSync(directory, { recursive: true });
});

describe.each(STACKS)('$name', ({ name, installed, deliver }) => {
  const testHere = installed || process.env['CI'] !== undefined ? test : test.skip;
  if (!installed)
    console.info(`${name} is not installed here${process.env['CI'] === undefined ? ': not tried.' : ', and in CI it has to be.'}`);

  /** Delivers, and gives what arrived. */
  async function arriving(wsdl: string, deliveries: readonly Delivery[]) {
    const before = server.received.length;
    const delivered = await deliver(wsdl, server.url, deliveries);
    return { ...delivered, received: server.received.slice(before) };
  }

  testHere('delivers messages of every version from the WSDL that is served', async () => {
    const deliveries = [...UWLR_2_VERSIONS.map((version) => deliveryOf(version)), deliveryOf('2.3', { schoolkey: 'school-a' })];
    const { functions, outcomes, received } = await arriving(`${server.url}?wsdl`, deliveries);
    expect(functions).toContain('BrengLeerresultaten');
    expect(received.map(({ findings, problems }) => [findings, problems])).toEqual(deliveries.map(() => [[], []]));
    expect(received.map(({ autorisatie, verzoek }) => ({ autorisatie, verzoek }))).toEqual(deliveries);
    expect(received[0]?.soapAction).toMatch(/^"?BrengLeerresultaten"?$/);
    expect(outcomes).toEqual(deliveries.map(() => 'confirmed'));
  });

  testHere.each(UWLR_2_VERSIONS)('delivers a message of %s from the WSDL file of that version', async (version) => {
    const file = path.join(directory, `${version}.wsdl`);
    writeFileSync(file, wsdlText('inline', version, { location: 'http://localhost:8080/soap/leerresultaten' }));
    const { outcomes, received } = await arriving(file, [deliveryOf(version)]);
    expect(outcomes).toEqual(['confirmed']);
    expect(received[0]?.verzoek).toEqual(verzoekOf(version));
  });

  testHere('finds the schemas of the exact WSDL', async () => {
    const { outcomes, received } = await arriving(`${server.url}?wsdl=exact`, [deliveryOf('2.2')]);
    expect(outcomes).toEqual(['confirmed']);
    expect(received[0]?.verzoek).toEqual(verzoekOf('2.2'));
  });

  testHere('gives the code of a fault to its caller', async () => {
    const { outcomes } = await arriving(`${server.url}?wsdl`, [wrong]);
    expect(outcomes).toEqual([expect.stringMatching(/^(?:s:)?Client\.OngeldigBericht$/)]);
  });
});

describe('the inline layout', () => {
  const text = wsdlText('inline', SERVED_VERSION, { location: 'http://localhost:8080/soap/leerresultaten' });

  test('is one file, without groups, choices, identity rules and defaults', () => {
    expect(text).not.toMatch(/schemaLocation|xs:group|xs:choice|xs:key|xs:unique| default=/);
  });

  test('names parts after their elements, and gives every global element a named type', () => {
    const parts = [...text.matchAll(/<wsdl:part name="([^"]*)" element="\w+:([^"]*)"/g)];
    expect(parts.map(([, name]) => name)).toEqual(['autorisatie', 'leerresultaten_verzoek', 'leerresultaten_bevestiging']);
    expect(parts.map(([, , element]) => element)).toEqual(parts.map(([, name]) => name));
    const globals = [...text.matchAll(/^ {6}<xs:element name="[^"]*"([^>]*)>/gm)];
    expect(globals).toHaveLength(5);
    for (const [, attributes] of globals) expect(attributes).toMatch(/ type="\w+:\w+"/);
  });
});

test('locations are escaped', () => {
  const text = wsdlText('exact', '2.2', {
    location: 'http://a.example/?b=1&c="$&"',
    schemaLocation: (file) => `http://a.example/<${file}>`,
  });
  expect(text).toContain('<soap:address location="http://a.example/?b=1&amp;c=&quot;$&amp;&quot;"/>');
  expect(text).toContain('schemaLocation="http://a.example/&lt;UWLR_Leerresultaten.xsd>"');
});
