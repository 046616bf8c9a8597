import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { openJudge, type SchemaJudge } from '../../src/xml/schema-judge.js';

const OFFICIAL = '/work/shared/reference/uwlr-2.2/Schemas';
const opened: { dispose(): void }[] = [];
afterAll(() => {
  for (const judge of opened) judge.dispose();
});

function judgeOf(...arguments_: Parameters<typeof openJudge>): SchemaJudge {
  const judge = openJudge(...arguments_);
  opened.push(judge);
  return judge;
}

const FILES = new Map([
  [
    'main.xsd',
    `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" xmlns:o="urn:o" targetNamespace="urn:t" elementFormDefault="qualified">
      <xs:import namespace="urn:o" schemaLocation="parts of it/other.xsd"/>
      <xs:element name="root"><xs:complexType><xs:sequence>
        <xs:element name="code" type="o:code" maxOccurs="unbounded"/>
        <xs:element name="day" type="xs:date" minOccurs="0"/>
        <xs:element name="kind" minOccurs="0"><xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="one"/><xs:enumeration value="two"/></xs:restriction></xs:simpleType></xs:element>
        <xs:element name="short" minOccurs="0"><xs:simpleType><xs:restriction base="xs:string"><xs:maxLength value="4"/></xs:restriction></xs:simpleType></xs:element>
        <xs:element name="number" minOccurs="0"><xs:simpleType><xs:restriction base="xs:int"><xs:maxInclusive value="6"/></xs:restriction></xs:simpleType></xs:element>
      </xs:sequence><xs:attribute name="key" use="required"/></xs:complexType>
      <xs:unique name="codes"><xs:selector xpath="t:code"/><xs:field xpath="."/></xs:unique></xs:element>
    </xs:schema>`,
  ],
  [
    'parts of it/other.xsd',
    `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:o" xmlns="urn:o"><xs:include schemaLocation="../types.xsd"/></xs:schema>`,
  ],
  [
    'types.xsd',
    `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:simpleType name="code"><xs:restriction base="xs:string"><xs:pattern value="[a-z]{1,3}"/></xs:restriction></xs:simpleType></xs:schema>`,
  ],
]);
const root = (content: string, key = ' key="1"') => `<root xmlns="urn:t"${key}>${content}</root>`;

describe('a schema in several files', () => {
  test('is read from a map', () => {
    const judge = judgeOf(FILES, 'main.xsd');
    expect(judge.judge(root('<code>abc</code>'))).toEqual({ valid: true, errors: [] });
    expect(judge.judge(Buffer.from(root('<code>abc</code>'))).valid).toBe(true);
    expect(judge.judge(root('<code>abcd</code>')).valid).toBe(false);
  });

  test('judges a decoded text whatever its declaration says, and bytes as they say', () => {
    const judge = judgeOf(FILES, 'main.xsd');
    const document = `<?xml version="1.0" encoding="utf-16" standalone='yes'?>${root('<code>abc</code>')}`;
    expect(judge.judge(document).valid).toBe(true);
    expect(judge.judge(Buffer.from(`\ufeff${document}`, 'utf16le')).valid).toBe(true);
  });

  test('is read from a directory, with folders that have spaces in their names', () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'judge '));
    try {
      for (const [file, text] of FILES) {
        mkdirSync(path.dirname(path.join(directory, 'a set', file)), { recursive: true });
        writeFileSync(path.join(directory, 'a set', file), text);
      }
      const judge = judgeOf(directory, 'a set/main.xsd');
      expect(judge.judge(root('<code>abc</code>')).valid).toBe(true);
      expect(judge.judge(root('<code>ABC</code>')).valid).toBe(false);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  test('several judges do not get in each other’s way', () => {
    const changed = new Map(FILES).set('types.xsd', FILES.get('types.xsd')!.replace('[a-z]{1,3}', '[A-Z]'));
    const [one, other] = [judgeOf(FILES, 'main.xsd'), judgeOf(changed, 'main.xsd')];
    expect([one, other].map((judge) => judge.judge(root('<code>a</code>')).valid)).toEqual([true, false]);
    expect([one, other].map((judge) => judge.judge(root('<code>A</code>')).valid)).toEqual([false, true]);
  });
});

describe('a schema that cannot be used says so', () => {
  test.each([
    ['absent', new Map<string, string>()],
    ['not XML', new Map([['main.xsd', '<xs:schema']])],
    ['not a schema', new Map([['main.xsd', '<a/>']])],
    ['with a part that is missing', new Map([...FILES].filter(([file]) => file !== 'types.xsd'))],
    [
      'with a part outside of it',
      new Map(FILES).set(
        'types.xsd',
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:include schemaLocation="file:///etc/hosts"/></xs:schema>',
      ),
    ],
    [
      'with a part on the network',
      new Map(FILES).set(
        'parts of it/other.xsd',
        FILES.get('parts of it/other.xsd')!.replace('../types.xsd', 'http://127.0.0.1:9/types.xsd'),
      ),
    ],
  ])('%s', (_, files) => {
    expect(() => openJudge(files, 'main.xsd')).toThrow(/schema/);
  });

  test('nothing outside of a directory is read', () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'judge-'));
    try {
      mkdirSync(path.join(directory, 'inner'));
      writeFileSync(path.join(directory, 'types.xsd'), FILES.get('types.xsd')!);
      const include = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:include schemaLocation="../types.xsd"/></xs:schema>';
      writeFileSync(path.join(directory, 'inner', 'main.xsd'), include);
      expect(() => openJudge(path.join(directory, 'inner'), 'main.xsd')).toThrow(/schema/);
      expect(() => openJudge(path.join(directory, 'inner'), '../types.xsd')).toThrow(/schema/);
      judgeOf(directory, 'inner/main.xsd');
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});

describe('what a verdict says', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['a facet', root('<code>Piet Proef</code>'), 'code: the value breaks the facet pattern [a-z]{1,3}'],
    [
      'a facet, when the value looks like what is demanded',
      root("<code>by the pattern 'Piet'.</code>"),
      'code: the value breaks the facet pattern [a-z]{1,3}',
    ],
    ['a list', root('<code>a</code><kind>Piet</kind>'), 'kind: the value breaks the facet enumeration one, two'],
    ['a length', root('<code>a</code><short>Piet Proef</short>'), 'short: the value breaks the facet maxLength 4'],
    ['a limit', root('<code>a</code><number>77</number>'), 'number: the value breaks the facet maxInclusive 6'],
    ['a type', root("<code>a</code><day>it's 'Piet Proef'</day>"), 'day: the value is not one of its type'],
    [
      'an element too many',
      root('<code>a</code><Piet/>'),
      '*: This element is not expected. Expected is one of ( code, day, kind, short, number ).',
    ],
    ['an element too few', root(''), 'root: Missing child element(s). Expected is ( code ).'],
    ['text', root('Piet Proef<code>a</code>'), 'root: text is not allowed here'],
    ['a missing attribute', root('<code>a</code>', ''), "root: The attribute 'key' is required but missing."],
    ['an attribute too many', root('<code>a</code>', ' key="1" Piet="Proef"'), 'root/@*: an attribute that is not allowed'],
    ['a key twice', root('<code>a</code><code>b</code><code>a</code>'), 'code: the same key twice'],
    ['another root', '<Piet>Proef</Piet>', '*: no global declaration for this element'],
    ['broken XML', '<root><Piet></Proef></root>', 'not well-formed'],
    ['nothing', '', 'not well-formed'],
    [
      'an entity from a file',
      '<!DOCTYPE root [<!ENTITY e SYSTEM "file:///etc/hosts">]><root xmlns="urn:t">&e;</root>',
      'a document type declaration is not allowed',
    ],
  ];

  test.each(cases)('%s, without a word of the document', (_, xml, message) => {
    const { valid, errors } = judgeOf(FILES, 'main.xsd').judge(xml);
    expect(valid).toBe(false);
    expect(errors.map((error) => error.message)).toContain(message);
    expect(JSON.stringify(errors)).not.toMatch(/Piet|Proef|localhost/);
  });

  test('the line, also beyond 65,535', () => {
    const xml = root(`${'<code>a</code>\n'.repeat(3).replaceAll('a', () => 'abc')}${'\n'.repeat(70_000)}<code>WRONG</code>`);
    expect(judgeOf(FILES, 'main.xsd').judge(xml).errors.at(-1)).toMatchObject({ line: 70_004 });
  });
});

test('memory does not grow with the number of documents', () => {
  const judge = judgeOf(FILES, 'main.xsd');
  const documents = [root('<code>abc</code>'), root('<code>ABC</code>'), '<root><code></root>', root(`<code>${'x'.repeat(4_000)}</code>`)];
  const run = (count: number) => {
    for (let index = 0; index < count; index += 1) judge.judge(documents[index % documents.length]!);
    return process.memoryUsage().rss;
  };
  const before = run(4_000);
  expect(run(36_000) - before).toBeLessThan(40_000_000);
});

const official = existsSync(OFFICIAL) ? describe : describe.skip;
if (!existsSync(OFFICIAL)) console.log(`skipped: no official schemas at ${OFFICIAL}`);
official('the official schemas of UWLR 2.2', () => {
  test.each([
    'UWLR_Leerresultaten_v2p2.xsd',
    'UWLR_Autorisatie_v2p2.xsd',
    'UWLR_Leerlinggegevens_v2p2.xsd',
    'Profiel LVS set/Profiel_LVS_set_UWLR_Leerlinggegevens_v2p2.xsd',
    'Profiel smalle set/Profiel_Smalle_set_UWLR_Leerlinggegevens_v2p2.xsd',
  ])('%s can be used', (entry) => {
    judgeOf(OFFICIAL, entry);
  });

  test('judge a confirmation', () => {
    const judge = judgeOf(OFFICIAL, 'UWLR_Leerresultaten_v2p2.xsd');
    const name = 'leerresultaten_bevestiging';
    expect(judge.judge(`<${name} xmlns="http://www.edustandaard.nl/leerresultaten/2/leerresultaten"/>`).valid).toBe(true);
    expect(judge.judge(`<${name} xmlns="http://www.edustandaard.nl/leerresultaten/2/leerresultaten">x</${name}>`).valid).toBe(false);
  });
});
