import { cp } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import SqliteDatabase from 'better-sqlite3';
import { json, uwlr, type Workspace, workspace } from './support/uwlr.js';

interface Agreement {
  readonly id: string;
  readonly from: string;
  readonly until?: string;
  readonly fields?: readonly string[];
  readonly profile: string;
  readonly exchanges: readonly string[];
}

interface Replaced {
  readonly id: string;
  readonly agreement: Agreement;
  readonly replaces: Agreement;
  readonly changes: Readonly<Record<string, unknown>>;
}

let space: Workspace;
let template: string;
let data: string;
let nth = 0;

beforeAll(async () => {
  space = await workspace();
  template = space.path('template');
  await json(['school', 'add', '--brin', '99AB', '--name', 'De Proef', '--data', template]);
  await json(['party', 'add', '--klantcode', 'REKENEN', '--klantnaam', 'Rekenen op Maat', '--role', 'ea', '--data', template]);
});
afterAll(() => space.remove());

beforeEach(async () => {
  nth += 1;
  data = space.path(`data-${nth}`);
  await cp(template, data, { recursive: true });
});

const run = <T>(...args: string[]) => json<T>([...args, '--data', data]);
const say = (...args: string[]) => uwlr([...args, '--data', data]);
const AGREE = ['agreement', 'add', '--school', '99AB', '--party', 'REKENEN', '--purpose', 'Leerlingen in de methode'];
const PUPILS = ['--exchange', 'leerlinggegevens', '--profile', 'smalle-set'];

async function agree(...args: string[]): Promise<Agreement> {
  const { agreements } = await run<{ agreements: Agreement[] }>(...AGREE, ...args);
  return agreements[0] as Agreement;
}

describe('a second agreement', () => {
  test('that says the same is refused, and makes none', async () => {
    const { id } = await agree(...PUPILS);
    const { code, stdout, stderr } = await say(...AGREE, ...PUPILS);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^uwlr: agreement ${id} of REKENEN and school 99AB says the same, from \\S+: nothing was added\\n$`));
    expect((await run<{ items: object[] }>('agreement', 'list')).items).toHaveLength(1);
  });

  test('that says something else is refused with what to do, also when it would begin later', async () => {
    const { id } = await agree(...PUPILS);
    for (const more of [
      ['--fields', 'leerling/roepnaam'],
      ['--from', '2126-01-01', '--purpose', 'Later'],
    ]) {
      const { code, stderr } = await say(...AGREE, ...PUPILS, ...more);
      expect(code).toBe(1);
      expect(stderr).toContain(`agreement ${id} of REKENEN and school 99AB covers leerlinggegevens from`);
      expect(stderr).toContain(`change it with uwlr agreement replace ${id}, or end it with uwlr agreement end ${id}`);
    }
  });

  test('about another exchange stands beside the first', async () => {
    await agree(...PUPILS);
    await agree('--exchange', 'leerresultaten');
    expect((await say('doctor')).stdout).toContain('2 in force, no overlap');
  });

  test('that a store of before has is reported by doctor, and agreement show says which one counts', async () => {
    const { id } = await agree(...PUPILS);
    const db = new SqliteDatabase(path.join(data, 'uwlr.db'));
    db.exec(`
      INSERT INTO agreements (id, school, party, exchanges, profile, purpose, valid_from, infourl)
      SELECT 'tweede', school, party, exchanges, profile, 'Smaller', '2026-11-01T00:00:00.000Z', infourl FROM agreements`);
    db.close();
    const { code, stdout } = await say('doctor');
    expect(code).toBe(1);
    expect(stdout).toMatch(
      new RegExp(`WRONG +agreements +both in force for the same exchange: ${id} and tweede of REKENEN and school 99AB`),
    );
    const shown = await say('agreement', 'show', 'tweede');
    expect(shown.stderr).toContain('for leerlinggegevens a later agreement of REKENEN and school 99AB counts');
    expect((await say('agreement', 'show', id)).stderr).toBe('');
    await say('agreement', 'end', 'tweede');
    expect((await say('doctor')).stdout).toContain('1 in force, no overlap');
  });
});

describe('agreement replace', () => {
  test('narrows: says which fields are dropped, and the new one holds from now on', async () => {
    const before = await agree(...PUPILS);
    const { stdout } = await say('agreement', 'replace', before.id, '--fields', 'leerling/roepnaam', '--purpose', 'Inloggen');
    expect(stdout).toMatch(new RegExp(`^Agreement \\S+ replaces ${before.id} of REKENEN and school 99AB from \\S+:\\n`));
    expect(stdout).toMatch(/ {2}fields dropped: .*leerling\/achternaam/);
    expect(stdout).not.toContain('fields added');
    expect(stdout).toContain("  purpose: 'Inloggen' instead of 'Leerlingen in de methode'\n");
    const { items } = await run<{ items: Agreement[] }>('agreement', 'list');
    expect(items[0]?.until).toBe(items[1]?.from);
    const shown = await run<{ state: string; fields: string[]; agreement: Agreement }>('agreement', 'show', items[1]?.id as string);
    expect(shown).toMatchObject({ state: 'in-force', agreement: { id: items[1]?.id } });
    expect(shown.fields).toContain('leerling/roepnaam');
    expect(shown.fields).not.toContain('leerling/achternaam');
  });

  test('widens, sets an end and takes it away, from a moment that is to come', async () => {
    const before = await agree(...PUPILS, '--fields', 'leerling/roepnaam');
    const first = await run<Replaced>('agreement', 'replace', before.id, '--from', '2126-08-01', '--until', '2127-08-01');
    expect(first.changes).toEqual({ until: { from: 'never', to: '2127-07-31T22:00:00.000Z' } });
    expect(first.agreement).toMatchObject({ from: '2126-07-31T22:00:00.000Z', fields: before.fields });
    const second = await run<Replaced>('agreement', 'replace', first.id, '--clear', 'until,fields', '--profile', 'lvs-set');
    expect(second.changes).toMatchObject({ until: { to: 'never' }, profile: { from: 'smalle-set', to: 'lvs-set' } });
    expect(second.changes['fieldsAdded']).toContain('leerling/achternaam');
    // The one that had yet to begin never does.
    const shown = await run<{ state: string }>('agreement', 'show', first.id);
    expect(shown.state).toBe('over');
  });

  test('says that the key ends before the agreement does, as it got the end of the first one', async () => {
    const { id } = await agree(...PUPILS, '--until', '2126-01-01');
    const longer = await say('agreement', 'replace', id, '--until', '2127-01-01', '--dry-run');
    expect(longer.stderr).toMatch(
      /^Note: the autorisatiesleutel of REKENEN for school 99AB ends at 2126-01-01T\S+, before the agreement does; uwlr key rotate gives another\.\n$/,
    );
    const shorter = await say('agreement', 'replace', id, '--until', '2125-01-01', '--dry-run');
    expect(shorter).toMatchObject({ code: 0, stderr: '' });
  });

  test('drops an exchange and keeps the other as it was', async () => {
    const fields = ['--fields', 'leerling/roepnaam,score'];
    const before = await agree('--exchange', 'leerlinggegevens,leerresultaten', '--profile', 'smalle-set', ...fields);
    const { agreement, changes } = await run<Replaced>('agreement', 'replace', before.id, '--exchange', 'leerresultaten');
    expect(changes['exchangesDropped']).toEqual(['leerlinggegevens']);
    expect(agreement).toMatchObject({ exchanges: ['leerresultaten'], profile: 'resultaten' });
    expect(agreement.fields).toEqual(before.fields?.filter((path) => path.startsWith('leerresultaten_verzoek/')));
    await agree(...PUPILS);
  });

  test('only says what would change with --dry-run', async () => {
    const { id } = await agree(...PUPILS);
    const { stdout } = await say('agreement', 'replace', id, '--purpose', 'Anders', '--dry-run');
    expect(stdout).toContain(`Agreement ${id} of REKENEN and school 99AB would be replaced from`);
    expect((await run<{ items: object[] }>('agreement', 'list')).items).toHaveLength(1);
  });

  test.each([
    ['nothing', 2, []],
    ['what it says already', 2, ['--purpose', 'Leerlingen in de methode']],
    ['a moment that is past', 2, ['--from', '2020-01-01', '--purpose', 'Anders']],
    ['an end before its beginning', 2, ['--until', '2020-01-01']],
    ['a field that is none', 2, ['--fields', 'puntje']],
    ['fields that are named and cleared', 2, ['--fields', 'leerling/roepnaam', '--clear', 'fields']],
    ['scopes of REST', 2, ['--scope', 'results:read']],
    ['an exchange more without its profile', 2, ['--exchange', 'leerlinggegevens,leerresultaten', '--profile', 'resultaten']],
  ])('with %s is refused with exit code %d, and changes nothing', async (_what, expected, args) => {
    const { id } = await agree(...PUPILS);
    const before = await run('agreement', 'list');
    const { code, stdout, stderr } = await say('agreement', 'replace', id, ...args);
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
    expect(stderr).toMatch(/^uwlr: [^\n]+\n$/);
    expect(await run('agreement', 'list')).toEqual(before);
  });

  test('of one that is over, or is not there, is refused', async () => {
    const { id } = await agree(...PUPILS);
    await say('agreement', 'end', id);
    const over = await say('agreement', 'replace', id, '--purpose', 'Anders');
    expect(over.code).toBe(1);
    expect(over.stderr).toContain(`agreement ${id} is over by`);
    expect(await say('agreement', 'replace', 'nergens', '--purpose', 'Anders')).toMatchObject({
      code: 1,
      stderr: 'uwlr: there is no agreement with this id\n',
    });
  });
});
