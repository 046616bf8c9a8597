import { copyFileSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import SqliteDatabase from 'better-sqlite3';
import { loadConfig } from '../../src/config/config.js';
import { startGateway } from '../../src/gateway/server.js';
import { json, uwlr, type Workspace, workspace } from './support/uwlr.js';

let space: Workspace;
let data: string;

beforeAll(async () => {
  space = await workspace();
  data = space.path('data');
  await json(['school', 'add', '--brin', '99AB', '--name', 'De Proef', '--data', data]);
  await json(['party', 'add', '--klantcode', 'NEPEA', '--klantnaam', 'Verzonnen EA', '--role', 'ea', '--data', data]);
  await serve();
  await uwlr(['results', 'list', '--school', '99AB', '--data', data]);
});
afterAll(() => space.remove());

const audit = (...args: string[]) => uwlr(['audit', ...args, '--data', data]);

/** Starts a gateway and stops it again. */
async function serve(more: Record<string, string> = {}): Promise<void> {
  const gateway = await startGateway(loadConfig({ data, port: 0, logLevel: 'error', ...more }, {}));
  await gateway.stop();
}

describe('uwlr audit', () => {
  test('list says who did what, newest first, and of whom it was read', async () => {
    const { items } = (await json(['audit', 'list', '--data', data])) as { items: { operation: string; actor: string; school?: string }[] };
    expect(items.map(({ operation }) => operation)).toEqual([
      'results.read',
      'gateway.stop',
      'gateway.start',
      'party.add',
      ...['school-key.add', 'school.add'],
    ]);
    expect(items[0]).toMatchObject({ actor: expect.stringMatching(/^cli:./), school: '99AB', counts: { results: 0 } });
    const { stdout } = await audit('list', '--operation', 'party.add');
    expect(stdout).toMatch(/cli:\S+ +party\.add +done +NEPEA/);
    expect(stdout).not.toContain('Verzonnen EA');
    expect((await audit('list', '--school', '99XX')).stdout).toBe('Nothing yet.\n');
  });

  test('export writes it for its owner only, oldest first, a line each', async () => {
    const file = space.path('audit.ndjson');
    expect((await audit('export', file)).stderr).toContain('6 entries');
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { seq: number }).seq)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(statSync(file).mode & 0o077).toBe(0);
    expect((await audit('export', file, '--since', '2999-01-01')).stderr).toContain('0 entries');
  });

  test('verify says that it is good, and what is broken when it is not', async () => {
    const good = await audit('verify');
    expect(good).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/^Good: 6 entries, 1 to 6, in 2 chains; 2 seals, up to entry 5\.\nHead: seal 2, [0-9a-f]{64}\n$/),
    });
    const head = good.stdout.slice(-65, -1);
    expect(readFileSync(`${data}/audit.head`, 'utf8')).toBe(`2 ${head}\n`);
    expect(statSync(`${data}/audit.head`).mode & 0o077).toBe(0);
    const { items } = await json<{ items: { hash: string }[] }>(['audit', 'list', '--data', data]);
    for (const hash of [head, items[0]!.hash, items[5]!.hash]) expect((await audit('verify', '--expect', hash)).code).toBe(0);
    const other = await audit('verify', '--expect', 'ab'.repeat(32), '--json');
    expect(other.code).toBe(1);
    expect(JSON.parse(other.stdout)).toMatchObject({ ok: false, seal: { number: 2, hash: head }, broken: { seq: 7, kind: 'cut' } });
    expect((await audit('verify', '--expect', 'head')).code).toBe(2);
    expect(
      (await uwlr(['audit', 'verify', '--data', data], { env: { UWLR_SECRET: 'een-ander-geheim-van-meer-dan-32-tekens' } })).stdout,
    ).toContain('seal wrong');
  });

  test('verify and doctor say what they cannot tell without the seal outside', async () => {
    const kept = readFileSync(`${data}/audit.head`);
    rmSync(`${data}/audit.head`);
    expect(await audit('verify')).toMatchObject({ code: 0, stderr: expect.stringContaining('no seal outside the database') });
    expect((await uwlr(['doctor', '--data', data])).stdout).toMatch(/^WRONG +audit +the last seal is not kept outside/m);
    writeFileSync(`${data}/audit.head`, 'nonsense');
    expect(await audit('verify')).toMatchObject({ code: 3, stderr: expect.stringContaining('UWLR_AUDIT_HEAD names a file') });
    writeFileSync(`${data}/audit.head`, kept);
    expect((await uwlr(['doctor', '--data', data])).stdout).toMatch(/^ok +audit +good, sealed at/m);
  });
});

describe('a database of which an older copy is put back', () => {
  let copy: string;
  const putBack = () => {
    for (const beside of ['-wal', '-shm']) rmSync(`${data}/uwlr.db${beside}`, { force: true });
    copyFileSync(copy, `${data}/uwlr.db`);
  };
  const head = () => readFileSync(`${data}/audit.head`, 'utf8');

  beforeAll(async () => {
    copy = space.path('copy.db');
    const db = new SqliteDatabase(`${data}/uwlr.db`);
    db.exec(`VACUUM INTO '${copy}'`);
    db.close();
    await serve();
  });
  beforeEach(putBack);

  test('is found out by verify, and no gateway starts on it', async () => {
    const before = head();
    expect(before).toMatch(/^4 /);
    const { code, stdout, stderr } = await audit('verify');
    expect(stderr).toContain('uwlr audit accept-restored');
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: expect.stringMatching(/^Broken: seal 3, at entry 6, is not the one that was kept outside the database: .*\(restored\)\.\n$/),
    });
    await expect(serve()).rejects.toThrow(
      /^audit: seal 4, which was kept outside the database, is not in the audit: .*uwlr audit accept-restored$/,
    );
    expect(head()).toBe(before);
    const { items } = await json<{ items: { operation: string }[] }>(['audit', 'list', '--data', data, '--limit', '1']);
    expect(items[0]).toMatchObject({ operation: 'results.read' });
  });

  test('is gone on with when an operator accepts it, which the audit says', async () => {
    const [, lost] = head().trim().split(' ');
    const { code, stdout } = await audit('accept-restored', '--json');
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 0, accepted: true, seal: { number: 3 } });
    expect(head()).toMatch(/^3 /);
    const { items } = await json<{ items: object[] }>(['audit', 'list', '--data', data, '--limit', '1']);
    expect(items[0]).toMatchObject({
      operation: 'audit.accept-restored',
      actor: expect.stringMatching(/^cli:/),
      subject: lost,
      counts: { lost: 4, seal: 2 },
    });
    expect(await audit('verify')).toMatchObject({ code: 0 });
    await serve();
    expect(await audit('verify', '--expect', lost as string)).toMatchObject({ code: 1 });
    expect(await audit('accept-restored')).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing to accept') });
  });

  test('is not gone on with under a secret that did not make it, as that seal would look forged for good', async () => {
    const env = { UWLR_SECRET: 'een-ander-geheim-van-meer-dan-32-tekens' };
    const before = head();
    expect(await uwlr(['audit', 'accept-restored', '--data', data], { env })).toEqual({
      code: 3,
      stdout: '',
      stderr: 'uwlr: the secret is not the one that this store was made with\n',
    });
    expect(head()).toBe(before);
    expect((await uwlr(['retention', 'run', '--data', data], { env })).code).toBe(3);
    const verified = await uwlr(['audit', 'verify', '--data', data], { env });
    expect(verified).toMatchObject({ code: 1, stderr: expect.stringContaining('the secret does not open the keys of the schools') });
    expect(await audit('accept-restored')).toMatchObject({ code: 0 });
    expect(await audit('verify')).toMatchObject({ code: 0 });
  });

  test('is gone on with when what was kept outside is lost too', async () => {
    rmSync(`${data}/audit.head`, { force: true });
    await expect(serve()).rejects.toThrow(/not kept outside the database, though there are seals/);
    expect(await audit('accept-restored')).toMatchObject({ code: 0, stdout: expect.stringContaining('from seal 3') });
    await serve();
    expect(await audit('verify')).toMatchObject({ code: 0 });
  });

  test('is found out by a seal that is kept on another disk, also when the whole data directory is put back', async () => {
    const elsewhere = space.path('elsewhere.head');
    rmSync(`${data}/audit.head`, { force: true });
    await audit('accept-restored', '--audit-head', elsewhere);
    await serve({ auditHead: elsewhere });
    expect(existsSync(`${data}/audit.head`)).toBe(false);
    putBack();
    await expect(serve({ auditHead: elsewhere })).rejects.toThrow(/accept-restored/);
    expect(await audit('verify', '--audit-head', elsewhere)).toMatchObject({ code: 1 });
    await audit('accept-restored', '--audit-head', elsewhere);
    await audit('accept-restored');
  });
});

test('verify and doctor name the entry that was changed', async () => {
  const before = JSON.parse((await audit('verify', '--json')).stdout) as { entries: number };
  expect(before.entries).toBeGreaterThan(5);
  const db = new SqliteDatabase(`${data}/uwlr.db`);
  db.exec("DROP TRIGGER audit_update; UPDATE audit SET actor = 'gateway' WHERE seq = 3");
  db.close();
  expect(await audit('verify')).toMatchObject({
    code: 1,
    stdout: 'Broken: entry 3 (of the gateway) is not what it was (changed).\n',
  });
  const { code, stdout } = await uwlr(['doctor', '--data', data]);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^WRONG +audit +entry 3 \(of the gateway\) is not what it was \(changed\): see uwlr audit verify$/m);
});
