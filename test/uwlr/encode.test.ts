import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SOAP_11 } from '../../src/soap/envelope/envelope.js';
import { encode, encodeInto, encodeToString } from '../../src/uwlr/encode.js';
import { UWLR_2_VERSIONS } from '../../src/uwlr/finding.js';
import { EncodeError } from '../../src/uwlr/grammar/encode-error.js';
import { autorisatie } from '../../src/uwlr/messages/autorisatie.js';
import {
  type LeerresultatenVerzoek,
  leerresultatenBevestiging,
  leerresultatenVerzoek,
  type Resultaat,
} from '../../src/uwlr/messages/leerresultaten.js';
import { oso } from '../../src/uwlr/messages/oso.js';
import { type Toetsdefinities, toetsdefinities } from '../../src/uwlr/messages/toetsdefinities.js';
import { XmlWriter } from '../../src/xml/writer.js';
import { decodeText } from '../support/decode-text.js';
import { extensions } from '../support/judges.js';

const LR = leerresultatenVerzoek.element.schema.namespace;
const OSO = oso.definition.namespace;

const score: Resultaat = { key: 'r-1', afnamedatum: '2026-01-14', toetscode: 'T1', score: '7' };
const osoResult: Resultaat = {
  key: 'r-2',
  afnamedatum: '2026-01-14',
  toetscode: 'T1',
  versie: { value: '2', vocabulaire: 'urn:voorbeeld:versies' },
  osoresultaat: {
    toetsscore: { aantalopgaven: '10', betrouwbaarheidsinterval: { bivlaag: '1.5', bivhoog: '2.5' } },
    referentiescore: [{ codereferentiescore: 'DLE', codevergelijkingsgroep: 'Landelijk', waarde: '12' }],
  },
  infourl: 'https://voorbeeld.example/?a=1&b=2',
};
/** Valid otherwise, but with an `xsi:type` that only a registration explains; the types of TypeScript know nothing of those. */
const eigen = {
  key: 'r-3',
  afnamedatum: '2026-01-14',
  toetscode: 'T1',
  anderresultaat: { type: '{urn:voorbeeld:eigen}ctpEigen', andere_score: 'x', waardering: 'goed', punten: '3.5', schaal: 'A' },
} as Resultaat;

type Uwlr2Version = (typeof UWLR_2_VERSIONS)[number];

const pupil: Readonly<Record<Uwlr2Version, object>> = {
  '2.1': { leerlingid: 'leerling-0001' },
  '2.2': { leerlingid: 'leerling-0001', eckid: 'https://ketenid.nl/pilot/00' },
  '2.3': { eckid: 'https://ketenid.nl/pilot/00' },
};

function message(
  version: Uwlr2Version,
  resultaat: readonly Resultaat[] = [score, osoResult],
  afname: object = pupil[version],
): LeerresultatenVerzoek {
  return {
    school: {
      schooljaar: '2025-2026',
      brincode: '99XX',
      dependancecode: '01',
      aanmaakdatum: '2026-01-15T09:00:00+01:00',
      xsdversie: version,
    },
    toetsafnames: { toetsafname: [{ ...afname, resultaten: { resultaat } }] },
    toetsen: {
      toets: [
        {
          toetscode: { value: 'T1' },
          toetsnormering: {
            vocabulaire: 'urn:voorbeeld:normen',
            norm: [{ term: '<goed> & "beter"', beginnormwaarde: '0', eindnormwaarde: '10' }],
          },
          toetshierarchie: { ingang: [{ value: 'Rekenen', niveau: '1' }] },
          toetsonderdelen: { toetsonderdeel: [{ toetsonderdeelvolgnummer: '1', toetsonderdeelcode: { value: 'T1-1' } }] },
        },
      ],
    },
  };
}

/** The error that a message gives, in short. */
function refusal(value: unknown, version: Uwlr2Version = '2.2'): string {
  try {
    encodeToString(leerresultatenVerzoek, version, value as LeerresultatenVerzoek);
  } catch (error) {
    if (error instanceof EncodeError) return `${error.rule} ${error.path}`;
    throw error;
  }
  return 'none';
}

/** A valid message of 2.2 with one result, changed. */
function withResult(change: object): unknown {
  return message('2.2', [{ ...score, ...change } as Resultaat]);
}

const RESULT = '/leerresultaten_verzoek/toetsafnames/toetsafname[1]/resultaten/resultaat[1]';

describe('a message', () => {
  test.each(UWLR_2_VERSIONS)('of %s reads back as it was', (version) => {
    const text = encodeToString(leerresultatenVerzoek, version, message(version));
    const { value, findings, version: read } = decodeText(text, leerresultatenVerzoek);
    expect(findings.list).toEqual([]);
    expect(read).toBe(version);
    expect(value).toEqual(message(version));
  });

  test('stands in default namespaces without a prefix, and changes to that of OSO where it begins', () => {
    const text = encodeToString(leerresultatenVerzoek, '2.2', message('2.2', [osoResult]));
    expect(text).toMatch(`<leerresultaten_verzoek xmlns="${LR}"><school><schooljaar>2025-2026</schooljaar>`);
    expect(text).toMatch(`<osoresultaat><toetsscore xmlns="${OSO}"><aantalopgaven>10</aantalopgaven>`);
    expect(text).toMatch(`</toetsscore><referentiescore xmlns="${OSO}"><codereferentiescore>`);
    expect(text).toMatch('<versie vocabulaire="urn:voorbeeld:versies">2</versie>');
    expect(text).toMatch('<infourl>https://voorbeeld.example/?a=1&amp;b=2</infourl>');
    expect(text.match(/xmlns/g)).toHaveLength(3);
    expect(text).not.toMatch(/<\w+:/);
  });

  test('has its elements in the order of the schema, whatever the order of its properties', () => {
    const { school, toetsafnames, toetsen } = message('2.2');
    const shuffled = {
      toetsen,
      toetsafnames,
      school: Object.fromEntries(Object.entries(school).reverse()),
    } as unknown as LeerresultatenVerzoek;
    expect(encodeToString(leerresultatenVerzoek, '2.2', shuffled)).toBe(encodeToString(leerresultatenVerzoek, '2.2', message('2.2')));
  });

  test('has each of its results written, or refused, as it would be without those before it', () => {
    const value = fc.constantFrom<unknown>(undefined, '7', '2026-01-14', ['7'], [], {}, { value: 'T1' }, osoResult.osoresultaat);
    // Not the code of the test: that there is no such test shows only at the end of the message.
    const names = ['afnamedatum', 'score', 'osoresultaat', 'versie', 'infourl', 'onbekend'];
    const change = fc.dictionary(fc.constantFrom(...names), value, { minKeys: 1, maxKeys: 2 });
    // Most of them as they should be, so that others stand behind those.
    const results = fc.array(fc.oneof({ weight: 3, arbitrary: fc.constantFrom(score, osoResult) }, change), { minLength: 2, maxLength: 6 });
    const resultsIn = (text: string) => text.slice(text.indexOf('<resultaat '), text.lastIndexOf('</resultaten>'));
    fc.assert(
      fc.property(results, (changes) => {
        const whole = changes.map((one, at) => ({ ...score, ...one, key: `r-${at}` }) as Resultaat);
        const alone = whole.map((one, at) => refusal(message('2.2', [one])).replace('resultaat[1]', `resultaat[${at + 1}]`));
        const refused = alone.find((one) => one !== 'none') ?? 'none';
        expect(refusal(message('2.2', whole))).toBe(refused);
        if (refused !== 'none') return;
        const texts = whole.map((one) => resultsIn(encodeToString(leerresultatenVerzoek, '2.2', message('2.2', [one]))));
        expect(resultsIn(encodeToString(leerresultatenVerzoek, '2.2', message('2.2', whole)))).toBe(texts.join(''));
      }),
      { numRuns: 300 },
    );
  });

  test('goes to a sink in pieces when it is big', () => {
    const results = Array.from({ length: 2000 }, (_, at): Resultaat => ({ ...score, key: `r-${at}` }));
    const pieces: string[] = [];
    encode(leerresultatenVerzoek, '2.2', message('2.2', results), (piece) => pieces.push(piece));
    expect(pieces.length).toBeGreaterThan(10);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(20_000);
    expect(pieces.join('')).toBe(encodeToString(leerresultatenVerzoek, '2.2', message('2.2', results)));
  });

  test('can be written into an envelope', () => {
    const writer = new XmlWriter().open('s:Envelope', { 'xmlns:s': SOAP_11 }).open('s:Body');
    encodeInto(writer, leerresultatenBevestiging, '2.2', {});
    expect(writer.close().close().toString()).toBe(
      `<s:Envelope xmlns:s="${SOAP_11}"><s:Body><leerresultaten_bevestiging xmlns="${LR}"/></s:Body></s:Envelope>`,
    );
  });

  test('with test definitions only is in two namespaces', () => {
    const value: Toetsdefinities = { toetsen: message('2.2').toetsen };
    const text = encodeToString(toetsdefinities, '2.2', value);
    expect(text).toMatch(`/toetsdefinities"><toetsen xmlns="${LR}">`);
    expect(decodeText(text, toetsdefinities).value).toEqual(value);
  });

  test('with a result of a registered type names that type', () => {
    const value = message('2.3', [eigen]);
    const text = encodeToString(leerresultatenVerzoek, '2.3', value, { extensions });
    expect(text).toMatch(
      '<anderresultaat xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:ext="urn:voorbeeld:eigen" xsi:type="ext:ctpEigen"',
    );
    expect(text).toMatch('<andere_score>x</andere_score><waardering xmlns="urn:voorbeeld:eigen">goed</waardering>');
    const { value: read, findings } = decodeText(text, leerresultatenVerzoek, { extensions });
    expect(findings.list).toEqual([]);
    expect(read).toEqual(value);
  });
});

describe('what the grammar forbids is not written', () => {
  test.each([
    ['a mandatory element is missing', withResult({ afnamedatum: undefined }), `UWLR-SCH-003 ${RESULT}/afnamedatum`],
    ['a mandatory attribute is missing', withResult({ key: undefined }), `UWLR-SCH-009 ${RESULT}/@key`],
    ['none of a choice is there', withResult({ score: undefined }), `UWLR-SCH-003 ${RESULT}/score`],
    ['two of a choice are there', withResult({ osoresultaat: {} }), `UWLR-SCH-006 ${RESULT}/osoresultaat`],
    ['a property is unknown', withResult({ geheim: 'x' }), `UWLR-SCH-001 ${RESULT}/*`],
    ['a property has a value of another kind', withResult({ score: 7 }), `UWLR-SCH-022 ${RESULT}/score`],
    ['a list stands for one element', withResult({ score: ['7'] }), `UWLR-SCH-004 ${RESULT}/score`],
    ['a text stands for elements', withResult({ score: undefined, osoresultaat: 'x' }), `UWLR-SCH-007 ${RESULT}/osoresultaat`],
    ['a list is empty that may not be', message('2.2', []), `UWLR-SCH-003 ${RESULT.slice(0, -3)}`],
    ['a number is none', withResult({ score: '7.5' }), `UWLR-SCH-023 ${RESULT}/score`],
    ['a date is none', withResult({ afnamedatum: '2026-02-30' }), `UWLR-SCH-025 ${RESULT}/afnamedatum`],
    ['a text is too long', withResult({ infourl: 'x'.repeat(257) }), `UWLR-SCH-021 ${RESULT}/infourl`],
    ['an attribute is no URI', withResult({ versie: { value: '1', vocabulaire: '%' } }), `UWLR-SCH-027 ${RESULT}/versie/@vocabulaire`],
    ['XML has no such character', withResult({ infourl: 'a\u0000b' }), `UWLR-XML-001 ${RESULT}/infourl`],
    ['a type is not registered', message('2.2', [eigen]), `UWLR-SCH-012 ${RESULT}/anderresultaat`],
    ['a test is pointed to that is not there', withResult({ toetscode: 'T2' }), `UWLR-ID-003 ${RESULT}/toetscode`],
    ['a key occurs twice', message('2.2', [score, score]), `UWLR-ID-001 ${RESULT.replace(/1\]$/, '2]')}/@key`],
  ])('when %s', (_, value, expected) => {
    expect(refusal(value)).toBe(expected);
  });

  test('when it belongs to another version', () => {
    expect(refusal(message('2.1', [score], pupil['2.2']), '2.1')).toBe(
      'UWLR-SCH-001 /leerresultaten_verzoek/toetsafnames/toetsafname[1]/eckid',
    );
    expect(refusal(message('2.2', [score], pupil['2.3']), '2.2')).toBe(
      'UWLR-SCH-003 /leerresultaten_verzoek/toetsafnames/toetsafname[1]/leerlingid',
    );
  });

  test('when the message says that it is of another version', () => {
    expect(refusal(message('2.2'), '2.3')).toBe('UWLR-EX-003 /leerresultaten_verzoek/school/xsdversie');
    expect(refusal({ ...message('2.2'), school: { ...message('2.2').school, xsdversie: '2.2.1' } })).toBe('none');
  });

  test('and the error says nothing of the value', () => {
    const write = () =>
      encodeToString(leerresultatenVerzoek, '2.2', withResult({ score: 'planted-value', planted: '1' }) as LeerresultatenVerzoek);
    expect(write).toThrow(EncodeError);
    expect(write).not.toThrow(/planted/);
  });
});

test('a key that an administration issued too long is sent as it was issued', () => {
  const header = { autorisatiesleutel: 'k'.repeat(80), klantcode: 'TESTEA', klantnaam: 'Testleverancier' };
  const text = encodeToString(autorisatie, '2.2', header);
  const { value, findings } = decodeText(text, autorisatie);
  expect(value).toEqual(header);
  expect(findings.valid).toBe(true);
});
