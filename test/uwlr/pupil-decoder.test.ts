import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { generateMessage } from '../../src/synthetic/messages/generate-message.js';
import { mutate } from '../../src/synthetic/messages/mutate.js';
import { Random } from '../../src/synthetic/messages/random.js';
import { writeTree } from '../../src/synthetic/messages/write-tree.js';
import { elementsOf, treeOf } from '../../src/synthetic/messages/xml-tree.js';
import { UWLR_2_VERSIONS } from '../../src/uwlr/finding.js';
import { compile } from '../../src/uwlr/grammar/compile.js';
import type { Root } from '../../src/uwlr/grammar/grammar.js';
import { edex } from '../../src/uwlr/messages/edexml-file.js';
import {
  leerkrachtenVerzoek,
  leerlingenVerzoek,
  leerlinggegevens,
  leerlinggegevensAntwoord,
  leerlinggegevensVerzoek,
} from '../../src/uwlr/messages/leerlinggegevens.js';
import { leerlinggegevens1 } from '../../src/uwlr/messages/v1/leerlinggegevens.js';
import {
  edexText,
  groep,
  LG,
  leerkracht,
  leerling,
  leerlinggegevensText,
  type PupilParts,
  read,
  rulesIn,
  samengesteldeGroep,
  verzoekText,
} from './support/pupil-text.js';

const tolerant = { policy: 'tolerant' } as const;

const inData = (parts: PupilParts, options = {}) => rulesIn(leerlinggegevensText(parts), leerlinggegevens, options);

test('small messages of every kind are valid', () => {
  expect(inData({})).toEqual([]);
  expect(rulesIn(edexText(), edex)).toEqual([]);
  expect(rulesIn(verzoekText('leerlinggegevens_verzoek'), leerlinggegevensVerzoek)).toEqual([]);
  for (const empty of ['geenwijzigingen', 'geengegevens']) {
    const answer = (content: string) =>
      `<leerlinggegevens_antwoord xmlns="${LG}"><${empty}>${content}</${empty}></leerlinggegevens_antwoord>`;
    expect(rulesIn(answer(''), leerlinggegevensAntwoord)).toEqual([]);
    expect(rulesIn(answer(' '), leerlinggegevensAntwoord)).toEqual([`UWLR-SCH-007 /leerlinggegevens_antwoord/${empty}`]);
  }
});

describe('groups of both kinds', () => {
  test('mix in any order, and are two lists in the value', () => {
    const { findings, value } = read(
      leerlinggegevensText({ groepen: groep('G1') + samengesteldeGroep('S1') + groep('G2') + samengesteldeGroep('S2') }),
      leerlinggegevens,
    );
    expect(findings.list).toEqual([]);
    expect(value).toMatchObject({
      groepen: { groep: [{ key: 'G1' }, { key: 'G2' }], samengestelde_groep: [{ key: 'S1' }, { key: 'S2' }] },
    });
  });

  test('may be of one kind only, but not absent where their list is there', () => {
    expect(inData({ groepen: samengesteldeGroep('S1') })).toEqual([]);
    expect(rulesIn(leerlinggegevensText().replace('<leerlingen>', '<groepen/><leerlingen>'), leerlinggegevens)).toEqual([
      'UWLR-SCH-003 /leerlinggegevens/groepen/groep',
    ]);
  });

  test('are asked for with and without a key', () => {
    const groepen = '<groepen><samengestelde_groep/><groep key="G1"/><samengestelde_groep key="S1"/><groep/></groepen>';
    for (const root of [leerlingenVerzoek, leerkrachtenVerzoek]) {
      const { findings, value } = read(verzoekText(root.element.name, undefined, groepen), root);
      expect(findings.list).toEqual([]);
      expect(value).toMatchObject({ groepen: { groep: [{ key: 'G1' }, {}], samengestelde_groep: [{}, { key: 'S1' }] } });
    }
  });

  test('of a teacher carry roles of both kinds, in any order', () => {
    const roles = '<rolomschrijving>a</rolomschrijving><rol>LRK</rol><rolomschrijving>b</rolomschrijving>';
    const leerkrachten = leerkracht(
      `<achternaam>Staf</achternaam>${roles}<groepen><samengestelde_groep key="S1">${roles}</samengestelde_groep><groep key="G1"/></groepen>`,
    );
    const { findings, value } = read(
      leerlinggegevensText({ groepen: groep('G1') + samengesteldeGroep('S1'), leerkrachten }),
      leerlinggegevens,
    );
    expect(findings.list).toEqual([]);
    expect(value).toMatchObject({
      leerkrachten: { leerkracht: [{ rol: ['LRK'], rolomschrijving: ['a', 'b'], groepen: { samengestelde_groep: [{ rol: ['LRK'] }] } }] },
    });
  });
});

describe('a name that stands in more than one branch of a choice', () => {
  test.each([
    '<brincode>99XX</brincode><schoolkey>k</schoolkey>',
    '<brincode>99XX</brincode><dependancecode>01</dependancecode><schoolkey>k</schoolkey>',
    '<instellingsnummer>12345</instellingsnummer><schoolkey>k</schoolkey>',
    '<instellingsnummer>12345</instellingsnummer>',
    '<schoolkey>k</schoolkey>',
    '',
  ])('names a school by %s', (id) => {
    const { findings, value } = read(leerlinggegevensText({ id }), leerlinggegevens);
    expect(findings.list).toEqual([]);
    const school = (value as { school: Record<string, string> }).school;
    for (const [, name = '', text] of id.matchAll(/<(\w+)>(\w+)/g)) expect(school[name]).toBe(text);
  });

  test('is out of order, or excluded, where it stands otherwise', () => {
    const wrong = (id: string) => inData({ id });
    expect(wrong('<schoolkey>k</schoolkey><instellingsnummer>12</instellingsnummer>')).toEqual([
      'UWLR-SCH-002 /leerlinggegevens/school/instellingsnummer',
    ]);
    expect(wrong('<brincode>99XX</brincode><instellingsnummer>12</instellingsnummer>')).toEqual([
      'UWLR-SCH-006 /leerlinggegevens/school/instellingsnummer',
    ]);
    expect(wrong('<instellingsnummer>12</instellingsnummer><dependancecode>01</dependancecode>')).toEqual([
      'UWLR-SCH-003 /leerlinggegevens/school/brincode',
      'UWLR-SCH-006 /leerlinggegevens/school/instellingsnummer',
    ]);
  });

  test('lets a first name stand alone or behind a surname, and nothing without either', () => {
    const pupil = (content: string) => inData({ leerlingen: leerling(content) });
    expect(pupil('<roepnaam>Proef</roepnaam>')).toEqual([]);
    expect(pupil('<roepnaam>Proef</roepnaam><geboortedatum>2015-03-04</geboortedatum>')).toEqual([]);
    expect(pupil('<achternaam>Proef</achternaam><voorvoegsel>van</voorvoegsel><roepnaam>Pip</roepnaam>')).toEqual([]);
    const PUPIL = '/leerlinggegevens/leerlingen/leerling[1]';
    expect(pupil('<geboortedatum>2015-03-04</geboortedatum>')).toEqual([`UWLR-SCH-003 ${PUPIL}/achternaam`]);
    expect(pupil('<voorvoegsel>van</voorvoegsel><roepnaam>Pip</roepnaam>')).toEqual([`UWLR-SCH-003 ${PUPIL}/achternaam`]);
    expect(pupil('<roepnaam>Pip</roepnaam><achternaam>Proef</achternaam>')).toEqual([`UWLR-SCH-002 ${PUPIL}/achternaam`]);
  });

  test('is read in another order under the tolerant policy, and nothing is lost', () => {
    const { findings, value } = read(
      leerlinggegevensText({
        leerlingen: leerling('<roepnaam>Pip</roepnaam><voorvoegsel>van</voorvoegsel><achternaam>Proef</achternaam>'),
      }),
      leerlinggegevens,
      tolerant,
    );
    expect(findings.list.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual(['UWLR-SCH-002 warning']);
    expect(value).toMatchObject({ leerlingen: { leerling: [{ achternaam: 'Proef', voorvoegsel: 'van', roepnaam: 'Pip' }] } });
  });
});

describe('keys and ECK iDs per version', () => {
  test.each([
    ['key="L1"', ['2.1', '2.2', '2.3']],
    ['key="L1" eckid="E1"', ['2.2', '2.3']],
    ['eckid="E1"', ['2.3']],
    ['', ['2.3']],
  ])('a pupil with %j', (attributes, accepted) => {
    const versions = UWLR_2_VERSIONS.filter((version) => inData({ version, leerlingen: leerling(undefined, attributes) }).length === 0);
    expect(versions).toEqual(accepted);
  });

  test.each([
    ['key="M1"', ['2.1', '2.2', '2.3']],
    ['key="M1" eckid="E1"', ['2.2', '2.3']],
    ['eckid="E1"', []],
  ])('a member of staff with %j', (attributes, accepted) => {
    const versions = UWLR_2_VERSIONS.filter((version) => inData({ version, leerkrachten: leerkracht(undefined, attributes) }).length === 0);
    expect(versions).toEqual(accepted);
  });

  test('what is wrong about them is said at the attribute', () => {
    const PUPIL = '/leerlinggegevens/leerlingen/leerling[1]';
    expect(inData({ leerlingen: leerling(undefined, 'eckid="E1"') })).toEqual([`UWLR-SCH-009 ${PUPIL}/@key`]);
    expect(inData({ version: '2.1', leerlingen: leerling(undefined, 'key="L1" eckid="E1"') })).toEqual([`UWLR-SCH-008 ${PUPIL}/@eckid`]);
    expect(inData({ leerlingen: leerling(undefined, 'key=""') })).toEqual([`UWLR-SCH-020 ${PUPIL}/@key`]);
  });
});

describe('additions', () => {
  const blok = (attributes: string) =>
    `<toevoegingen><blok ${attributes}><code>C</code><geheim><a>Xq7Zk</a></geheim></blok></toevoegingen>`;
  const XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
  const cases = [blok(''), blok(`${XSI} xsi:type="EigenType"`), blok(`${XSI} xmlns:e="urn:eigen" xsi:type="e:EigenType"`)];

  test.each(cases)('of a type that is not known are left out whole, with a warning: %s', (added) => {
    const xml = leerlinggegevensText({
      leerlingen: leerling(`<achternaam>Proef</achternaam>${added}<mutatiedatum>2026-01-01T00:00:00</mutatiedatum>`),
    });
    const path = '/leerlinggegevens/leerlingen/leerling[1]/toevoegingen/blok[1]';
    expect(rulesIn(xml, leerlinggegevens)).toEqual([`UWLR-SCH-015 ${path}`]);
    const { findings, value } = read(xml, leerlinggegevens, tolerant);
    expect(findings.list.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual(['UWLR-SCH-015 warning']);
    expect(value).toMatchObject({ leerlingen: { leerling: [{ key: 'L1', achternaam: 'Proef', mutatiedatum: '2026-01-01T00:00:00' }] } });
    expect(JSON.stringify(value)).not.toMatch(/toevoegingen|Xq7Zk/);
  });

  test('are an error where there is none in them, and absent under the tolerant policy', () => {
    const parts = { leerlingen: leerling('<achternaam>Proef</achternaam><toevoegingen/>') };
    const TOEVOEGINGEN = '/leerlinggegevens/leerlingen/leerling[1]/toevoegingen';
    expect(inData(parts)).toEqual([`UWLR-SCH-003 ${TOEVOEGINGEN}/blok`]);
    expect(inData(parts, tolerant)).toEqual([`UWLR-SCH-014 ${TOEVOEGINGEN} warning`]);
  });
});

describe('what clients get wrong in questions', () => {
  const asked = (school?: string, rest?: string, schooljaar?: string) => verzoekText('leerlinggegevens_verzoek', school, rest, schooljaar);

  test.each(['', '""'])('a school year of %j is the current one', (schooljaar) => {
    const xml = asked(undefined, undefined, schooljaar);
    expect(rulesIn(xml, leerlinggegevensVerzoek)).toEqual(['UWLR-SCH-016 /leerlinggegevens_verzoek/schooljaar']);
    expect(rulesIn(xml, leerlinggegevensVerzoek, tolerant)).toEqual(['UWLR-SCH-016 /leerlinggegevens_verzoek/schooljaar warning']);
    expect(read(xml, leerlinggegevensVerzoek, tolerant).findings.schemaValid).toBe(false);
  });

  test.each([' ', '26-27', '2026/2027'])('a school year of %j is not', (schooljaar) => {
    expect(rulesIn(asked(undefined, undefined, schooljaar), leerlinggegevensVerzoek, tolerant)).toEqual([
      'UWLR-SCH-022 /leerlinggegevens_verzoek/schooljaar',
    ]);
  });

  test('a school by BRIN and by key is that of the BRIN', () => {
    for (const school of [
      '<brincode>99XX</brincode><schoolkey>k</schoolkey>',
      '<brincode>99XX</brincode><dependancecode/><schoolkey>k</schoolkey>',
      '<schoolkey>k</schoolkey><brincode>99XX</brincode>',
    ]) {
      expect(rulesIn(asked(school), leerlinggegevensVerzoek)).toEqual(['UWLR-SCH-017 /leerlinggegevens_verzoek/schoolkey']);
      const { findings, value } = read(asked(school), leerlinggegevensVerzoek, tolerant);
      expect(findings.list.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual(['UWLR-SCH-017 warning']);
      expect(value).toMatchObject({ brincode: '99XX', schoolkey: 'k' });
    }
  });

  test('empty optional elements and another order are warnings under the tolerant policy, and errors under the strict one', () => {
    const xml = asked('<brincode>99XX</brincode>', '<laatstontvangengegevens> </laatstontvangengegevens><gegevenssetid/>');
    const REQUEST = '/leerlinggegevens_verzoek';
    expect(rulesIn(xml, leerlinggegevensVerzoek, tolerant)).toEqual([
      `UWLR-SCH-014 ${REQUEST}/laatstontvangengegevens warning`,
      `UWLR-SCH-014 ${REQUEST}/gegevenssetid warning`,
      `UWLR-SCH-002 ${REQUEST}/gegevenssetid warning`,
    ]);
    expect(read(xml, leerlinggegevensVerzoek, tolerant).value).toEqual({ schooljaar: '2026-2027', brincode: '99XX', xsdversie: '2.2' });
    expect(rulesIn(xml, leerlinggegevensVerzoek)).toEqual([
      `UWLR-SCH-026 ${REQUEST}/laatstontvangengegevens`,
      `UWLR-SCH-020 ${REQUEST}/gegevenssetid`,
      `UWLR-SCH-002 ${REQUEST}/gegevenssetid`,
    ]);
  });

  test('an empty prefix in an answer likewise', () => {
    const leerkrachten = leerkracht(
      '<roepnaam>Pip</roepnaam><emailadres>pip@school.example</emailadres><voorvoegsel/><achternaam>Staf</achternaam>',
    );
    const TEACHER = '/leerlinggegevens/leerkrachten/leerkracht[1]';
    expect(inData({ leerkrachten }, tolerant)).toEqual([
      `UWLR-SCH-014 ${TEACHER}/voorvoegsel warning`,
      `UWLR-SCH-002 ${TEACHER}/voorvoegsel warning`,
    ]);
  });

  test('a version that is missing is tolerated in a question', () => {
    const xml = asked().replace('<xsdversie>2.2</xsdversie>', '');
    expect(rulesIn(xml, leerlinggegevensVerzoek, tolerant)).toEqual(['UWLR-SCH-013 /leerlinggegevens_verzoek/xsdversie warning']);
  });
});

describe('EDEXML files of the field', () => {
  const SAMPLES = '/work/shared/samples/edexml';
  const here = existsSync(SAMPLES) ? test : test.skip;
  if (!existsSync(SAMPLES)) console.info(`${SAMPLES} is not here: its files are not read.`);
  const sample = (name: string) => read(readFileSync(`${SAMPLES}/${name}`, 'utf8'), edex);

  here('1.03 is read without findings', () => {
    const { findings, version, decoder } = sample('oefenweb-sample-EDEXML-1.0.3.xml');
    expect([findings.list, findings.schemaValid, version, decoder.declaredVersion]).toEqual([[], true, '1.0', '1.03']);
  });

  here('one wrong year group is the one finding', () => {
    const { findings } = sample('oefenweb-sample-invalid-EDEXML-1.0.3.xml');
    expect(findings.list.map(({ rule, path }) => `${rule} ${path}`)).toEqual(['UWLR-SCH-028 /EDEX/groepen/groep[1]/jaargroep']);
  });

  test.each([
    ['1.03', '1.0', false],
    ['1.0.3', '1.0', false],
    ['2.0', '2.1', false],
    ['2.1', '2.2', false],
    ['2.2', '2.2', true],
    ['3', '2.2', true],
  ])('version %s is read by %s', (said, version, unsupported) => {
    const { decoder } = read(edexText().replace('<xsdversie>2.1', `<xsdversie>${said}`), edex);
    expect([decoder.version, decoder.unsupported]).toEqual([version, unsupported]);
  });
});

test('findings about pupils hold no value and no name from a message', () => {
  const PLANTED = 'Xq7Zk';
  let count = 0;
  for (const [at, root] of [leerlinggegevens, leerlinggegevensVerzoek, edex, leerlinggegevens1].entries()) {
    const version = root === leerlinggegevens1 ? '1.0' : '2.2';
    const compiled = compile(root as Root, version);
    for (let seed = 0; seed < 100; seed += 1) {
      const random = new Random(seed * 4 + at);
      const tree = treeOf(compiled.root, generateMessage(root as Root, version, random), { version });
      for (let times = 0; times < 4; times += 1) mutate(tree, { random, version, compiled });
      for (const { element } of elementsOf(tree)) {
        if (element.node === undefined && random.chance(0.5)) element.name = PLANTED;
        element.children = element.children.map((child) => (typeof child === 'string' && random.chance(0.7) ? child + PLANTED : child));
        for (const attribute of element.attributes) attribute.value += PLANTED;
        if (random.chance(0.1)) element.attributes.push({ uri: random.pick(['', 'urn:voorbeeld:anders']), name: PLANTED, value: PLANTED });
      }
      const { findings } = read(writeTree(tree, random), root as Root);
      count += findings.list.length;
      expect(JSON.stringify(findings.list)).not.toContain(PLANTED);
    }
  }
  expect(count).toBeGreaterThan(2000);
});
