import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type MappingFormat, mappingOfText, writtenMapping } from '../../src/goals/mapping/formats/formats.js';
import { type RowFields, rowsOf } from '../../src/goals/mapping/row-fields.js';
import type { MappingRow } from '../../src/goals/mapping.js';
import { COVERAGES } from '../../src/model/goal-link.js';

const HOURS = '30789c91-5b39-4780-98f3-a1bd6af2d808';
const SET = 'https://doelen.voorbeeld/sets/rekenen-meten/1';

function read(text: string, terms?: 'code' | 'part') {
  return mappingOfText(text, { isGoal: (_, set) => set === SET, ...(terms === undefined ? {} : { terms }) });
}

function links(text: string, terms?: 'code' | 'part') {
  const { rows, problems } = read(text, terms);
  return problems.length > 0 ? problems : rows.map(({ row }) => row);
}

function written(format: MappingFormat, rows: readonly MappingRow[]) {
  const { pieces, leftOut } = writtenMapping(format, rows, { party: 'KLOK' });
  return { text: [...pieces].join('').trim(), leftOut };
}

const texts = fc
  .oneof(fc.constantFrom('=A1', "'x", '<&>"', 'a;b', 'é', 'KL 1', "it's"), fc.string({ minLength: 1, maxLength: 20 }))
  .map((one) => one.replace(/[\p{C}\u2028\u2029]/gu, 'x').trim() || 'x');
const optional = (one: fc.Arbitrary<string>) => fc.option(one, { nil: '' });
const lines: fc.Arbitrary<RowFields> = fc
  .record({
    product: optional(texts),
    code: texts,
    codeVocabulary: optional(texts),
    version: optional(texts),
    part: optional(texts),
    hierarchy: optional(texts),
    supplierGoal: texts,
    supplierGoalTitle: optional(texts),
    goal: texts,
    goalSet: optional(texts),
    coverage: fc.constantFrom(...COVERAGES),
    note: optional(texts),
    validFrom: fc.constantFrom('', '2026-08-01'),
    validUntil: fc.constantFrom('', '2027-07-31'),
  })
  .chain((all) => {
    const { code: _, codeVocabulary: __, version: ___, part: ____, product: _____, hierarchy: ______, ...goal } = all;
    const { goal: _goal, goalSet: _set, ...toSupplier } = all;
    return fc.constantFrom<RowFields>(all, goal, toSupplier, { product: all.product || 'x', goal: all.goal });
  });

describe('a mapping', () => {
  test.each(['csv', 'json', 'vdex'] as const)('that goes out as %s comes back the same', (format) => {
    fc.assert(
      fc.property(fc.array(lines, { minLength: 1, maxLength: 6 }), (some) => {
        const rows = [...new Map(some.flatMap((fields) => rowsOf(fields)).map((row) => [JSON.stringify(row), row])).values()];
        const { text, leftOut } = written(format, rows);
        const back = read(text);
        expect([back.problems, leftOut]).toEqual([[], []]);
        const sorted = (all: readonly MappingRow[]) => all.map((row) => JSON.stringify(row)).sort();
        expect(sorted(back.rows.map(({ row }) => row))).toEqual(sorted(rows));
      }),
      { numRuns: 60 },
    );
  });

  test.each(['csv', 'json', 'vdex', 'nl-lom', 'toetsdefinities'] as const)('keeps the spaces within its texts as %s', (format) => {
    const rows = rowsOf({ code: 'KL  1', version: '2  b', goal: 'RW  2', goalSet: SET });
    expect(read(written(format, rows).text).rows.map(({ row }) => row)).toEqual(rows);
  });

  test.each(['!  !', 'a \u00a0b', '\u2003x\u2003 y'])('keeps the spaces within the text of a goal as csv, json and vdex: %j', (text) => {
    const rows = rowsOf({ supplierGoal: 'KL  1', supplierGoalTitle: text, supplierGoalDescription: text });
    for (const format of ['csv', 'json', 'vdex'] as const)
      expect([format, read(written(format, rows).text).rows.map(({ row }) => row)]).toEqual([format, rows]);
  });

  const CLOCK = [
    ...rowsOf({ code: 'KLOK', version: '2', supplierGoal: 'KL-1', supplierGoalTitle: 'Hele uren' }),
    ...rowsOf({ supplierGoal: 'KL-1', goal: `bk:${HOURS}`, coverage: 'partial' }),
    ...rowsOf({ code: 'WEEG', goal: 'RW.2.1', goalSet: SET }),
    ...rowsOf({ code: 'WEEG', part: '1', goal: 'RW.2.2', goalSet: SET }),
    ...rowsOf({ product: 'Oefentuin', goal: `bk:${HOURS}` }),
  ];

  test('goes out as NL-LOM with the public goals of each test, and says what NL-LOM has no place for', () => {
    const { text, leftOut } = written('nl-lom', CLOCK);
    expect(links(text)).toEqual([
      { kind: 'activity', activity: { code: 'KLOK', version: '2' }, goal: `bk:${HOURS}`, goalSet: expect.any(String), coverage: 'unknown' },
      { kind: 'activity', activity: { code: 'WEEG' }, goal: 'RW.2.1', goalSet: SET, coverage: 'unknown' },
      { kind: 'activity', activity: { code: 'WEEG', part: '1' }, goal: 'RW.2.2', goalSet: SET, coverage: 'unknown' },
    ]);
    expect(leftOut).toEqual([
      { what: 'activities that it cannot name', count: 1 },
      { what: 'coverage, notes and days of links', count: 1 },
      { what: 'goals of the vendor', count: 1 },
    ]);
  });

  test('goes out as test definitions of UWLR, and says what those have no place for', () => {
    const { text, leftOut } = written('toetsdefinities', CLOCK);
    expect(links(text)).toEqual([
      { kind: 'activity', activity: { code: 'KLOK', version: '2' }, goal: `bk:${HOURS}`, coverage: 'unknown' },
      { kind: 'activity', activity: { code: 'WEEG' }, goal: 'RW.2.1', goalSet: SET, coverage: 'unknown' },
    ]);
    expect(leftOut).toContainEqual({ what: 'activities that it cannot name', count: 2 });
  });
});

describe('a VDEX list of a vendor', () => {
  const list = (relation: string) => `<vdex xmlns="http://www.imsglobal.org/xsd/imsvdex_v1p0" profileType="thesaurus">
    <vocabIdentifier>urn:klokwerk:doelen</vocabIdentifier>
    <term><termIdentifier>KL</termIdentifier><caption><langstring language="en">Clock</langstring><langstring language="nl">Klok</langstring></caption>
      <term><termIdentifier>KL-1</termIdentifier><caption><langstring language="nl">Hele
        uren</langstring></caption></term></term>
    ${relation}</vdex>`;
  const relation = (type: string, target = HOURS) =>
    `<relationship><sourceTerm>KL-1</sourceTerm><targetTerm vocabularyIdentifier="http://purl.edustandaard.nl/begrippenkader">${target}</targetTerm>
     <relationshipType source="http://www.imsglobal.org/vocabularies/iso2788_relations.xml">${type}</relationshipType></relationship>`;

  test('is its goals with their Dutch texts, and which public goals they go with', () => {
    expect(links(list(relation('BT') + relation('RT', 'x')))).toEqual([
      { kind: 'supplierGoal', id: 'KL', title: 'Klok' },
      { kind: 'supplierGoal', id: 'KL-1', title: 'Hele uren' },
      { kind: 'goal', supplierGoal: 'KL-1', goal: HOURS, goalSet: 'http://purl.edustandaard.nl/begrippenkader', coverage: 'broader' },
      { kind: 'goal', supplierGoal: 'KL-1', goal: 'x', goalSet: 'http://purl.edustandaard.nl/begrippenkader', coverage: 'unknown' },
    ]);
  });

  test.each([
    ['a line break and the spaces around it', 'Hele  \n   uren'],
    ['a tab', 'Hele\turen'],
    ['a line separator', 'Hele\u2028uren'],
    ['a carriage return by its number', 'Hele&#13;&#10;uren'],
  ])('has texts of one line: %s becomes a space', (_what, caption) => {
    const text = list('').replace('>Klok<', `>${caption}<`);
    expect(links(text)).toContainEqual({ kind: 'supplierGoal', id: 'KL', title: 'Hele uren' });
  });

  test('may be of toetscodes, which are terms of that list then', () => {
    expect(links(list(relation('RT')), 'code')).toEqual([
      {
        kind: 'activity',
        activity: { code: 'KL-1', codeVocabulary: 'urn:klokwerk:doelen' },
        goal: HOURS,
        goalSet: 'http://purl.edustandaard.nl/begrippenkader',
        coverage: 'unknown',
      },
    ]);
  });

  test('makes no links of relationships between its own goals', () => {
    const own =
      '<relationship><sourceTerm>KL-1</sourceTerm><targetTerm>KL</targetTerm><relationshipType source="iso">BT</relationshipType></relationship>';
    expect(read(list(own)).leftOut).toEqual([{ what: 'relationships between goals of the vendor', count: 1 }]);
    expect(links(list(own))).toHaveLength(2);
  });
});

describe('NL-LOM', () => {
  const lom = (purpose: string, ids: readonly string[]) => `<lom:lom xmlns:lom="http://www.imsglobal.org/xsd/imsmd_v1p2"><lom:general>
    <lom:catalogentry><lom:catalog>toetscode</lom:catalog><lom:entry><lom:langstring>KLOK</lom:langstring></lom:entry></lom:catalogentry></lom:general>
    <lom:classification><lom:purpose><lom:value><lom:langstring>${purpose}</lom:langstring></lom:value></lom:purpose>
    <lom:taxonpath><lom:source><lom:langstring>http://purl.edustandaard.nl/begrippenkader</lom:langstring></lom:source>
    ${ids.map((id) => `<lom:taxon><lom:id>${id}</lom:id></lom:taxon>`).join('')}</lom:taxonpath></lom:classification></lom:lom>`;

  test('links a test to the last concept of an educational objective, and never to a discipline', () => {
    expect(links(lom('educational objective', ['11111111-0000-4000-8000-000000000000', HOURS]))).toMatchObject([
      { activity: { code: 'KLOK' }, goal: HOURS, goalSet: 'http://purl.edustandaard.nl/begrippenkader' },
    ]);
    expect(read(lom('discipline', [HOURS]))).toEqual({
      rows: [],
      problems: [],
      leftOut: [{ what: 'classifications that are no learning goals', count: 1 }],
    });
  });

  test('is read in the binding of IEEE too', () => {
    const text = `<records><lom xmlns="http://ltsc.ieee.org/xsd/LOM"><general><identifier><catalog>urn:klokwerk</catalog><entry>KLOK</entry></identifier></general>
      <classification><purpose><source>LOMv1.0</source><value>educational objective</value></purpose>
      <taxonPath><source><string language="nl">SLO</string></source><taxon><id>bk:${HOURS}</id></taxon></taxonPath></classification></lom></records>`;
    expect(links(text)).toMatchObject([{ activity: { code: 'KLOK', codeVocabulary: 'urn:klokwerk' }, goal: `bk:${HOURS}` }]);
  });
});

test('test definitions of a vendor link tests and parts to the concepts in them, and never to a subject', () => {
  const text = `<td:Toetsdefinities xmlns:td="http://www.edustandaard.nl/leerresultaten/2/toetsdefinities"><td:toetsen>
    <toets><toetscode>KLOK</toetscode><versie>2</versie><toetsnaam>Klok</toetsnaam><vakgebied vocabulaire="${SET}">V.1</vakgebied>
      <toetshierarchie><ingang niveau="1">Meten</ingang><ingang niveau="2" vocabulaire="${SET}">RW.1</ingang></toetshierarchie>
      <toetsonderdelen><toetsonderdeel><toetsonderdeelvolgnummer>1</toetsonderdeelvolgnummer>
        <toetsonderdeelcode>bk:${HOURS}</toetsonderdeelcode></toetsonderdeel></toetsonderdelen></toets>
    </td:toetsen></td:Toetsdefinities>`;
  expect(links(text)).toEqual([
    { kind: 'activity', activity: { code: 'KLOK', version: '2' }, goal: 'RW.1', goalSet: SET, coverage: 'unknown' },
    { kind: 'activity', activity: { code: 'KLOK', version: '2', part: `bk:${HOURS}` }, goal: `bk:${HOURS}`, coverage: 'unknown' },
  ]);
  expect(read(text).leftOut).toEqual([{ what: 'terms that are no learning goals', count: 2 }]);
});

test('a column with a name that every object has is listed as left out', () => {
  expect(read('constructor,__proto__,code,goal\nx,y,KL,urn:x:1\n').leftOut).toEqual([
    { what: 'column constructor', count: 1 },
    { what: 'column __proto__', count: 1 },
  ]);
});

describe('a file that is none of them', () => {
  test.each([
    ['XML that is something else', '<iets/>', [{ place: 'line 1', problem: 'is no VDEX list, NL-LOM or Toetsdefinities' }]],
    [
      'XML with a name that every object has',
      '<constructor/>',
      [{ place: 'line 1', problem: 'is no VDEX list, NL-LOM or Toetsdefinities' }],
    ],
    ['XML with another such name', '<__proto__/>', [{ place: 'line 1', problem: 'is no VDEX list, NL-LOM or Toetsdefinities' }]],
    [
      'JSON with such a field',
      '{"rows":[{"kind":"supplierGoal","id":"K","title":"t","constructor":"x"}]}',
      [{ place: '/rows/0', problem: 'has a field that is not known' }],
    ],
    [
      'half a character',
      '{"rows":[{"kind":"supplierGoal","id":"K\\ud800","title":"t"}]}',
      [{ place: '/rows/0', problem: 'supplierGoal is more than one line, or holds a control character' }],
    ],
    ['XML that is broken', '<vdex>\n<term></vdex>', [{ place: 'line 2', problem: expect.any(String) }]],
    [
      'XML with a document type',
      '<!DOCTYPE a [<!ENTITY b "c">]><vdex/>',
      [{ place: 'line 1', problem: 'a document type declaration is not allowed' }],
    ],
    ['JSON that is broken', '{"rows": [', [{ place: '/', problem: 'is no JSON' }]],
    ['JSON without rows', '{"items": []}', [{ place: '/', problem: 'has no list of rows' }]],
    [
      'rows that are wrong',
      '{"rows":[{"kind":"link"},{"kind":"goal","supplierGoal":"K","goal":"g","score":"1"},{"kind":"goal","supplierGoal":"K","goal":7},{"kind":"goal","goal":"g"}]}',
      [
        { place: '/rows/0', problem: 'kind is not one of activity, goal, supplierGoal' },
        { place: '/rows/1', problem: 'has a field that is not known' },
        { place: '/rows/2', problem: 'goal is no text' },
        { place: '/rows/3', problem: 'has a goal without an activity or a supplier goal' },
      ],
    ],
  ])('is refused with its place: %s', (_what, text, problems) => {
    expect(read(text)).toEqual({ rows: [], problems, leftOut: expect.any(Array) });
  });
});
