import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { edexml } from './support/roster-text.js';
import { json, ONE_LINE, uwlr, type Workspace, workspace } from './support/uwlr.js';

const YEAR = '2026-2027';
let space: Workspace;
let data: string;

beforeAll(async () => {
  space = await workspace();
  data = space.path('data');
  for (const brin of ['99XX', '99AB']) await json(['school', 'add', '--brin', brin, '--name', 'De Proef', '--data', data]);
  await writeFile(space.path('school.xml'), edexml('2.1'));
  await json(['roster', 'import', space.path('school.xml'), '--profile', 'lvs-set', '--data', data]);
});
afterAll(() => space.remove());

const write = (version: string, ...args: string[]) =>
  uwlr([
    ...['roster', 'export', '--school', '99XX', '--school-year', YEAR, '--profile', 'smalle-set', '--version', version],
    ...['--data', data, ...args],
  ]);

describe('roster export', () => {
  test.each([
    ['1.0', 'uwlr', 'leerlinggegevens'],
    ['2.1', 'uwlr', 'leerlinggegevens'],
    ['2.2', 'uwlr', 'leerlinggegevens'],
    ['2.3', 'uwlr', 'leerlinggegevens'],
    ['2.1', 'edexml', 'EDEX'],
    ['2.2', 'edexml', 'EDEX'],
  ])('writes a file of version %s as %s that is valid, and comes in again elsewhere', async (version, format, root) => {
    const out = space.path(`${format}-${version}.xml`);
    expect(await write(version, '--format', format, '--out', out)).toMatchObject({
      code: 0,
      stdout: `Wrote ${out}: pupils 10, groups 1, staff 1\n`,
    });
    expect((await stat(out)).mode & 0o777).toBe(0o600);
    const text = await readFile(out, 'utf8');
    expect(text.match(/<leerling /g)).toHaveLength(10);
    expect(text).not.toMatch(/<geslacht>/);
    expect(await json(['validate', out])).toMatchObject({ valid: true, message: root, version });
    const elsewhere = space.path(`data-${format}-${version}`);
    await json(['school', 'add', '--brin', '99XX', '--name', 'Elders', '--data', elsewhere]);
    expect(await json(['roster', 'import', out, '--data', elsewhere])).toMatchObject({
      outcome: 'updated',
      summary: { learners: { added: 10 } },
    });
  });

  test('goes to standard output when no file is named', async () => {
    const { code, stdout, stderr } = await write('2.2');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^<\?xml version="1\.0" encoding="utf-8"\?>\n<leerlinggegevens xmlns="[^"]*"><school>.*<\/leerlinggegevens>\n$/);
  });

  test('tells what the profile demands and the roster lacks, and leaves what was there', async () => {
    const out = space.path('lacking.xml');
    await writeFile(out, 'wat er al stond');
    const { code, stdout, stderr } = await write('2.2', '--profile', 'lvs-set', '--out', out);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^cannot be written: 10 x \/leerlinggegevens\/leerlingen\/leerling\/bsn_ondwnr-4 \(UWLR-EX-008 /m);
    expect(await readFile(out, 'utf8')).toBe('wat er al stond');
    expect((await readdir(space.path('.'))).filter((name) => name.endsWith('.part'))).toEqual([]);
    expect(JSON.parse((await write('2.2', '--profile', 'lvs-set', '--out', out, '--json')).stdout)).toMatchObject({
      ok: false,
      problems: [{ rule: 'UWLR-EX-008', count: 10 }],
    });
  });

  test.each([
    ['a school without a roster', 1, ['--school', '99AB']],
    ['a school that is not known', 1, ['--school', '99ZZ']],
    ['a year without a roster', 1, ['--school-year', '2024-2025']],
    ['a version that EDEXML does not have', 2, ['--version', '2.3', '--format', 'edexml']],
    ['a version that nobody has', 2, ['--version', '3.0']],
    ['a profile without pupils', 2, ['--profile', 'resultaten']],
    ['JSON without a file', 2, ['--json']],
    ['a place that is not there', 3, ['--out', '/nowhere/school.xml']],
  ])('of %s ends with exit code %d and one line', async (_what, expected, args) => {
    const { code, stdout, stderr } = await write('2.2', ...args);
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
    expect(stderr).toMatch(ONE_LINE);
    expect(stderr).not.toContain('.part');
  });
});
