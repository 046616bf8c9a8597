import { describe, expect, test } from '@jest/globals';
import { generateMessage } from '../../src/synthetic/messages/generate-message.js';
import { mutate } from '../../src/synthetic/messages/mutate.js';
import { Random } from '../../src/synthetic/messages/random.js';
import { writeTree } from '../../src/synthetic/messages/write-tree.js';
import { elementsOf, treeOf } from '../../src/synthetic/messages/xml-tree.js';
import { UWLR_2_VERSIONS } from '../../src/uwlr/finding.js';
import { MOST_FINDINGS } from '../../src/uwlr/findings.js';
import { compile } from '../../src/uwlr/grammar/compile.js';
import { autorisatie } from '../../src/uwlr/messages/autorisatie.js';
import { leerresultatenBevestiging, leerresultatenVerzoek } from '../../src/uwlr/messages/leerresultaten.js';
import { SCHEMA_RULES } from '../../src/uwlr/rules/schema-rules.js';
import { BROKEN, RESULTS, replaced } from '../support/broken-results.js';
import { type DecodeTextOptions, decodeText, shown } from '../support/decode-text.js';
import { extensions } from '../support/judges.js';

function read(xml: string, options: DecodeTextOptions = {}) {
  return decodeText(xml, leerresultatenVerzoek, options);
}

function found(xml: string, options: DecodeTextOptions = {}): string[] {
  return read(xml, options).findings.list.map(shown);
}

const complete = read(RESULTS).value;

describe('one mistake gives one finding, with its place', () => {
  test('a valid message gives none', () => {
    expect(found(RESULTS)).toEqual([]);
    expect(complete).toMatchObject({
      school: { brincode: '99XX' },
      toetsafnames: { toetsafname: [{ resultaten: { resultaat: [{ key: 'R1' }, { key: 'R2' }] } }] },
    });
  });

  test.each(BROKEN)('%s', (_, piece, by, finding) => {
    expect(found(replaced(piece, by), { extensions })).toEqual([finding]);
  });

  test('and that for every rule of the XSDs', () => {
    const covered = new Set(BROKEN.map(([, , , finding]) => finding.split(' ')[0]));
    // 014, 018, 019 and 029 are below; the others are about pupil data, and no value of results is one of a list.
    const elsewhere = [
      'UWLR-SCH-014',
      'UWLR-SCH-015',
      'UWLR-SCH-016',
      'UWLR-SCH-017',
      'UWLR-SCH-018',
      'UWLR-SCH-019',
      'UWLR-SCH-028',
      'UWLR-SCH-029',
      'UWLR-SCH-030',
      'UWLR-ID-004',
      'UWLR-ID-005',
    ];
    expect(Object.keys(SCHEMA_RULES).filter((rule) => !covered.has(rule))).toEqual(elsewhere);
  });

  test('white space within an element that must be empty is text', () => {
    const confirmation = (content: string) =>
      `<leerresultaten_bevestiging xmlns="http://www.edustandaard.nl/leerresultaten/2/leerresultaten">${content}</leerresultaten_bevestiging>`;
    const rules = (content: string) => decodeText(confirmation(content), leerresultatenBevestiging).findings.list.map(shown);
    expect(rules('\n')).toEqual(['UWLR-SCH-007 /leerresultaten_bevestiging 1:1']);
    expect(rules('<!-- niets --><![CDATA[]]><?p?>')).toEqual([]);
  });
});

test('an empty dependancecode is 00', () => {
  for (const code of [
    '<dependancecode/>',
    '<dependancecode><!-- geen --></dependancecode>',
    '<dependancecode><![CDATA[]]></dependancecode>',
  ]) {
    const { findings, value } = read(replaced('XX</brincode>', `XX</brincode>${code}`));
    expect(findings.list.map(shown)).toEqual([]);
    expect(value).toMatchObject({ school: { dependancecode: '00' } });
  }
  expect(found(replaced('XX</brincode>', 'XX</brincode><dependancecode> </dependancecode>'))).toEqual([
    'UWLR-SCH-022 /leerresultaten_verzoek/school/dependancecode 4:30',
  ]);
});

describe('reading goes on after a mistake', () => {
  test('independent mistakes are all reported, in the order of the message', () => {
    let xml = RESULTS;
    for (const [piece, by] of [
      ['99XX', '99xx'],
      ['12:00:00', '12:00'],
      ['<leerlingid>L1', '<leerlingid a="1">L1'],
      ['key="R1"', 'sleutel="R1"'],
      ['2025-06-01', '1 juni'],
      ['<score>8</score>', '<score>acht</score>rest<onbekend/>'],
      ['volgnummer>2<', 'volgnummer>1<'],
      ['>O2<', '><b>O2</b><'],
    ] as const)
      xml = replaced(piece, by, xml);
    expect(read(xml).findings.list.map(({ rule, line }) => `${rule} ${line}`)).toEqual([
      'UWLR-SCH-022 4',
      'UWLR-SCH-026 5',
      'UWLR-SCH-008 10',
      'UWLR-SCH-008 12',
      'UWLR-SCH-009 12',
      'UWLR-SCH-025 13',
      'UWLR-SCH-023 20',
      'UWLR-SCH-007 17',
      'UWLR-SCH-001 20',
      'UWLR-ID-002 34',
      'UWLR-SCH-001 35',
      'UWLR-SCH-020 35',
    ]);
  });

  test('what is right around a mistake is kept', () => {
    const { value } = read(replaced('<score>7</score>', '<score>zeven</score>'));
    expect(value).toMatchObject({
      school: { brincode: '99XX' },
      toetsafnames: { toetsafname: [{ resultaten: { resultaat: [{ key: 'R1' }, { key: 'R2', score: '8' }] } }] },
    });
  });

  test('a refused element in a list counts in the places of those after it', () => {
    const hierarchy = '<toetshierarchie><ingang niveau="1"/><ingang niveau="een">a</ingang></toetshierarchie>';
    expect(found(replaced('      <toetsonderdelen>', `${hierarchy}<toetsonderdelen>`))).toEqual([
      'UWLR-SCH-020 /leerresultaten_verzoek/toetsen/toets[1]/toetshierarchie/ingang[1] 28:18',
      'UWLR-SCH-023 /leerresultaten_verzoek/toetsen/toets[1]/toetshierarchie/ingang[2]/@niveau 28:38',
    ]);
  });

  test('errors are kept when there are more warnings than is kept', () => {
    const warnings = '<onbekend/>'.repeat(MOST_FINDINGS + 50);
    const { findings } = read(replaced('<toetsonderdelen>', `${warnings}<toetsonderdelen>`, replaced('>2</toetso', '>1</toetso')), {
      policy: 'tolerant',
    });
    expect(findings.count).toBe(MOST_FINDINGS + 51);
    expect(findings.list.filter(({ severity }) => severity === 'error').map(({ rule }) => rule)).toEqual(['UWLR-ID-002']);
    expect(findings.list).toHaveLength(MOST_FINDINGS + 1);
  });

  test('no more than so many errors are kept, and all are counted', () => {
    const { findings } = read(replaced('<toetsonderdelen>', `${'<onbekend/>'.repeat(1000)}<toetsonderdelen>`));
    expect([findings.count, findings.errors, findings.list.length]).toEqual([1000, 1000, MOST_FINDINGS]);
  });
});

describe('under the tolerant policy', () => {
  const tolerant = { policy: 'tolerant' } as const;
  const swapped = replaced(
    '<schooljaar>2024-2025</schooljaar>\n    <brincode>99XX</brincode>',
    '<brincode>99XX</brincode>\n    <schooljaar>2024-2025</schooljaar>',
  );

  test.each([
    ['another order', swapped, ['UWLR-SCH-002 /leerresultaten_verzoek/school/brincode 3:5 warning']],
    [
      'an unknown element',
      replaced('<toetsafnames>', '<extra><a>1</a></extra><toetsafnames>'),
      ['UWLR-SCH-001 /leerresultaten_verzoek/* 8:3 warning'],
    ],
    ['an unknown attribute', replaced('<school>', '<school extra="1">'), ['UWLR-SCH-008 /leerresultaten_verzoek/school/@* 2:3 warning']],
    [
      'an empty optional element',
      replaced('</aanmaakdatum>', '</aanmaakdatum><auteur/>'),
      ['UWLR-SCH-014 /leerresultaten_verzoek/school/auteur 5:59 warning'],
    ],
  ])('%s is a warning, and nothing is lost', (_, xml, warnings) => {
    const { findings, value } = read(xml, tolerant);
    expect(findings.list.map(shown)).toEqual(warnings);
    expect(findings).toMatchObject({ valid: true, schemaValid: false });
    expect(value).toEqual(complete);
  });

  test('a missing xsdversie is a warning', () => {
    const { findings, value, version } = read(replaced('    <xsdversie>2.2</xsdversie>\n', ''), tolerant);
    expect(findings.list.map(shown)).toEqual(['UWLR-SCH-013 /leerresultaten_verzoek/school/xsdversie 2:3 warning']);
    expect(version).toBe('2.2');
    const { school, ...rest } = complete as { school: object };
    expect(value).toEqual({ ...rest, school: { ...school, xsdversie: undefined } });
  });

  test.each(BROKEN.filter(([, , , finding]) => !/SCH-0(01|02|08|13)/.test(finding)))('%s is still an error', (_, piece, by, finding) => {
    expect(found(replaced(piece, by), tolerant)).toEqual([finding]);
  });

  test('an element that is left out does not shift the places of others', () => {
    const part = (code: string) => `<toetsonderdeelcode>${code}</toetsonderdeelcode><score>`;
    const { decoder, findings } = read(replaced('<score>8', part('O2') + 8, replaced('<score>7', part('') + 7)), tolerant);
    expect(findings.list.map(shown)).toEqual([
      'UWLR-SCH-014 /leerresultaten_verzoek/toetsafnames/toetsafname[1]/resultaten/resultaat[1]/toetsonderdeelcode 15:11 warning',
    ]);
    const path = 'leerresultaten_verzoek/toetsafnames/toetsafname/resultaten/resultaat/toetsonderdeelcode';
    expect(decoder.decoder.locate(path, 0)).toEqual({ line: 20, column: 11 });
    expect(decoder.decoder.locate(path, 1)).toEqual({ line: 0, column: 0 });
  });
});

describe('the autorisatie header', () => {
  const AUT = 'http://www.edustandaard.nl/leerresultaten/2/autorisatie';
  const header = (prefix: string, key = 'sleutel') =>
    `<aut:autorisatie xmlns:aut="${AUT}"><${prefix}autorisatiesleutel>${key}</${prefix}autorisatiesleutel><${prefix}klantcode>C</${prefix}klantcode><${prefix}klantnaam>N</${prefix}klantnaam></aut:autorisatie>`;
  const value = { autorisatiesleutel: 'sleutel', klantcode: 'C', klantnaam: 'N' };

  test('is read without the namespace of its children, with a warning each', () => {
    const { findings, value: decoded } = decodeText(header(''), autorisatie, { policy: 'tolerant', withoutNamespace: 'UWLR-AUT-003' });
    expect(findings.list.map(({ rule, severity, path }) => `${rule} ${severity} ${path}`)).toEqual([
      'UWLR-AUT-003 warning /autorisatie/autorisatiesleutel',
      'UWLR-AUT-003 warning /autorisatie/klantcode',
      'UWLR-AUT-003 warning /autorisatie/klantnaam',
    ]);
    expect(decoded).toEqual(value);
    expect(findings.schemaValid).toBe(false);
  });

  test('is refused so without that option, and under the strict policy', () => {
    const rules = (options: DecodeTextOptions) =>
      new Set(decodeText(header(''), autorisatie, options).findings.list.map(({ rule, severity }) => `${rule} ${severity}`));
    expect(rules({ policy: 'tolerant' })).toEqual(new Set(['UWLR-SCH-005 error']));
    expect(rules({ withoutNamespace: 'UWLR-AUT-003' })).toEqual(new Set(['UWLR-AUT-003 error']));
  });

  test('may hold a longer key than the standard allows', () => {
    const { findings, value: decoded } = decodeText(header('aut:', 'k'.repeat(65)), autorisatie);
    expect(findings.list.map(shown)).toEqual(['UWLR-SCH-029 /autorisatie/autorisatiesleutel 1:86 warning']);
    expect(decoded).toEqual({ ...value, autorisatiesleutel: 'k'.repeat(65) });
    expect(findings).toMatchObject({ valid: true, schemaValid: false });
  });
});

describe('the version', () => {
  const eckidAlone = replaced('<leerlingid>L1</leerlingid>', '<eckid>E1</eckid>');
  const say = (version: string, xml = RESULTS) => replaced('<xsdversie>2.2</xsdversie>', `<xsdversie>${version}</xsdversie>`, xml);

  test.each([
    ['2.1', '2.1', false],
    ['2.2', '2.2', false],
    ['2.2.1', '2.2', false],
    [' 2.3\n', '2.3', false],
    ['2.4', '2.2', true],
    ['', '2.2', false],
  ])('%j is read by %s', (said, version, unsupported) => {
    const { decoder } = read(say(said));
    expect([decoder.declaredVersion, decoder.version, decoder.unsupported]).toEqual([said, version, unsupported]);
  });

  test('that is missing or unsupported is the one that the caller says', () => {
    for (const version of UWLR_2_VERSIONS) {
      expect(read(say('9'), { version }).version).toBe(version);
      expect(read(replaced('<xsdversie>2.2</xsdversie>', ''), { version }).version).toBe(version);
    }
    expect(read(replaced('<xsdversie>2.2</xsdversie>', '')).decoder.declaredVersion).toBeUndefined();
  });

  test('decides what is allowed', () => {
    expect(found(say('2.3', eckidAlone))).toEqual([]);
    expect(read(say('2.2', eckidAlone)).findings.list.map(({ rule }) => rule)).toEqual(['UWLR-SCH-003']);
    expect(read(say('2.1', eckidAlone)).findings.list.map(({ rule }) => rule)).toEqual(['UWLR-SCH-001', 'UWLR-SCH-003']);
  });
});

test('a registered type is read in place of an abstract one, wherever xsi:type stands among its attributes', () => {
  const attributes = ['schaal="s"', 'xsi:type="e:ctpEigen"', 'xmlns:e="urn:voorbeeld:eigen"'];
  const other = '<andere_score>a</andere_score><e:waardering xmlns:e="urn:voorbeeld:eigen">goed</e:waardering>';
  for (const ordered of [attributes, attributes.toReversed()]) {
    const { findings, value } = read(replaced('<score>8</score>', `<anderresultaat ${ordered.join(' ')}>${other}</anderresultaat>`), {
      extensions,
    });
    expect(findings.list.map(shown)).toEqual([]);
    expect(value).toMatchObject({
      toetsafnames: {
        toetsafname: [
          {
            resultaten: {
              resultaat: [
                {},
                { anderresultaat: { type: '{urn:voorbeeld:eigen}ctpEigen', schaal: 's', andere_score: 'a', waardering: 'goed' } },
              ],
            },
          },
        ],
      },
    });
  }
  const without = `<anderresultaat ${attributes.slice(1).join(' ')}>${other}</anderresultaat>`;
  expect(read(replaced('<score>8</score>', without), { extensions }).findings.list.map(({ rule }) => rule)).toEqual(['UWLR-SCH-009']);
});

test('findings hold no value and no name from a message', () => {
  const PLANTED = 'Xq7Zk';
  const compiled = compile(leerresultatenVerzoek, '2.2');
  let count = 0;
  for (let seed = 0; seed < 300; seed += 1) {
    const random = new Random(seed);
    const tree = treeOf(compiled.root, generateMessage(leerresultatenVerzoek, '2.2', random), { version: '2.2' });
    for (let times = 0; times < 4; times += 1) mutate(tree, { random, version: '2.2', compiled });
    for (const { element } of elementsOf(tree)) {
      if (element.node === undefined && random.chance(0.5)) element.name = PLANTED;
      element.children = element.children.map((child) => (typeof child === 'string' && random.chance(0.7) ? child + PLANTED : child));
      for (const attribute of element.attributes) attribute.value += PLANTED;
      if (random.chance(0.1)) element.attributes.push({ uri: random.pick(['', 'urn:voorbeeld:anders']), name: PLANTED, value: PLANTED });
    }
    const { findings } = read(writeTree(tree, random));
    count += findings.list.length;
    expect(JSON.stringify(findings.list)).not.toContain(PLANTED);
  }
  expect(count).toBeGreaterThan(3000);
});

test('however the text is cut up, it is read the same', () => {
  let xml = `<?xml version="1.0"?>\r\n<!-- x -->${RESULTS}`;
  for (const [piece, by] of [
    ['<school>', '<school a="&quot;"\n>'],
    ['L1', '<![CDATA[L]]]]><!-- x -->&#x1D11E;&amp;]]&gt;𝄞'],
    ['2025-06-01', '2025-06\r\n-01'],
    ['<score>8</score>', '<score >acht</score\t>\r\n<onbekend/>'],
    ['volgnummer>2<', 'volgnummer>1<'],
  ] as const)
    xml = replaced(piece, by, xml);
  const whole = read(xml);
  expect(whole.findings.list).toHaveLength(5);
  for (let cut = 1; cut < xml.length; cut += 1) {
    const { findings, value } = read(xml, { cuts: [cut] });
    if (JSON.stringify([findings.list, value]) !== JSON.stringify([whole.findings.list, whole.value]))
      expect([cut, findings.list, value]).toEqual([cut, whole.findings.list, whole.value]);
  }
  expect(read(xml, { cuts: [...xml].map((_, at) => at) }).findings.list).toEqual(whole.findings.list);
});
