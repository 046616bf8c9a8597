import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { autorisatie, NAMESPACES, soap } from '../support/messages.js';
import { edexText, groep, LG, LG_1, leerling, leerlinggegevensText, type PupilParts, verzoekText } from '../uwlr/support/pupil-text.js';
import { uwlr, type Workspace, workspace } from './support/uwlr.js';
import { verdicts } from './support/verdicts.js';

const schemasOf = (directory: string) => fileURLToPath(new URL(`../../schemas/${directory}`, import.meta.url));
const OFFICIAL_SCHEMAS = '/work/shared/reference/uwlr-2.2/Schemas';
const AUT_1 = 'http://www.edustandaard.nl/leerresultaten/1/autorisatie';
const LR_1 = 'http://www.edustandaard.nl/leerresultaten/1/leerresultaten';

let space: Workspace;
beforeAll(async () => {
  space = await workspace();
});
afterAll(() => space.remove());

async function file(name: string, content: string): Promise<string> {
  const path = space.path(name);
  await writeFile(path, content);
  return path;
}

const JAARGROEP = '<achternaam>Proef</achternaam><jaargroep>4</jaargroep>';
const data = (parts: PupilParts = {}, suffix = '') => leerlinggegevensText({ leerlingen: leerling(JAARGROEP), ...parts }, suffix);
const answer = (name: string, content: string) => `<${name} xmlns="${LG}">${content}</${name}>`;
const autorisatie1 = autorisatie().replace(NAMESPACES.aut, AUT_1);
const verzoek1 = `<leerlinggegevensverzoek xmlns="${LG_1}"><schooljaar>2026-2027</schooljaar><brincode>99XX</brincode><xsdversie>1.0</xsdversie></leerlinggegevensverzoek>`;
const data1 = `<leerlinggegevens xmlns="${LG_1}"><school><schooljaar>2026-2027</schooljaar><brincode>99XX</brincode><aanmaakdatum>2026-11-01T09:00:00</aanmaakdatum><xsdversie>1.0</xsdversie></school><leerlingen><leerling key="L1"><achternaam>Proef</achternaam><geboortedatum>2015-03-04</geboortedatum><jaargroep>4</jaargroep></leerling></leerlingen></leerlinggegevens>`;
const results1 = (toetscode = 'T1', schooljaar = '2025-2026') =>
  `<leerresultatenverzoek xmlns="${LR_1}"><school><schooljaar>${schooljaar}</schooljaar><brincode>99XX</brincode><aanmaakdatum>2026-06-02T09:00:00</aanmaakdatum><xsdversie>1.0</xsdversie></school><toetsafnames><toetsafname><leerlingid>L1</leerlingid><resultaten><resultaat key="r1"><afnamedatum>2026-06-01</afnamedatum><toetscode>${toetscode}</toetscode><toetsonderdeelcode>O1</toetsonderdeelcode><score>7</score></resultaat></resultaten></toetsafname></toetsafnames><toetsen><toets><toetscode>T1</toetscode><toetsonderdelen><toetsonderdeel><toetsonderdeelvolgnummer>1</toetsonderdeelvolgnummer><toetsonderdeelcode>O1</toetsonderdeelcode></toetsonderdeel></toetsonderdelen></toets></toetsen></leerresultatenverzoek>`;

describe('validate --json', () => {
  test('knows every message about pupils, of all versions, bare or in its envelope, and EDEXML files', async () => {
    const structure = data({ leerlingen: '', groepen: groep('G1') }, '-structuur');
    const messages: readonly (readonly [name: string, version: string, xml: string])[] = [
      ['leerlinggegevens_verzoek', '2.2', soap(verzoekText('leerlinggegevens_verzoek'), autorisatie())],
      ['structuur_verzoek', '2.2', soap(verzoekText('structuur_verzoek'), autorisatie())],
      [
        'leerlingen_verzoek',
        '2.2',
        soap(verzoekText('leerlingen_verzoek', undefined, '<groepen><groep key="G1"/></groepen>'), autorisatie()),
      ],
      ['leerkrachten_verzoek', '2.2', verzoekText('leerkrachten_verzoek', undefined, '<groepen><groep/></groepen>')],
      ['leerlinggegevens_antwoord', '2.1', soap(answer('leerlinggegevens_antwoord', data({ version: '2.1' })), '')],
      ['leerlinggegevens_antwoord', '2.3', soap(answer('leerlinggegevens_antwoord', data({ version: '2.3' })), '')],
      ['leerlinggegevens_antwoord', '2.2', soap(answer('leerlinggegevens_antwoord', '<geenwijzigingen/>'), '')],
      ['structuur_antwoord', '2.2', answer('structuur_antwoord', structure)],
      ['leerlingen_antwoord', '2.2', answer('leerlingen_antwoord', data({}, '-leerlingen'))],
      ['leerkrachten_antwoord', '2.2', answer('leerkrachten_antwoord', data({ leerlingen: '' }, '-leerkrachten'))],
      ['leerlinggegevens', '2.2', data()],
      ['leerlinggegevens-structuur', '2.2', structure],
      ['EDEX', '2.2', edexText({ leerlingen: leerling(JAARGROEP) })],
      ['leerlinggegevensverzoek', '1.0', soap(verzoek1, autorisatie1)],
      ['leerlinggegevensantwoord', '1.0', soap(`<leerlinggegevensantwoord xmlns="${LG_1}">${data1}</leerlinggegevensantwoord>`, '')],
      ['leerlinggegevens', '1.0', data1],
      ['leerresultatenverzoek', '1.0', soap(results1(), autorisatie1)],
      ['leerresultatenbevestiging', '1.0', `<leerresultatenbevestiging xmlns="${LR_1}"/>`],
      ['autorisatie', '1.0', autorisatie1],
    ];
    const paths = await Promise.all(messages.map(([name, , xml], at) => file(`${at} ${name}.xml`, xml)));
    const { code, all } = await verdicts(paths);
    expect(all.map(({ message, version, valid, schemaValid, findings }) => [message, version, valid, schemaValid, findings])).toEqual(
      messages.map(([name, version]) => [name, version, true, true, []]),
    );
    expect(code).toBe(0);
  });

  test.each([
    ['a question without autorisatie', soap(verzoekText('structuur_verzoek'), ''), 'UWLR-AUT-001', true],
    ['a question of 1.0 without autorisatie', soap(verzoek1, ''), 'UWLR-AUT-001', true],
    ['a school year that does not exist, asked for', verzoekText('structuur_verzoek', undefined, '', '2026-2031'), 'UWLR-LG-001', true],
    ['a pupil twice', data({ leerlingen: leerling(JAARGROEP) + leerling(JAARGROEP) }), 'UWLR-LG-003', true],
    ['a pupil twice, in a file', edexText({ leerlingen: leerling(JAARGROEP) + leerling(JAARGROEP) }), 'UWLR-ID-001', false],
    ['a blank key', data({ leerlingen: leerling(JAARGROEP, 'key=" "') }), 'UWLR-LG-013', true],
    ['results of 1.0 that point to nothing', results1('T2'), 'UWLR-ID-003', false],
    ['results of 1.0 of no school year', results1('T1', '2025-2031'), 'UWLR-LR-001', true],
  ])('says of %s what is wrong', async (name, xml, rule, schemaValid) => {
    const { code, all } = await verdicts([await file(`${name}.xml`, xml)]);
    expect(code).toBe(1);
    expect(all[0]?.findings.map((finding) => finding.rule)).toEqual([rule]);
    expect(all[0]).toMatchObject({ valid: false, schemaValid });
  });

  test('finds results of 1.0 at their own places', async () => {
    const { all } = await verdicts([await file('plaats.xml', results1('T1', '2025-2031'))]);
    expect(all[0]?.findings[0]?.path).toBe('/leerresultatenverzoek/school/schooljaar');
  });

  test('says which versions there are, where one is not supported', async () => {
    const paths = [
      await file('edex-9.xml', edexText().replace('<xsdversie>2.1', '<xsdversie>9')),
      await file('vraag-1.xml', verzoekText('structuur_verzoek').replace('<xsdversie>2.2', '<xsdversie>1')),
      await file('vraag1-2.xml', verzoek1.replace('<xsdversie>1.0', '<xsdversie>2.2')),
    ];
    const { stdout } = await uwlr(['validate', ...paths]);
    const hints = [...stdout.matchAll(/UWLR-EX-003 error (\S+) .*\(expected: ([^)]*)\)/g)].map(([, path, hint]) => [path, hint]);
    expect(hints).toEqual([
      ['/EDEX/school/xsdversie', '1.0, 2.0 or 2.1'],
      ['/structuur_verzoek/xsdversie', '2.1, 2.2 or 2.3'],
      ['/leerlinggegevensverzoek/xsdversie', '1.0'],
    ]);
  });

  test('judges by the policy that is asked for', async () => {
    const asked = verzoekText('leerlinggegevens_verzoek', '<brincode>99XX</brincode><schoolkey>k</schoolkey>', '<gegevenssetid/>', '');
    const path = await file('slordig.xml', soap(asked, autorisatie()));
    expect((await verdicts([path])).code).toBe(1);
    const { code, all } = await verdicts([path, '--policy', 'tolerant']);
    expect(code).toBe(0);
    expect(all[0]?.findings.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual([
      'UWLR-SCH-016 warning',
      'UWLR-SCH-017 warning',
      'UWLR-SCH-014 warning',
    ]);
    expect(all[0]).toMatchObject({ valid: true, schemaValid: false });
  });
});

describe('validate --profile', () => {
  const small = leerling('<roepnaam>Pip</roepnaam><jaargroep>4</jaargroep>');
  const wide = leerling('<achternaam>Proef</achternaam><geslacht>1</geslacht><jaargroep>4</jaargroep>');

  test('also holds answers to a profile, and nothing else', async () => {
    const paths = [
      await file('smal.xml', soap(answer('leerlinggegevens_antwoord', data({ leerlingen: small })), '')),
      await file('breed.xml', soap(answer('leerlinggegevens_antwoord', data({ leerlingen: wide })), '')),
      await file('vraag.xml', soap(verzoekText('leerlinggegevens_verzoek', undefined, '<gegevenssetid>x</gegevenssetid>'), autorisatie())),
      await file('bestand.xml', edexText({ leerlingen: wide })),
    ];
    expect((await verdicts(paths)).all.map(({ valid, profile }) => [valid, profile])).toEqual(paths.map(() => [true, undefined]));
    const { code, all } = await verdicts([...paths, '--profile', 'smalle-set']);
    expect(code).toBe(1);
    expect(all.map(({ valid, profile, findings }) => [valid, profile, findings.map(({ rule }) => rule)])).toEqual([
      [true, 'smalle-set', []],
      [false, 'smalle-set', ['UWLR-SCH-001']],
      [true, undefined, []],
      [true, undefined, []],
    ]);
    const lvs = await verdicts([paths[0] as string, '--profile', 'lvs-set']);
    expect(lvs.all[0]?.findings.map(({ path }) => path.split('/').at(-1))).toContain('geboortedatum');
    expect((await uwlr(['validate', paths[0] as string, '--profile', 'smalle-set'])).stdout).toContain(
      'valid (leerlinggegevens_antwoord, read as 2.2, smalle-set)',
    );
  });

  test('is one that exists', async () => {
    expect((await uwlr(['validate', 'x.xml', '--profile', 'resultaten'])).code).toBe(2);
  });
});

describe('validate --json --schema', () => {
  const pupil = leerling(JAARGROEP);
  const wide = leerling('<achternaam>Proef</achternaam><geslacht>1</geslacht><jaargroep>4</jaargroep>');
  /** What the schema says, under no profile and under the Smalle set. */
  const cases: readonly (readonly [name: string, xml: string, valid: boolean, small: boolean])[] = [
    ['a valid answer', soap(answer('leerlinggegevens_antwoord', data({ schooljaar: '2024-2025', leerlingen: pupil })), ''), true, true],
    [
      'an answer with more',
      soap(answer('leerlinggegevens_antwoord', data({ schooljaar: '2024-2025', leerlingen: wide })), ''),
      true,
      false,
    ],
    ['a pupil twice', data({ schooljaar: '2024-2025', leerlingen: pupil + pupil }), true, true],
    ['a wrong year group', data({ schooljaar: '2024-2025', leerlingen: pupil.replace('>4<', '>9<') }), false, false],
    ['a valid question', soap(verzoekText('leerlinggegevens_verzoek'), autorisatie()), true, true],
    ['a wrong question', soap(verzoekText('leerlinggegevens_verzoek', ''), autorisatie()), false, false],
    ['a wrong header', soap(verzoekText('leerlinggegevens_verzoek'), autorisatie({ klantcode: '' })), false, false],
  ];
  const directories = existsSync(OFFICIAL_SCHEMAS) ? [schemasOf('2.2'), OFFICIAL_SCHEMAS] : [schemasOf('2.2')];

  test.each(directories)(
    'gives the verdict of libxml2 with %s, and ours on the schema is the same, with a profile too',
    async (directory) => {
      const paths = await Promise.all(cases.map(([name, xml]) => file(`schema ${name}.xml`, xml)));
      for (const profile of [undefined, 'smalle-set']) {
        const { all } = await verdicts(['--schema', directory, ...(profile === undefined ? [] : ['--profile', profile]), ...paths]);
        const expected = cases.map(([name, , valid, small]) => [name, ...Array(2).fill(profile === undefined ? valid : small)]);
        expect(all.map(({ schemaValid, judge }, at) => [cases[at]?.[0], schemaValid, judge?.valid])).toEqual(expected);
      }
    },
  );

  test('takes the directory of a profile for that profile', async () => {
    const path = await file('breder.xml', data({ leerlingen: wide }));
    const { all } = await verdicts(['--schema', schemasOf('2.2/smalle-set'), '--profile', 'smalle-set', path]);
    expect(all[0]).toMatchObject({ schemaValid: false, judge: { valid: false } });
  });

  test('judges files of EDEXML and messages of 1.0', async () => {
    const twice = leerling(JAARGROEP) + leerling(JAARGROEP);
    const edexml = [await file('edex.xml', edexText()), await file('edex-dubbel.xml', edexText({ leerlingen: twice }))];
    const first = [await file('een.xml', data1), await file('een-fout.xml', data1.replace('<jaargroep>4</jaargroep>', ''))];
    for (const [directory, paths] of [
      ['2.2', edexml],
      ['1.0', first],
    ] as const) {
      const { all } = await verdicts(['--schema', schemasOf(directory), ...paths]);
      expect(all.map(({ schemaValid, judge }) => [schemaValid, judge?.valid])).toEqual([
        [true, true],
        [false, false],
      ]);
    }
  });

  test('does not ask a profile that does not have the message', async () => {
    if (!existsSync(OFFICIAL_SCHEMAS)) return;
    const path = await file('structuur.xml', answer('structuur_antwoord', data({ leerlingen: '' }, '-structuur')));
    const { all } = await verdicts(['--schema', OFFICIAL_SCHEMAS, '--profile', 'smalle-set', path]);
    expect(all[0]?.schemaValid).toBe(true);
    expect(all[0]?.judge).toBeUndefined();
  });
});
