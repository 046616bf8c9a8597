import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { NAMESPACES, TOETSEN } from '../support/messages.js';
import { contentsOf } from './support/data-directory.js';
import { answer, edexml, PLANTED } from './support/roster-text.js';
import { json, ONE_LINE, uwlr, type Workspace, workspace } from './support/uwlr.js';

interface Imported {
  readonly outcome: string;
  readonly school: string;
  readonly schoolYear: string;
  readonly summary: { readonly learners: { readonly added: number; readonly left: number } };
  readonly findings: readonly { readonly rule: string }[];
  readonly strips: readonly { readonly path: string }[];
}

const NAMESPACED = '<leerlinggegevens xmlns="http://www.edustandaard.nl/leerresultaten/2/leerlinggegevens">';
const soap = (message: string) =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${message}</s:Body></s:Envelope>`;
let space: Workspace;
let data: string;

beforeAll(async () => {
  space = await workspace();
});
afterAll(() => space.remove());

let number = 0;
beforeEach(async () => {
  number += 1;
  data = space.path(`data-${number}`);
  await json(['school', 'add', '--brin', '99XX', '--name', 'De Proef', '--data', data]);
});

async function file(text: string): Promise<string> {
  const name = space.path(`bestand-${number}.xml`);
  await writeFile(name, text);
  return name;
}

const roster = (...args: string[]) => uwlr(['roster', ...args, '--data', data]);
const imported = (name: string, ...args: string[]) => json<Imported>(['roster', 'import', name, ...args, '--data', data]);
const shown = () =>
  json<{ items: { revision: number; learners: number; version: string }[] }>(['roster', 'show', '--school', '99XX', '--data', data]);

describe('roster import', () => {
  test.each([
    ['EDEXML 1.03', edexml('1.03'), '1.0'],
    ['EDEXML 2.0', edexml('2.0'), '2.1'],
    ['EDEXML 2.1', edexml('2.1'), '2.2'],
    ['an answer of UWLR 2.1', answer('2.1'), '2.1'],
    ['an answer of UWLR 2.2 in its envelope', soap(answer('2.2')), '2.2'],
    ['an answer of UWLR 2.3', answer('2.3'), '2.3'],
    [
      'what stands in an answer',
      answer('2.2')
        .replace(/<\/?leerlinggegevens_antwoord[^>]*>/g, '')
        .replace('<leerlinggegevens>', NAMESPACED),
      '2.2',
    ],
  ])('takes in %s, without what no agreement covers', async (_what, text, version) => {
    const { outcome, school, schoolYear, summary, strips } = await imported(await file(text));
    expect({ outcome, school, schoolYear }).toEqual({ outcome: 'updated', school: '99XX', schoolYear: '2026-2027' });
    expect(summary.learners.added).toBe(10);
    expect(strips.map(({ path }) => path.replace(/.*\//, ''))).toEqual(
      expect.arrayContaining(['bsn', 'fotourl', 'commentaar', 'geslacht']),
    );
    expect((await shown()).items).toMatchObject([{ revision: 1, learners: 10, version }]);
    const kept = await contentsOf(data);
    for (const planted of [...Object.values(PLANTED), 'Nepachternaam', 'nep-1']) expect(kept).not.toContain(planted);
  });

  test('drops of a file of 2.3 what a sync of 2.3 drops: the smalle set has no date of birth there', async () => {
    const born = async (version: '2.2' | '2.3') => {
      const { strips } = await imported(await file(answer(version)), '--dry-run');
      return strips.some(({ path }) => path.endsWith('/geboortedatum'));
    };
    expect([await born('2.3'), await born('2.2')]).toEqual([true, false]);
    await roster('import', await file(answer('2.3')), '--profile', 'smalle-set');
    const exported = await uwlr(['roster', 'export', '--school', '99XX', '--profile', 'smalle-set', '--version', '2.2', '--data', data]);
    expect(exported.stdout).not.toContain('geboortedatum');
  });

  test('keeps the schoolkey beside a BRIN, and writes it out again in every version', async () => {
    const named = (text: string) =>
      text.replace('</brincode>', '</brincode><dependancecode>00</dependancecode><schoolkey>41323</schoolkey>');
    await roster('import', await file(named(edexml('2.1'))), '--profile', 'smalle-set');
    for (const version of ['1.0', '2.1', '2.2', '2.3']) {
      const asked = ['--school', '99XX', '--profile', 'smalle-set', '--version', version];
      const { stdout } = await roster('export', ...asked);
      expect(stdout).toContain('<brincode>99XX</brincode><dependancecode>00</dependancecode><schoolkey>41323</schoolkey>');
    }
    const edex = await roster('export', '--school', '99XX', '--profile', 'smalle-set', '--version', '2.2', '--format', 'edexml');
    expect(edex.stdout).toContain('<schoolkey>41323</schoolkey>');
  });

  test('keeps the number of a school in Flanders', async () => {
    await json(['school', 'add', '--schoolkey', 'vlaams', '--name', 'De Proef', '--data', data]);
    const flemish = edexml('2.1').replace('<brincode>99XX</brincode>', '<instellingsnummer>123456</instellingsnummer>');
    expect(await imported(await file(flemish), '--school', 'schoolkey:vlaams')).toMatchObject({ outcome: 'updated' });
    const exported = await roster('export', '--school', 'schoolkey:vlaams', '--profile', 'smalle-set', '--version', '2.2');
    expect(exported.stdout).toContain('<instellingsnummer>123456</instellingsnummer><schoolkey>vlaams</schoolkey>');
  });

  test('says for people what became of it, and the same again changes nothing', async () => {
    const name = await file(edexml('2.1'));
    const first = await roster('import', name, '--profile', 'lvs-set');
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toMatch(
      /: valid \(EDEX, read as 2\.2\)[\s\S]*^99XX 2026-2027: updated\n {2}pupils {2}10 added, 0 changed, 0 left: 10 in all$/m,
    );
    expect(first.stdout).toMatch(/left out: 10 x EDEX\/leerlingen\/leerling\/bsn \(not-in-profile\)/);
    expect(first.stdout).not.toMatch(/geslacht/);
    expect(first.stdout).not.toMatch(/Nepachternaam|nep-1/);
    expect(await imported(name, '--profile', 'lvs-set')).toMatchObject({ outcome: 'unchanged' });
  });

  test('keeps what the agreements of the school cover between them, or that with one party', async () => {
    const agree = (party: string, profile: string, ...fields: readonly string[]) =>
      json([
        ...['agreement', 'add', '--school', '99XX', '--party', party, '--exchange', 'leerlinggegevens', '--profile', profile],
        ...['--purpose', 'Proef', '--data', data],
        ...fields,
      ]);
    for (const party of ['SMAL', 'BREED', 'LIJST'])
      await json(['party', 'add', '--klantcode', party, '--klantnaam', party, '--role', 'ea', '--data', data]);
    await agree('SMAL', 'smalle-set');
    await agree('BREED', 'lvs-set');
    await agree('LIJST', 'custom', '--fields', 'leerling/roepnaam,geslacht');
    const name = await file(edexml('2.1'));
    const leftOut = async (...args: string[]) =>
      (await imported(name, '--dry-run', ...args)).strips.map(({ path }) => path.replace(/.*\//, ''));
    expect(await leftOut()).not.toContain('geslacht');
    expect(await leftOut('--party', 'SMAL')).toContain('geslacht');
    const besides = await leftOut('--party', 'LIJST');
    expect(besides).toEqual(expect.arrayContaining(['achternaam', 'geboortedatum', 'leerkrachten', 'groepen']));
    for (const listed of ['geslacht', 'roepnaam', '@key']) expect(besides).not.toContain(listed);
    expect(await roster('import', name, '--party', 'NIETS')).toMatchObject({ code: 1, stderr: expect.stringMatching(ONE_LINE) });
  });

  test('leaves nothing of a file with errors, and says what is wrong with it as validate does', async () => {
    await imported(await file(edexml('2.1')));
    const { code, stdout } = await roster('import', await file(edexml('2.1', { group: 'weg' })));
    expect(code).toBe(1);
    expect(stdout).toMatch(/: INVALID \(EDEX, read as 2\.2\)\n {2}5:\d+ UWLR-ID-004 error \/EDEX\/leerlingen\/leerling\[1\]\/groep\/@key/);
    expect((await shown()).items).toMatchObject([{ revision: 1, learners: 10 }]);
  });

  test('judges more strictly when asked', async () => {
    const text = edexml('2.1').replace('<roepnaam>Nep</roepnaam>', '<voorvoegsel></voorvoegsel><roepnaam>Nep</roepnaam>');
    const name = await file(text);
    expect((await roster('import', name, '--policy', 'strict')).code).toBe(1);
    expect(await imported(name)).toMatchObject({ outcome: 'updated' });
  });

  test('stops when too many pupils would leave, until that is accepted', async () => {
    await imported(await file(edexml('2.1')));
    const name = await file(edexml('2.1', { pupils: 5 }));
    const refused = await roster('import', name);
    expect(refused.code).toBe(1);
    expect(refused.stdout).toMatch(/: valid [\s\S]*shrink-refused[\s\S]*UWLR-SY-018 error .*\(5 of 10\)/);
    expect((await shown()).items).toMatchObject([{ revision: 1, learners: 10 }]);
    expect(await imported(name, '--shrink-limit', '0.5')).toMatchObject({ outcome: 'updated', summary: { learners: { left: 5 } } });
  });

  test('takes the school that the file names; another one is refused', async () => {
    await json(['school', 'add', '--brin', '99AB', '--name', 'Nog een', '--data', data]);
    const named = await file(edexml('2.1'));
    expect(await roster('import', named, '--school', '99AB')).toMatchObject({ code: 1, stderr: expect.stringMatching(ONE_LINE) });
    expect(await roster('import', named, '--school-year', '2025-2026')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('wrong-year'),
    });
    expect(await roster('import', await file(edexml('2.1', { brin: '99ZZ' })))).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(ONE_LINE),
    });
    const nameless = await file(
      edexml('2.1', { brin: '' }).replace('<aanmaakdatum>', '<instellingsnummer>123456</instellingsnummer><aanmaakdatum>'),
    );
    expect(await roster('import', nameless)).toMatchObject({ code: 2, stderr: 'uwlr: the file does not name its school: give --school\n' });
    expect(await imported(nameless, '--school', '99AB')).toMatchObject({ outcome: 'updated', school: '99AB' });
  });

  test.each([
    ['a message of another kind', 1, `<leerresultaten_bevestiging xmlns="http://www.edustandaard.nl/leerresultaten/2/leerresultaten"/>`],
    ['a part of a stepwise fetch', 1, answer('2.2').replaceAll('leerlinggegevens_antwoord', 'leerlingen_antwoord')],
    ['a page', 1, '<html><body/></html>'],
    [
      'an answer without data',
      1,
      `${NAMESPACED.replace('<leerlinggegevens', '<leerlinggegevens_antwoord')}<geengegevens/></leerlinggegevens_antwoord>`,
    ],
  ])('of %s ends with exit code %d and one line', async (_what, expected, text) => {
    const { code, stdout, stderr } = await roster('import', await file(text));
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
    expect(stderr).toMatch(ONE_LINE);
  });

  test('of text that is no XML, or of no file, says so', async () => {
    expect(await roster('import', await file('leerling;groep'))).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('UWLR-XML-001'),
    });
    expect(await roster('import', space.path('nergens.xml'))).toMatchObject({ code: 3, stderr: expect.stringMatching(ONE_LINE) });
  });
});

describe('roster import of Toetsdefinities', () => {
  const definitions = (name = 'Rekenen blok 1') =>
    `<Toetsdefinities xmlns="http://www.edustandaard.nl/leerresultaten/2/toetsdefinities"><toetsen xmlns="${NAMESPACES.lr}">${TOETSEN.replace('Rekenen blok 1', name)}</toetsen></Toetsdefinities>`;
  const keep = async (text: string, ...args: string[]) => roster('import', await file(text), ...args);

  test('keeps assessments of a vendor that has an agreement about results', async () => {
    await json(['party', 'add', '--klantcode', 'REKENEN', '--klantnaam', 'Rekenen', '--role', 'ea', '--data', data]);
    const whose = ['--school', '99XX', '--party', 'REKENEN'];
    expect(await keep(definitions(), ...whose)).toMatchObject({ code: 1, stderr: expect.stringMatching(/no agreement about results/) });
    const agreement = ['--school', '99XX', '--party', 'REKENEN', '--exchange', 'leerresultaten', '--purpose', 'Proef'];
    await json(['agreement', 'add', ...agreement, '--data', data]);
    expect(await keep(definitions(), ...whose, '--dry-run')).toMatchObject({ code: 0, stdout: expect.stringMatching(/would be kept\n$/) });
    expect(await keep(definitions(), ...whose)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/99XX REKENEN: \d+ assessments kept\n$/),
    });
    expect(await keep(definitions('Rekenen blok een'), ...whose)).toMatchObject({ code: 0 });
    const last = await keep(definitions(), ...whose, '--json');
    const { exchange } = JSON.parse(last.stdout) as { exchange: string };
    expect(await uwlr(['exchange', 'show', exchange, '--data', data])).toMatchObject({ code: 0 });
    const { items } = await json<{ items: { operation: string; outcome: string }[] }>(['exchange', 'list', '--data', data]);
    expect(items.map(({ operation, outcome }) => `${operation} ${outcome}`)).toEqual(Array(3).fill('ImportAssessments accepted'));
    expect(await json(['doctor', '--data', data])).toMatchObject({ ok: true });
  });

  test('asks whose they are', async () => {
    expect(await keep(definitions())).toMatchObject({ code: 2, stderr: expect.stringMatching(/give --school and --party/) });
    expect(await keep(definitions(), '--school', '99XX', '--party', 'NIEMAND')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(ONE_LINE),
    });
  });
});
