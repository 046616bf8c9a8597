import { afterAll, describe, expect, test } from '@jest/globals';
import { UWLR_2_VERSIONS, type UwlrVersion } from '../../src/uwlr/finding.js';
import { schemaFiles } from '../../src/uwlr/generate/schema-files.js';
import type { PupilProfile, Root } from '../../src/uwlr/grammar/grammar.js';
import { autorisatie } from '../../src/uwlr/messages/autorisatie.js';
import { leerresultatenBevestiging, leerresultatenVerzoek } from '../../src/uwlr/messages/leerresultaten.js';
import { oso } from '../../src/uwlr/messages/oso.js';
import { toetsdefinities } from '../../src/uwlr/messages/toetsdefinities.js';
import { openJudge, type SchemaJudge } from '../../src/xml/schema-judge.js';
import { decodeText } from '../support/decode-text.js';
import { OFFICIAL_ARE_HERE, officialJudge, ownJudge } from '../support/judges.js';

const judges: SchemaJudge[] = [];
const own = new Map<UwlrVersion, SchemaJudge>(UWLR_2_VERSIONS.map((version) => [version, keep(ownJudge(version))]));
const official = OFFICIAL_ARE_HERE ? keep(officialJudge()) : undefined;
if (official === undefined) console.info('The official XSDs are not here: nothing is compared with them.');
afterAll(() => {
  for (const judge of judges) judge.dispose();
});

function keep(judge: SchemaJudge): SchemaJudge {
  judges.push(judge);
  return judge;
}

const LR = leerresultatenVerzoek.element.schema.namespace;
const XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

interface Parts {
  readonly school?: string;
  readonly dates?: string;
  readonly versie?: string;
  readonly pupil?: string;
  readonly results?: string;
  readonly toetsen?: string;
}

function verzoek(parts: Parts = {}): string {
  const { school = '<brincode>99XX</brincode>', dates = '<aanmaakdatum>2026-01-15T09:00:00+01:00</aanmaakdatum>', versie = '2.2' } = parts;
  const { pupil = '<leerlingid>leerling-0001</leerlingid>', results = resultaat(), toetsen = toets() } = parts;
  return `<leerresultaten_verzoek xmlns="${LR}"><school><schooljaar>2026-2027</schooljaar>${school}${dates}<xsdversie>${versie}</xsdversie></school><toetsafnames><toetsafname>${pupil}<resultaten>${results}</resultaten></toetsafname></toetsafnames><toetsen>${toetsen}</toetsen></leerresultaten_verzoek>`;
}

function resultaat(content = '<score>7</score>', key = ' key="r-1"'): string {
  return `<resultaat${key}><afnamedatum>2026-01-14</afnamedatum><toetscode>T1</toetscode>${content}</resultaat>`;
}

function toets(content = '', code = 'T1'): string {
  return `<toets><toetscode>${code}</toetscode>${content}</toets>`;
}

function onderdelen(...numbers: readonly string[]): string {
  const parts = numbers.map(
    (number) =>
      `<toetsonderdeel><toetsonderdeelvolgnummer>${number}</toetsonderdeelvolgnummer><toetsonderdeelcode>d</toetsonderdeelcode></toetsonderdeel>`,
  );
  return `<toetsonderdelen>${parts.join('')}</toetsonderdelen>`;
}

const osoresultaat = `<osoresultaat><toetsscore xmlns="${oso.definition.namespace}"><aantalopgaven>10</aantalopgaven><tijd>12.5</tijd></toetsscore></osoresultaat>`;
const norm = (term: string, colour = '') =>
  `<toetsnormering><norm><term>${term}</term><beginnormwaarde>0</beginnormwaarde><eindnormwaarde>5</eindnormwaarde>${colour}</norm></toetsnormering>`;
const kleur = (opacity: string) =>
  `<normkleur><rood_code>255</rood_code><groen_code>0</groen_code><blauw_code>0</blauw_code><transparantie>${opacity}</transparantie></normkleur>`;
const autorisatieOf = (sleutel: string) =>
  `<autorisatie xmlns="${autorisatie.element.schema.namespace}"><autorisatiesleutel>${sleutel}</autorisatiesleutel><klantcode>EA</klantcode><klantnaam>Voorbeeld</klantnaam></autorisatie>`;
const definitiesOf = (toetsen: string) =>
  `<Toetsdefinities xmlns="${toetsdefinities.element.schema.namespace}"><toetsen xmlns="${LR}">${toetsen}</toetsen></Toetsdefinities>`;

type Case = readonly [name: string, valid: boolean, xml: string, root?: Root];

const CASES: readonly Case[] = [
  ['a plain message', true, verzoek()],
  ['an OSO result', true, verzoek({ results: resultaat(osoresultaat) })],
  ['an empty OSO result', true, verzoek({ results: resultaat('<osoresultaat/>') })],
  ['a location', true, verzoek({ school: '<brincode>99XX</brincode><dependancecode>01</dependancecode>' })],
  ['an empty location, which stands for 00', true, verzoek({ school: '<brincode>99XX</brincode><dependancecode/>' })],
  ['a school by key', true, verzoek({ school: '<schoolkey>school-a</schoolkey>' })],
  ['a norm with a colour', true, verzoek({ toetsen: toets(norm('goed', kleur('0.50'))) })],
  ['a vocabulary', true, verzoek({ toetsen: `<toets><toetscode vocabulaire="urn:voorbeeld">T1</toetscode></toets>` })],
  ['a hierarchy', true, verzoek({ toetsen: toets('<toetshierarchie><ingang niveau="-1">Rekenen</ingang></toetshierarchie>') })],
  ['parts with their own numbers', true, verzoek({ toetsen: toets(onderdelen('1', '2')) })],
  ['a confirmation', true, `<leerresultaten_bevestiging xmlns="${LR}"/>`, leerresultatenBevestiging],
  ['test definitions', true, definitiesOf(toets()), toetsdefinities],
  ['test definitions with one code twice', true, definitiesOf(toets() + toets()), toetsdefinities],
  ['a header', true, autorisatieOf('sleutel'), autorisatie],
  ['a school by BRIN and by key', false, verzoek({ school: '<brincode>99XX</brincode><schoolkey>school-a</schoolkey>' })],
  ['no school', false, verzoek({ school: '' })],
  ['a BRIN in small letters', false, verzoek({ school: '<brincode>99xx</brincode>' })],
  [
    'elements out of order',
    false,
    verzoek({ school: '', dates: '<aanmaakdatum>2026-01-15T09:00:00</aanmaakdatum><brincode>99XX</brincode>' }),
  ],
  ['no results', false, verzoek({ results: '' })],
  ['a result without a key', false, verzoek({ results: resultaat('<score>7</score>', '') })],
  ['one key for two results', false, verzoek({ results: resultaat() + resultaat() })],
  ['a result of a test that is not there', false, verzoek({ toetsen: toets('', 'T2') })],
  ['one code for two tests', false, verzoek({ toetsen: toets() + toets() })],
  ['one number for two parts, written differently', false, verzoek({ toetsen: toets(onderdelen('1', '01')) })],
  ['two kinds of result', false, verzoek({ results: resultaat(`<score>7</score>${osoresultaat}`) })],
  ['a score with a fraction', false, verzoek({ results: resultaat('<score>7.5</score>') })],
  ['an OSO result in the wrong namespace', false, verzoek({ results: resultaat('<osoresultaat><toetsscore/></osoresultaat>') })],
  ['another result without a type', false, verzoek({ results: resultaat('<anderresultaat/>') })],
  ['more than opaque', false, verzoek({ toetsen: toets(norm('goed', kleur('1.01'))) })],
  ['a term that is too long', false, verzoek({ toetsen: toets(norm('x'.repeat(65))) })],
  ['a hierarchy without levels', false, verzoek({ toetsen: toets('<toetshierarchie><ingang>Rekenen</ingang></toetshierarchie>') })],
  ['text between elements', false, verzoek({ results: `x${resultaat()}` })],
  [
    'a confirmation that says something',
    false,
    `<leerresultaten_bevestiging xmlns="${LR}">ja</leerresultaten_bevestiging>`,
    leerresultatenBevestiging,
  ],
  ['a header without a key', false, autorisatieOf(''), autorisatie],
  ['a key of 65 characters in the header', false, autorisatieOf('k'.repeat(65)), autorisatie],
];

const PUPILS = 'UWLR_Leerlinggegevens.xsd';
const OF_2 = ['OSO_1.2.xsd', 'UWLR_Autorisatie.xsd', PUPILS, 'UWLR_Leerresultaten.xsd', 'UWLR_Toetsdefinities.xsd'];

test.each<readonly [UwlrVersion, PupilProfile | undefined, readonly string[]]>([
  ['1.0', undefined, ['EDEXML.xsd', 'UWLR_Autorisatie.xsd', PUPILS, 'UWLR_Leerresultaten.xsd']],
  ['2.1', undefined, ['EDEXML.xsd', ...OF_2]],
  ['2.2', undefined, ['EDEXML.xsd', ...OF_2]],
  ['2.3', undefined, OF_2],
  ['2.2', 'smalle-set', [PUPILS]],
  ['2.2', 'lvs-set', [PUPILS]],
  ['2.3', 'smalle-set', [PUPILS]],
  ['2.3', 'lvs-set', [PUPILS]],
])('every XSD of %s (profile %s) is a schema by itself', (version, profile, expected) => {
  const files = schemaFiles(version, profile);
  expect([...files.keys()].sort()).toEqual(expected);
  for (const file of files.keys()) keep(openJudge(files, file));
});

describe.each(CASES)('%s', (_, valid, xml) => {
  test.each(UWLR_2_VERSIONS)('%s', (version) => {
    expect(own.get(version)?.judge(xml).valid).toBe(valid);
  });

  (official === undefined ? test.skip : test)('official', () => {
    expect(official?.judge(xml).valid).toBe(valid);
  });
});

test.each<readonly [string, string, readonly UwlrVersion[]]>([
  ['leerlingid', '<leerlingid>a</leerlingid>', ['2.1', '2.2', '2.3']],
  ['leerlingid and eckid', '<leerlingid>a</leerlingid><eckid>b</eckid>', ['2.2', '2.3']],
  ['eckid', '<eckid>b</eckid>', ['2.3']],
  ['neither', '', []],
])('a pupil may be named by %s in the versions that have it', (_, pupil, expected) => {
  const accepted = UWLR_2_VERSIONS.filter((version) => own.get(version)?.judge(verzoek({ pupil, versie: version })).valid);
  expect(accepted).toEqual(expected);
});

test('a key of a school may be longer since 2.2', () => {
  const xml = verzoek({ school: `<schoolkey>${'k'.repeat(65)}</schoolkey>` });
  expect(UWLR_2_VERSIONS.filter((version) => own.get(version)?.judge(xml).valid)).toEqual(['2.2', '2.3']);
});

/** What `src/uwlr/deviations.ts` says about verdicts, by name: the official files, ours, and the decoder. */
(official === undefined ? describe.skip : describe)('named deviations', () => {
  const deviations: readonly (readonly [string, string, readonly [boolean, boolean, boolean], Root?])[] = [
    ['ascii-codes', verzoek({ school: '<brincode>٩٩XX</brincode>' }), [true, false, false]],
    ['autorisatie-length', autorisatieOf('k'.repeat(65)), [false, false, true], autorisatie],
    [
      'xsi-type',
      verzoek({ results: resultaat(`<score>7</score><infourl ${XSI} xmlns:lr="${LR}" xsi:type="lr:tpKey">a</infourl>`) }),
      [true, false, false],
    ],
    [
      'xsi-type',
      verzoek({
        results: resultaat(
          osoresultaat.replace('<tijd>12.5', `<tijd ${XSI} xmlns:xs="http://www.w3.org/2001/XMLSchema" xsi:type="xs:int">12`),
        ),
      }),
      [true, true, false],
    ],
    [
      'xsi-type',
      verzoek({
        school: `<brincode>99XX</brincode><dependancecode ${XSI} xmlns:lr="${LR}" xsi:type="lr:tpDependanceCode">01</dependancecode>`,
      }),
      [false, true, true],
    ],
  ];

  test.each(deviations)('%s', (_, xml, expected, root = leerresultatenVerzoek) => {
    const verdicts = [
      official?.judge(xml).valid,
      own.get('2.2')?.judge(xml).valid,
      decodeText(xml, root, { version: '2.2' }).findings.valid,
    ];
    expect(verdicts).toEqual(expected);
  });
});
