import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hasOpenssl, makeCertificates, PASSPHRASE } from '../soap/support/certificates.js';
import { contentsOf } from './support/data-directory.js';
import { json, ONE_LINE, uwlr, type Workspace, workspace } from './support/uwlr.js';

interface Listed {
  readonly items: readonly Record<string, unknown>[];
}

const SECRET = 'verzonnen-abonnementssleutel-0042';
let space: Workspace;
let data: string;

beforeAll(async () => {
  space = await workspace();
  data = space.path('data');
  await json(['school', 'add', '--brin', '99AB', '--name', 'De Proef', '--data', data]);
  if (hasOpenssl) makeCertificates(space.path('.'));
});

afterAll(() => space.remove());

const add = (code: string, ...args: string[]) =>
  uwlr(['party', 'add', '--klantcode', code, '--klantnaam', 'Verzonnen LAS', '--role', 'las', '--data', data, ...args]);

describe('the connection of a las', () => {
  test('is kept sealed, and shown without what is secret in it', async () => {
    const settings = ['--as-klantcode', 'ONZE', '--as-klantnaam', 'Onze naam', '--gegevenssetid', 'smalle-set', '--in-steps'];
    const limits = ['--timeout', '45', '--max-bytes', '20MiB', '--proxy', `http://nep:${SECRET}@proxy.example:3128`];
    const headers = space.path('headers.txt');
    await writeFile(headers, `X-Sleutel: ${SECRET}\n\nX-Herkomst: Proef\n`);
    const { code, stdout, stderr } = await add(
      'LAS1',
      ...settings,
      ...limits,
      ...['--header', `X-Abonnement: ${SECRET}`, '--header-file', headers, '--known-learners-only', '--json'],
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const shown = {
      klantcode: 'ONZE',
      klantnaam: 'Onze naam',
      gegevenssetid: 'smalle-set',
      inSteps: true,
      timeoutSeconds: 45,
      maxBytes: 20_971_520,
      proxy: 'http://proxy.example:3128',
      headers: ['X-Abonnement', 'X-Sleutel', 'X-Herkomst'],
    };
    expect(JSON.parse(stdout)).toMatchObject({ klantcode: 'LAS1', knownLearnersOnly: true, connection: shown });
    const { items } = await json<Listed>(['party', 'list', '--data', data]);
    expect(items.find(({ klantcode }) => klantcode === 'LAS1')).toMatchObject({ connection: shown });
    const listed = await uwlr(['party', 'list', '--data', data]);
    expect(listed.stdout).toMatch(
      /LAS1 .*strict, known learners only .*as ONZE; smalle-set; in steps; proxy; header X-Abonnement, X-Sleutel/,
    );
    for (const text of [stdout, listed.stdout, JSON.stringify(items), await contentsOf(data)]) expect(text).not.toContain(SECRET);
  });

  test('is not shown to somebody with another secret', async () => {
    const { code, stderr } = await uwlr(['party', 'list', '--data', data], {
      env: { UWLR_SECRET: 'een-ander-geheim-van-meer-dan-32-tekens' },
    });
    expect({ code, stderr }).toEqual({ code: 3, stderr: 'uwlr: the secret is not the one that this store was made with\n' });
  });

  const withOpenssl = hasOpenssl ? test : test.skip;

  withOpenssl('may have a client certificate, of which the files are named', async () => {
    await writeFile(space.path('passphrase'), `${PASSPHRASE}\n`);
    const pem = ['--ca', 'ca.pem', '--cert', 'client.pem', '--cert-key', 'locked.key', '--passphrase-file', 'passphrase'];
    const paths = pem.map((word) => (word.startsWith('--') ? word : space.path(word)));
    const { code, stdout } = await add('LAS-PEM', ...paths, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ connection: { caFile: space.path('ca.pem'), keyFile: space.path('locked.key') } });
    const pkcs12 = await add('LAS-P12', '--pkcs12', space.path('client.p12'), '--passphrase-file', space.path('passphrase'));
    expect(pkcs12).toMatchObject({ code: 0, stdout: 'Added party LAS-P12.\n' });
  });

  withOpenssl('is tried out: a wrong passphrase is wrong usage, and is not repeated', async () => {
    await writeFile(space.path('wrong'), 'verkeerde-wachtzin\n');
    const { code, stderr } = await add('LAS-X', '--pkcs12', space.path('client.p12'), '--passphrase-file', space.path('wrong'));
    expect({ code, stderr }).toEqual({ code: 2, stderr: 'uwlr: the PKCS12 file does not open with this passphrase\n' });
  });

  test.each([
    ['a certificate without its key', 2, ['--cert', 'a.pem']],
    ['two kinds of certificate', 2, ['--cert', 'a.pem', '--cert-key', 'a.key', '--pkcs12', 'a.p12']],
    ['a passphrase of nothing', 2, ['--passphrase-file', 'a']],
    ['a file that is not there', 3, ['--ca', '/nowhere/ca.pem']],
    ['a header that is none', 2, ['--header', SECRET]],
    ['a header without a value', 2, ['--header', 'X-Sleutel:']],
    ['a header that is not its to set', 2, ['--header', `SOAPAction: ${SECRET}`]],
    ['a proxy that is none', 2, ['--proxy', `socks://nep:${SECRET}@proxy.example`]],
    ['no time at all', 2, ['--timeout', '0']],
    ['no size at all', 2, ['--max-bytes', '10 parsecs']],
  ])('with %s is refused with exit code %d, in one line without secrets', async (_what, expected, args) => {
    const { code, stdout, stderr } = await add('LAS-X', ...args);
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
    expect(stderr).toMatch(ONE_LINE);
    expect(stderr).not.toContain(SECRET);
  });

  test.each([['--in-steps'], ['--header', `X-Sleutel: ${SECRET}`], ['--timeout', '30']])(
    'means nothing for a vendor: %s',
    async (...args) => {
      const party = ['party', 'add', '--klantcode', 'EA1', '--klantnaam', 'Verzonnen EA', '--role', 'ea', '--data', data];
      const { code, stderr } = await uwlr([...party, ...args]);
      expect({ code, stderr }).toEqual({ code: 2, stderr: `uwlr: ${args[0]} is for a las: the gateway does not call an ea\n` });
    },
  );
});

describe('an agreement with a las', () => {
  const agree = (...args: string[]) =>
    uwlr([
      ...['agreement', 'add', '--school', '99AB', '--party', 'LAS2', '--exchange', 'leerlinggegevens', '--profile', 'smalle-set'],
      ...['--purpose', 'Leerlingen ophalen', '--data', data, ...args],
    ]);

  beforeAll(() => add('LAS2'));

  test('needs the key that the las issued', async () => {
    expect(await agree()).toEqual({
      code: 2,
      stdout: '',
      stderr: 'uwlr: LAS2 is a las, which issues the autorisatiesleutel itself: give it with --key-file or --key\n',
    });
  });

  test('keeps that key sealed, says so, and does not repeat it', async () => {
    await writeFile(space.path('key'), `${SECRET}\n`);
    const { code, stdout, stderr } = await agree('--key-file', space.path('key'));
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Agreement \S+: LAS2, leerlinggegevens, school 99AB\n$/);
    expect(stderr).toContain('stored encrypted; the gateway presents it to the las');
    for (const text of [stdout, stderr, await contentsOf(data)]) expect(text).not.toContain(SECRET);
  });
});
