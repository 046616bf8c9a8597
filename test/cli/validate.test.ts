import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { NEXT_ACTOR } from '../../src/soap/envelope/envelope.js';
import { autorisatie, message, NAMESPACES, resultaat, soap, TOETSEN, verzoek } from '../support/messages.js';
import { ONE_LINE, uwlr, type Workspace, workspace } from './support/uwlr.js';
import { verdicts } from './support/verdicts.js';

const OWN_SCHEMAS = fileURLToPath(new URL('../../schemas/2.2', import.meta.url));
const OFFICIAL_SCHEMAS = '/work/shared/reference/uwlr-2.2/Schemas';
const TD = 'http://www.edustandaard.nl/leerresultaten/2/toetsdefinities';

let space: Workspace;

beforeAll(async () => {
  space = await workspace();
});

afterAll(() => space.remove());

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = space.path(name);
  await writeFile(path, content);
  return path;
}

describe('validate --json', () => {
  test('prints one line per file, in exactly the shape that scripts rely on', async () => {
    const good = await file('goed.xml', message());
    const bad = await file(
      'fout.xml',
      message({ afnames: `<toetsafname><leerlingid>l-0001</leerlingid><resultaten>\n${resultaat('r', 'X')}</resultaten></toetsafname>` }),
    );
    const { code, all } = await verdicts([good, bad]);
    expect(code).toBe(1);
    expect(all[0]).toEqual({ file: good, valid: true, schemaValid: true, message: 'leerresultaten_verzoek', version: '2.2', findings: [] });
    expect(all[1]).toMatchObject({ file: bad, valid: false, schemaValid: false, message: 'leerresultaten_verzoek', version: '2.2' });
    expect(all[1]?.findings).toEqual([
      expect.objectContaining({
        rule: 'UWLR-SCH-023',
        severity: 'error',
        path: '/leerresultaten_verzoek/toetsafnames/toetsafname[1]/resultaten/resultaat[1]/score',
        line: 3,
      }),
    ]);
  });

  test('reads every kind of message, bare or in its envelope', async () => {
    const bare = await file('bevestiging.xml', `<leerresultaten_bevestiging xmlns="${NAMESPACES.lr}"/>`);
    const answer = await file('antwoord.xml', soap(`<leerresultaten_bevestiging xmlns="${NAMESPACES.lr}"/>`, ''));
    const definitions = await file(
      'definities.xml',
      `<Toetsdefinities xmlns="${TD}" xmlns:lr="${NAMESPACES.lr}">${prefixed(TOETSEN)}</Toetsdefinities>`,
    );
    const header = await file('autorisatie.xml', autorisatie());
    const verzoeken = await Promise.all(['2.1', '2.2', '2.3'].map((xsdversie) => file(`verzoek-${xsdversie}.xml`, verzoek({ xsdversie }))));
    const { code, all } = await verdicts([bare, answer, definitions, header, ...verzoeken]);
    expect(all.map(({ message, version, valid, findings }) => [message, version, valid, findings.map(({ rule }) => rule)])).toEqual([
      ['leerresultaten_bevestiging', '2.2', true, []],
      ['leerresultaten_bevestiging', '2.2', true, []],
      ['Toetsdefinities', '2.2', true, []],
      ['autorisatie', '2.2', true, []],
      ['leerresultaten_verzoek', '2.1', true, []],
      ['leerresultaten_verzoek', '2.2', true, []],
      ['leerresultaten_verzoek', '2.3', true, []],
    ]);
    expect(code).toBe(0);
  });

  test('knows what the standard means beyond its XSDs', async () => {
    const { all } = await verdicts([await file('betekenis.xml', message({ schooljaar: '2025-2031' }))]);
    expect(all[0]).toMatchObject({ valid: false, schemaValid: true });
    expect(all[0]?.findings[0]?.rule).toBe('UWLR-LR-001');
  });

  test.each([
    ['text that is no XML', '<a><b></a>', 'UWLR-XML-001', null],
    ['a document type', `<!DOCTYPE a>${verzoek()}`, 'UWLR-XML-002', null],
    ['a SOAP 1.2 envelope', message().replaceAll(NAMESPACES.soap, 'http://www.w3.org/2003/05/soap-envelope'), 'UWLR-SOAP-001', null],
    ['an unknown message', soap('<iets xmlns="urn:anders"/>', autorisatie()), 'UWLR-SOAP-004', null],
    ['an unknown bare message', '<Jan_Jansen/>', 'UWLR-SOAP-004', null],
    [
      'a message of the standard in a namespace that is not',
      '<lg:structuur_verzoek xmlns:lg="http://www.edustandaard.nl/leerresultaten/3/leerlinggegevens"/>',
      'UWLR-SOAP-004',
      'structuur_verzoek',
    ],
    ['a request without autorisatie', soap(verzoek(), ''), 'UWLR-AUT-001', 'leerresultaten_verzoek'],
    ['a version that is not supported', message({ xsdversie: '1.0' }), 'UWLR-EX-003', 'leerresultaten_verzoek'],
  ])('says of %s what is wrong', async (name, content, rule, root) => {
    const { code, all } = await verdicts([await file(`${name}.xml`, content)]);
    expect(code).toBe(1);
    expect(all[0]).toMatchObject({ valid: false, message: root });
    expect(all[0]?.findings.map((finding) => finding.rule)).toContain(rule);
    expect(JSON.stringify(all[0]?.findings)).not.toContain('Jansen');
  });

  test('finds the encoding as a gateway would without a charset', async () => {
    const text = message({ auteur: '<auteur>Björk</auteur>' }).replace('UTF-8', 'UTF-16');
    const utf16 = await file('utf16.xml', Buffer.from(`\ufeff${text}`, 'utf16le'));
    const latin1 = await file('latin1.xml', Buffer.from(text.replace('UTF-16', 'ISO-8859-1'), 'latin1'));
    const { code, all } = await verdicts([utf16, latin1]);
    expect(code).toBe(0);
    expect(all.map(({ valid }) => valid)).toEqual([true, true]);
  });

  test('judges by the policy that is asked for', async () => {
    const path = await file('zonder-versie.xml', message({ xsdversie: '' }));
    expect((await verdicts([path])).all[0]).toMatchObject({ valid: false, schemaValid: false });
    const { code, all } = await verdicts([path, '--policy', 'tolerant']);
    expect(code).toBe(0);
    expect(all[0]).toMatchObject({ valid: true, schemaValid: false });
    expect(all[0]?.findings).toEqual([expect.objectContaining({ rule: 'UWLR-SCH-013', severity: 'warning' })]);
  });

  test('goes on after a file that cannot be read', async () => {
    const good = await file('ook-goed.xml', message());
    const { code, all, stderr } = await verdicts([space.path('weg.xml'), good]);
    expect(code).toBe(3);
    expect(all.map(({ file: of }) => of)).toEqual([good]);
    expect(stderr).toMatch(ONE_LINE);
  });
});

describe('validate --json --schema', () => {
  const bare = () => message({ header: autorisatie().replace(` xmlns="${NAMESPACES.aut}"`, '') });
  const cases: readonly (readonly [string, () => string, boolean])[] = [
    ['a valid message', () => message(), true],
    ['a wrong facet', () => message({ brin: 'Q7Z' }), false],
    ['a wrong header', () => message({ header: autorisatie({ klantcode: '' }) }), false],
    ['a header in no namespace', bare, false],
    [
      'a header with attributes of SOAP itself',
      () => message().replace('<autorisatie ', `<autorisatie\n soap:mustUnderstand="1" soap:actor='${NEXT_ACTOR}' soap:encodingStyle="" `),
      true,
    ],
    ['a header with a key that is too long', () => message({ sleutel: 's'.repeat(70) }), false],
    [
      'a key that occurs twice',
      () =>
        message({
          afnames: `<toetsafname><leerlingid>l</leerlingid><resultaten>${resultaat('r')}${resultaat('r')}</resultaten></toetsafname>`,
        }),
      false,
    ],
    ['a rule beyond the XSDs', () => message({ schooljaar: '2025-2031' }), true],
    ['no header', () => soap(verzoek(), ''), true],
    ['a bare message', () => verzoek(), true],
    ['text that is no XML', () => `${message()}<`, false],
  ];
  const directories = existsSync(OFFICIAL_SCHEMAS) ? [OWN_SCHEMAS, OFFICIAL_SCHEMAS] : [OWN_SCHEMAS];

  test.each(directories)('gives the verdict of libxml2 with %s, and ours on the schema is the same', async (directory) => {
    const paths = await Promise.all(cases.map(([name, content]) => file(`schema ${name}.xml`, content())));
    const { all } = await verdicts(['--schema', directory, ...paths]);
    const shown = all.map(({ schemaValid, judge }, at) => [cases[at]?.[0], schemaValid, judge?.valid]);
    expect(shown).toEqual(cases.map(([name, , expected]) => [name, expected, expected]));
  });

  test('names the line in the file, also of a message deep in its envelope', async () => {
    const content = message({ brin: 'XXXX' }).replace('<school>', '\n\n<school>\n');
    const { all } = await verdicts(['--schema', OWN_SCHEMAS, await file('regel.xml', content)]);
    expect(all[0]?.judge?.errors[0]?.line).toBe(5);
    expect(all[0]?.findings[0]?.line).toBe(5);
  });

  test('with a directory without XSDs could not run', async () => {
    const { code, stderr } = await verdicts(['--schema', space.path('.'), await file('m.xml', message())]);
    expect(code).toBe(3);
    expect(stderr).toMatch(ONE_LINE);
  });
});

describe('validate for people', () => {
  test('prints findings by line and column, with rule, path and hint', async () => {
    const path = await file('mensen.xml', message({ brin: 'Q7Z' }));
    const { code, stdout } = await uwlr(['validate', path]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^.*mensen\.xml: INVALID \(leerresultaten_verzoek, read as 2\.2\)\n/);
    expect(stdout).toMatch(/^ {2}2:\d+ UWLR-SCH-022 error \/leerresultaten_verzoek\/school\/brincode .+ \(expected: .+\)$/m);
    expect(stdout).not.toContain('Q7Z');
  });

  test('reads standard input, and sums up when there is more than one file', async () => {
    const path = await file('een.xml', message());
    const { code, stdout } = await uwlr(['validate', '-', path], { input: message() });
    expect(code).toBe(0);
    expect(stdout).toContain('-: valid');
    expect(stdout).toContain('2 files: 2 valid, 0 invalid, 0 could not be read');
  });

  test('takes registered types of anderresultaat', async () => {
    const own = 'urn:voorbeeld:eigen';
    const extensions = await file(
      'types.json',
      JSON.stringify([{ namespace: own, type: 'ctpEigen', elements: [{ name: 'waardering', type: 'string' }] }]),
    );
    const ander = `<anderresultaat xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:e="${own}" xsi:type="e:ctpEigen"><e:waardering>ruim</e:waardering></anderresultaat>`;
    const path = await file('eigen.xml', message().replace('<score>7</score>', ander));
    expect((await uwlr(['validate', path])).code).toBe(1);
    expect((await uwlr(['validate', path, '--extensions', extensions])).code).toBe(0);
  });
});

/** The tests of a message, for use below an element of another namespace: their list belongs to that of results. */
function prefixed(toetsen: string): string {
  return `<lr:toetsen>${toetsen.replaceAll('<', '<lr:').replaceAll('<lr:/', '</lr:')}</lr:toetsen>`;
}
