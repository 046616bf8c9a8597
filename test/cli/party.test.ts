import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { json, uwlr, type Workspace, workspace } from './support/uwlr.js';

interface Shown {
  readonly klantcode: string;
  readonly klantnaam: string;
  readonly name: string;
  readonly nameWanted?: true;
  readonly presents?: { readonly klantcode: string; readonly klantnaam: string };
  readonly connection?: Readonly<Record<string, unknown>>;
  readonly policy: string;
  readonly agreements: readonly { readonly id: string }[];
}

let space: Workspace;
let data: string;

beforeAll(async () => {
  space = await workspace();
  data = space.path('data');
  await run('school', 'add', '--brin', '99XX', '--name', 'De Proef');
});

afterAll(() => space.remove());

const run = <T = Shown>(...args: string[]) => json<T>([...args, '--data', data]);
const say = (...args: string[]) => uwlr([...args, '--data', data]);
const las = (klantcode: string, ...args: string[]) =>
  run('party', 'add', '--klantcode', klantcode, '--role', 'las', '--endpoint', 'https://las.voorbeeld/uwlr', ...args);
const OURS = ['--as-klantcode', 'GATEWAY-7', '--as-klantnaam', 'Gateway van de school'];

/** The page for parents of a school that agreed with this party. */
async function parentsOf(party: string): Promise<string> {
  const agreed = ['agreement', 'add', '--school', '99XX', '--party', party, '--exchange', 'leerlinggegevens', '--profile', 'smalle-set'];
  await run(...agreed, '--purpose', 'Proef', '--key', `verzonnen-sleutel-van-${party}`);
  const page = space.path(`${party}.html`);
  await say('school', 'parents-page', '--school', '99XX', '--html', page);
  return readFile(page, 'utf8');
}

describe('an administration', () => {
  test('has a name of its own, which parents read; what we call ourselves there is shown apart from it', async () => {
    await las('LAS-PROEF', '--name', 'Administratie De Proef', ...OURS);
    expect(await run('party', 'show', 'LAS-PROEF')).toMatchObject({
      name: 'Administratie De Proef',
      presents: { klantcode: 'GATEWAY-7', klantnaam: 'Gateway van de school' },
    });
    const page = await parentsOf('LAS-PROEF');
    expect(page).toContain('Administratie De Proef');
    expect(page).not.toContain('Gateway van de school');
    const { stdout } = await say('party', 'show', '--party', 'LAS-PROEF');
    expect(stdout).toMatch(/we present +klantcode GATEWAY-7, klantnaam 'Gateway van de school'/);
    expect(stdout).toMatch(/agreement +\S+: school 99XX, leerlinggegevens, Proef/);
  });

  test('that has only what it issued to us goes by its host until somebody names it', async () => {
    const added = await las('GATEWAY-8', '--klantnaam', 'Gateway van de school');
    expect(added).toMatchObject({
      name: 'las.voorbeeld',
      nameWanted: true,
      presents: { klantcode: 'GATEWAY-8', klantnaam: 'Gateway van de school' },
    });
    expect(await parentsOf('GATEWAY-8')).toContain('las.voorbeeld');
    const wanted = 'uwlr party set GATEWAY-8 --name NAME';
    expect((await say('party', 'list')).stderr).toContain(wanted);
    expect((await say('doctor')).stdout).toContain(wanted);
    expect((await say('party', 'set', 'GATEWAY-8', '--name', 'Administratie Acht')).stderr).toBe('');
    const named = await run('party', 'show', 'GATEWAY-8');
    expect(named).toMatchObject({ name: 'Administratie Acht', presents: { klantcode: 'GATEWAY-8', klantnaam: 'Gateway van de school' } });
    expect(named).not.toHaveProperty('nameWanted');
    expect((await say('doctor')).stdout).not.toContain('GATEWAY-8 is shown');
  });

  test('needs the name that it issued to us', async () => {
    const { code, stderr } = await say('party', 'add', '--klantcode', 'LAS-X', '--name', 'Administratie', '--role', 'las');
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'uwlr: a las needs --as-klantnaam: the name that it issued to you, which the gateway presents there\n',
    });
  });
});

describe('party set', () => {
  beforeAll(() => run('party', 'add', '--klantcode', 'REKENEN', '--klantnaam', 'Rekenen op Maat', '--role', 'ea'));

  test('changes what it is given, leaves the rest, and takes away what is cleared', async () => {
    await run('party', 'set', 'REKENEN', '--name', 'Rekenen', '--policy', 'tolerant', '--accept-stale', '--uwlr-version', '2.3');
    const set = { klantnaam: 'Rekenen op Maat', name: 'Rekenen', policy: 'tolerant', acceptStale: true, version: '2.3' };
    expect(await run('party', 'show', 'REKENEN')).toMatchObject(set);
    await run('party', 'set', '--party', 'REKENEN', '--clear', 'name,version,acceptStale');
    const cleared = await run('party', 'show', 'REKENEN');
    expect(cleared).toMatchObject({ name: 'Rekenen op Maat', policy: 'tolerant', acceptStale: false });
    expect(cleared).not.toHaveProperty('version');
    const { items } = await run<{ items: { operation: string; subject: string }[] }>('audit', 'list', '--operation', 'party.set');
    expect(items.filter(({ subject }) => subject === 'REKENEN')).toHaveLength(2);
  });

  test('of a connection keeps what is not named, secrets too', async () => {
    await las('LAS-SET', '--name', 'Een', ...OURS, '--header', 'X-Sleutel: verzonnen', '--gegevenssetid', 'smalle-set', '--timeout', '30');
    const { connection } = await run('party', 'set', 'LAS-SET', '--timeout', '60', '--clear', 'gegevenssetid');
    expect(connection).toEqual({ klantcode: 'GATEWAY-7', klantnaam: 'Gateway van de school', timeoutSeconds: 60, headers: ['X-Sleutel'] });
  });

  test.each([
    ['nothing', 2, ['REKENEN']],
    ['no party', 2, ['--name', 'Een']],
    ['a party that is not there', 1, ['NIEMAND', '--name', 'Een']],
    ['two parties', 2, ['REKENEN', '--party', 'LAS-PROEF', '--name', 'Een']],
    ['a connection of a vendor', 2, ['REKENEN', '--in-steps']],
    ['a klantnaam of an administration', 2, ['LAS-PROEF', '--klantnaam', 'Een']],
    ['something to clear that is not there', 2, ['LAS-PROEF', '--clear', 'proxy']],
    ['the name to clear that we present', 2, ['LAS-PROEF', '--clear', 'klantnaam']],
  ])('with %s is refused with exit code %d', async (_what, expected, args) => {
    const { code, stdout, stderr } = await say('party', 'set', ...args);
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
    expect(stderr).toMatch(/^uwlr: [^\n]+\n$/);
  });
});

describe('party remove', () => {
  test('removes a party that was added by mistake, with its keys that are over, and the audit keeps it', async () => {
    await run('party', 'add', '--klantcode', 'FOUT', '--klantnaam', 'Per ongeluk', '--role', 'ea');
    const { id } = await run<{ id: string }>('key', 'add', '--party', 'FOUT', '--school', '99XX');
    const refused = await say('party', 'remove', 'FOUT');
    expect(refused).toMatchObject({ code: 1, stderr: 'uwlr: party FOUT cannot be removed, as it is needed by 1 key in force\n' });
    await say('key', 'revoke', id);
    expect(await say('party', 'remove', 'FOUT')).toMatchObject({ code: 0, stdout: 'Removed party FOUT.\n' });
    expect((await say('party', 'show', 'FOUT')).stderr).toBe('uwlr: there is no party FOUT: add it with uwlr party add\n');
    expect((await say('key', 'list')).stdout).not.toContain('FOUT');
    const { items } = await run<{ items: { subject: string }[] }>('audit', 'list', '--operation', 'party.remove');
    expect(items).toMatchObject([{ subject: 'FOUT' }]);
    await run('party', 'add', '--klantcode', 'FOUT', '--klantnaam', 'Opnieuw', '--role', 'ea');
  });

  test('refuses one with an agreement, also when that is ended', async () => {
    const agreed = ['agreement', 'add', '--school', '99XX', '--party', 'FOUT', '--exchange', 'leerresultaten', '--purpose', 'Proef'];
    const { agreements, key } = await run<{ agreements: { id: string }[]; key: string }>(...agreed);
    await say('agreement', 'end', agreements[0]?.id as string);
    await say('key', 'revoke', key);
    expect(await say('party', 'remove', '--party', 'FOUT')).toMatchObject({
      code: 1,
      stderr: 'uwlr: party FOUT cannot be removed, as it is needed by 1 agreement\n',
    });
    expect((await say('party', 'remove', 'NIEMAND')).code).toBe(1);
  });
});

describe('school set and show', () => {
  test('give a school another name, and show it with what hangs from it', async () => {
    await run('school', 'add', '--brin', '99XY', '--name', 'Oude naam');
    expect(await say('school', 'set', '99XY', '--name', 'Nieuwe naam')).toMatchObject({
      code: 0,
      stdout: 'School 99XY is called Nieuwe naam.\n',
    });
    expect(await run('school', 'show', '--school', '99XY')).toMatchObject({ id: '99XY', name: 'Nieuwe naam', agreements: [], rosters: [] });
    const { items } = await run<{ items: object[] }>('audit', 'list', '--operation', 'school.set');
    expect(items).toMatchObject([{ school: '99XY' }]);
    for (const [expected, args] of [
      [2, ['99XY']],
      [1, ['99ZZ', '--name', 'Een']],
      [2, ['--name', 'Een']],
    ] as const) {
      expect((await say('school', 'set', ...args)).code).toBe(expected);
    }
    expect((await say('school', 'show', '99ZZ')).code).toBe(1);
  });
});

test('what makes a token, a client key or an agreement gives the id of each', async () => {
  const token = await run<Record<string, string>>('token', 'add', '--client', 'bord', '--school', '99XX', '--scope', 'results:read');
  const listed = await run<{ items: { id: string }[] }>('token', 'list');
  expect(listed.items.map(({ id }) => id)).toContain(token['id']);
  expect((await say('agreement', 'show', String(token['agreement']))).code).toBe(0);
  const client = await run<{ keys: string[]; agreement: string }>(
    ...['client', 'add', '--client', 'klant', '--school', '99XX', '--scope', 'results:read'],
  );
  expect((await say('agreement', 'show', client.agreement)).code).toBe(0);
  expect(client.keys).toHaveLength(1);
});
