import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { keyringOf } from '../../src/secret/keyring-of.js';
import { offerNextSecret } from '../../src/secret/next-secret.js';
import { replaceSecret } from '../../src/secret/replace-secret.js';
import { openStore } from '../../src/store/open.js';
import { json, ONE_LINE, uwlr, type Workspace, workspace } from './support/uwlr.js';

const GIVEN = 'een-verzonnen-nieuw-geheim-van-genoeg-tekens';
const OTHER = 'nog-een-verzonnen-geheim-van-genoeg-tekens-2';

let space: Workspace;
let data: string;
let count = 0;

beforeAll(async () => {
  space = await workspace();
  writeFileSync(space.path('given'), `${GIVEN}\n`);
  writeFileSync(space.path('other'), OTHER);
  writeFileSync(space.path('short'), 'kort');
});
afterAll(() => space.remove());

beforeEach(async () => {
  count += 1;
  data = space.path(`data-${count}`);
  await json(['school', 'add', '--brin', '99XX', '--name', 'De Proef', '--data', data]);
});

const rotate = (...args: readonly string[]) => uwlr(['secret', 'rotate', ...args, '--data', data]);
/** A command that needs the secret. */
const verify = (...args: readonly string[]) => uwlr(['audit', 'verify', ...args, '--data', data]);
const secretOf = (name = 'secret') => readFileSync(`${data}/${name}`, 'utf8').trim();
const rotations = async () => {
  const { items } = await json<{ items: unknown[] }>(['audit', 'list', '--operation', 'secret.rotate', '--data', data]);
  return items.length;
};

/** Does what the command does, up to where it ends without a word. */
async function crashAfter(step: 'offer' | 'replace'): Promise<void> {
  const store = await openStore({ dataDirectory: data });
  const keyring = await keyringOf({ data }, store);
  const secret = offerNextSecret(data);
  if (step === 'replace') await replaceSecret(store, keyring!, secret!);
  await store.close();
}

describe('uwlr secret rotate', () => {
  test('makes a new secret where the gateway made the old one, for the eyes of its owner only', async () => {
    const old = secretOf();
    const { code, stdout, stderr } = await rotate();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`The new secret is in ${data}/secret.`);
    expect(stdout).not.toContain(secretOf());
    expect(secretOf()).not.toBe(old);
    expect(statSync(`${data}/secret`).mode & 0o077).toBe(0);
    expect(existsSync(`${data}/secret.new`)).toBe(false);
    expect(await verify()).toMatchObject({ code: 0 });
    expect(await json(['secret', 'rotate', '--data', data])).toEqual({
      schools: 1,
      connections: 0,
      credentials: 0,
      targets: 0,
      inLog: false,
      secretFile: `${data}/secret`,
    });
    expect(await verify()).toMatchObject({ code: 0 });
    expect(await rotations()).toBe(2);
  });

  test('takes the one that is given, also in the place of one that it made', async () => {
    expect(await rotate('--new-secret-file', space.path('given'))).toMatchObject({ code: 0 });
    expect(secretOf()).toBe(GIVEN);
    expect(await verify()).toMatchObject({ code: 0 });
  });

  test('where the secret comes from elsewhere, leaves it to whoever keeps it: from then on the new one has to be given', async () => {
    const old = space.path('old');
    writeFileSync(old, secretOf());
    expect(await rotate('--secret-file', old)).toEqual({
      code: 2,
      stdout: '',
      stderr: 'uwlr: the secret is not in the data directory: give --new-secret-file\n',
    });
    const { code, stdout } = await rotate('--secret-file', old, '--new-secret-file', space.path('given'), '--json');
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 0, schools: 1, secretFile: null });
    expect(await verify('--secret-file', old)).toMatchObject({ code: 3 });
    expect(await verify('--secret-file', space.path('given'))).toMatchObject({ code: 0 });
    const env = { UWLR_SECRET: GIVEN };
    expect(await uwlr(['secret', 'rotate', '--new-secret-file', space.path('other'), '--data', data], { env })).toMatchObject({ code: 0 });
    expect(await verify('--secret-file', space.path('other'))).toMatchObject({ code: 0 });
  });

  test('changes nothing when the new one is too short, cannot be read, or is the one that is in use', async () => {
    writeFileSync(space.path('same'), `${secretOf()}\n`);
    const old = secretOf();
    const wrong: readonly (readonly [string, number, RegExp])[] = [
      ['short', 3, /short: the secret is shorter than 32 bytes/],
      ['nowhere', 3, /nowhere: (?:no such file or directory|cannot be read)/],
      ['.', 3, /: (?:is a directory|cannot be read)/],
      ['same', 1, /the new secret is not new: it is the one that is in use/],
    ];
    for (const [name, code, complaint] of wrong) {
      const outcome = await rotate('--new-secret-file', space.path(name));
      expect(outcome).toEqual({ code, stdout: '', stderr: expect.stringMatching(complaint) });
      expect(outcome.stderr).toMatch(ONE_LINE);
    }
    expect([secretOf(), existsSync(`${data}/secret.new`), await rotations()]).toEqual([old, false, 0]);
    expect(await verify()).toMatchObject({ code: 0 });
  });

  test('does not go back to a secret of before, which may have leaked', async () => {
    writeFileSync(space.path('first'), secretOf());
    expect(await rotate()).toMatchObject({ code: 0 });
    expect(await rotate('--new-secret-file', space.path('first'))).toMatchObject({
      code: 1,
      stderr: expect.stringMatching('in use before'),
    });
    expect(await verify()).toMatchObject({ code: 0 });
  });

  test('has nothing to do where there is no store', async () => {
    const nowhere = space.path('nowhere');
    expect(await uwlr(['secret', 'rotate', '--data', nowhere])).toMatchObject({ code: 3 });
    expect(existsSync(nowhere)).toBe(false);
  });
});

describe('a rotation that was cut off', () => {
  test('before anything was sealed anew, changes nothing; the next one goes on with the secret that lies ready', async () => {
    const old = secretOf();
    await crashAfter('offer');
    const ready = secretOf('secret.new');
    expect(statSync(`${data}/secret.new`).mode & 0o077).toBe(0);
    expect(await verify()).toMatchObject({ code: 0 });
    expect([secretOf(), secretOf('secret.new')]).toEqual([old, ready]);
    expect(await rotate('--new-secret-file', space.path('given'))).toMatchObject({ code: 1, stderr: expect.stringMatching('secret.new') });
    expect(secretOf('secret.new')).toBe(ready);
    expect(await rotate()).toMatchObject({ code: 0 });
    expect([secretOf(), existsSync(`${data}/secret.new`)]).toEqual([ready, false]);
  });

  test('after everything was sealed anew, is brought to its end by whatever comes first', async () => {
    await crashAfter('replace');
    const ready = secretOf('secret.new');
    expect(secretOf()).not.toBe(ready);
    expect(await verify()).toMatchObject({ code: 0 });
    expect([secretOf(), existsSync(`${data}/secret.new`)]).toEqual([ready, false]);
    expect((await uwlr(['doctor', '--data', data])).stdout).toMatch(/ok +secret/);
  });
});

test('two rotations at once never leave a store without its secret', async () => {
  const both = [0, 1].map(async () => {
    const store = await openStore({ dataDirectory: data });
    const keyring = await keyringOf({ data }, store);
    return { store, keyring: keyring! };
  });
  const [one, other] = await Promise.all(both);
  const secret = offerNextSecret(data) as string;
  expect(offerNextSecret(data, OTHER)).toBe(secret);
  await replaceSecret(one!.store, one!.keyring, secret);
  await expect(replaceSecret(other!.store, other!.keyring, secret)).rejects.toMatchObject({ code: 'secret' });
  await Promise.all([one!.store.close(), other!.store.close()]);
  expect(await verify()).toMatchObject({ code: 0 });
  expect(secretOf()).toBe(secret);
});
