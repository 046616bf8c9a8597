import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import SqliteDatabase from 'better-sqlite3';
import { makeBackup } from '../../src/admin/backup/make-backup.js';
import { endArchive, writeEntry } from '../../src/admin/backup/tar.js';
import type { Restored } from '../../src/admin/restore/restore-store.js';
import { loadConfig } from '../../src/config/config.js';
import { type Gateway, startGateway } from '../../src/gateway/server.js';
import type { Receipt } from '../../src/store/rights-store.js';
import { KEY, post } from '../support/gateway.js';
import { afname, message, resultaat } from '../support/messages.js';
import { type ProcessGateway, startProcess } from '../support/process-gateway.js';
import { json, ONE_LINE, uwlr, type Workspace, workspace } from './support/uwlr.js';

interface Made {
  readonly path: string;
  readonly bytes: number;
  readonly moment: string;
  readonly seal?: { readonly number: number; readonly hash: string };
  readonly secret: boolean;
}

let space: Workspace;
let data: string;
let token: string;
let gateway: ProcessGateway | undefined;
let here: Gateway | undefined;
/** What doctor says of a store without errors; the text shows in a failure. */
const WELL = { code: 0, stdout: expect.not.stringMatching(/^WRONG/m) };
const ANNA = 'verzonnen-anna';
const BRAM = 'verzonnen-bram';

beforeAll(async () => {
  space = await workspace();
  const first = space.path('first');
  await json(['school', 'add', '--brin', '99XX', '--name', 'De Proef', '--data', first]);
  await json(['party', 'add', '--klantcode', 'TESTEA', '--klantnaam', 'Testleverancier', '--role', 'ea', '--data', first]);
  const about = ['--school', '99XX', '--party', 'TESTEA', '--exchange', 'leerresultaten', '--purpose', 'Testen'];
  await json(['agreement', 'add', ...about, '--key', KEY, '--data', first]);
  const reader = ['--client', 'lezer', '--school', '99XX', '--scope', 'results:read'];
  ({ token } = await json<{ token: string }>(['token', 'add', ...reader, '--data', first]));
  writeFileSync(space.path('anna'), ANNA);
});
let count = 0;
beforeEach(() => {
  count += 1;
  data = space.path(`data-${count}`);
  cpSync(space.path('first'), data, { recursive: true });
  // Node 24 does not keep the mode of a directory that it copies.
  chmodSync(data, 0o700);
});
afterEach(async () => {
  await gateway?.kill();
  await here?.stop();
  [gateway, here] = [undefined, undefined];
});
afterAll(() => space.remove());

const serve = async () => {
  gateway = await startProcess(data);
  return gateway;
};
/** A gateway in this process, which starts sooner. */
async function serveHere(): Promise<{ readonly url: string; readonly log: () => string; readonly stop: () => Promise<void> }> {
  let lines = '';
  const log = new PassThrough().on('data', (line) => {
    lines += String(line);
  });
  const started = await startGateway(loadConfig({ data, port: 0 }, {}), { log, shortLived: true });
  here = started;
  return { url: started.url, log: () => lines, stop: () => started.stop() };
}
const killed = async () => {
  await gateway?.kill();
  gateway = undefined;
};
let sent = 0;
async function deliver(to: Pick<Gateway, 'url'>, ...pupils: string[]) {
  sent += 1;
  const afnames = pupils.map((pupil) => afname(pupil, resultaat(`r-${pupil}`))).join('');
  return post(to, message({ afnames, aanmaakdatum: new Date(Date.UTC(2026, 3, 1) + sent * 1000).toISOString() }));
}
async function resultsOf(from: Pick<Gateway, 'url'>): Promise<number> {
  const response = await fetch(`${from.url}/api/v1/results?school=99XX`, { headers: { authorization: `Bearer ${token}` } });
  return ((await response.json()) as { items: readonly object[] }).items.length;
}
const backup = (file: string, ...more: string[]) => json<Made>(['backup', file, ...more, '--data', data]);
const restore = (file: string, ...more: string[]) => json<Restored>(['restore', file, ...more, '--data', data]);
const erasures = async () => (await json<{ items: readonly Receipt[] }>(['erase', 'list', '--school', '99XX', '--data', data])).items;
const everything = (directory: string) =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/^serve\.|-shm$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
    .map((file) => [file, readFileSync(file).toString('base64')]);

test('backup, erase, kill -9, restore: the pupil stays gone, the receipt is there, and the rest is back', async () => {
  const before = await serve();
  expect(await deliver(before, ANNA, BRAM)).toMatchObject({ status: 200 });
  const file = space.path('backup-1');
  const made = await backup(file);
  expect(statSync(file)).toMatchObject({ size: made.bytes });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await deliver(before, 'verzonnen-later')).toMatchObject({ status: 200 });

  const erase = ['erase', '--school', '99XX', '--leerlingid-file', space.path('anna')];
  const receipt = await json<Receipt & { dryRun: boolean }>([...erase, '--yes', '--data', data]);
  const running = await uwlr(['restore', file, '--data', data]);
  expect(running).toMatchObject({ code: 3, stdout: '', stderr: expect.stringMatching(ONE_LINE) });
  expect(running.stderr).toContain(`process ${before.child.pid} on `);
  await killed();

  const restored = await restore(file);
  expect(restored).toMatchObject({ moment: made.moment, marks: { erased: [receipt.id], left: [] }, secretRestored: false });
  const after = await serve();
  expect(await resultsOf(after)).toBe(1);
  const { dryRun: _, ...kept } = receipt;
  expect(await erasures()).toEqual([kept]);
  // Whoever sends the pupil again sends it in vain.
  expect(await deliver(after, ANNA)).toMatchObject({ status: 200 });
  expect(await resultsOf(after)).toBe(1);
  const doctor = await uwlr(['doctor', '--data', data]);
  expect(doctor).toMatchObject({ code: 0, stdout: expect.stringMatching(/^ok +erasure marks +1 mark, all carried out$/m) });
  expect((await uwlr(['audit', 'list', '--operation', 'backup.restore', '--data', data])).stdout).toContain('erased 1');
});

test('an erasure whose mark was lost is known from the store that the restore replaces; doctor tells that the file lacks it', async () => {
  const first = await serveHere();
  await deliver(first, ANNA, BRAM);
  await first.stop();
  await backup(space.path('before-erasure'));
  const receipt = await json<Receipt>(['erase', '--school', '99XX', '--leerlingid-file', space.path('anna'), '--yes', '--data', data]);
  rmSync(path.join(data, 'erasure.marks'));
  const doctor = await uwlr(['doctor', '--data', data]);
  expect(doctor).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^WRONG +erasure marks +the file lacks 1 decision of the store/m),
  });
  expect(await restore(space.path('before-erasure'))).toMatchObject({ marks: { erased: [receipt.id] } });
});

test('a copy of the database that was put back without uwlr restore is older than its marks: doctor says so, and the gateway mends it', async () => {
  const first = await serveHere();
  await deliver(first, ANNA, BRAM);
  await first.stop();
  cpSync(path.join(data, 'uwlr.db'), space.path('by-hand.db'));
  await json(['erase', '--school', '99XX', '--leerlingid-file', space.path('anna'), '--yes', '--data', data]);
  cpSync(space.path('by-hand.db'), path.join(data, 'uwlr.db'));
  const doctor = await uwlr(['doctor', '--data', data]);
  expect(doctor).toMatchObject({ code: 1, stdout: expect.stringMatching(/^WRONG +erasure marks +the store is older .* 1 erasure /m) });
  const again = await serveHere();
  expect(again.log()).toMatch(/"level":"warn","event":"erasure marks carried out","count":1/);
  expect(await resultsOf(again)).toBe(1);
  expect(await uwlr(['doctor', '--data', data])).toMatchObject(WELL);
});

test('a backup of a gateway that keeps writing is of one moment', async () => {
  const writing = await serve();
  let isDone = false;
  let written = 0;
  const sending = (async () => {
    while (!isDone) {
      expect(await deliver(writing, `verzonnen-${written}-a`, `verzonnen-${written}-b`)).toMatchObject({ status: 200 });
      written += 1;
    }
  })();
  const file = space.path('backup-2');
  await backup(file, '--with-secret');
  isDone = true;
  await sending;
  await killed();
  data = space.path('elsewhere');
  await restore(file);
  const { items } = await json<{ items: readonly object[] }>(['results', 'list', '--school', '99XX', '--limit', '1000', '--data', data]);
  expect(items.length % 2).toBe(0);
  expect(items.length).toBeLessThanOrEqual(written * 2);
  expect(await uwlr(['doctor', '--data', data])).toMatchObject(WELL);
});

describe('a backup', () => {
  test('holds the secret only when that was asked for, and says which', async () => {
    const secret = readFileSync(path.join(data, 'secret'), 'utf8').trim();
    const [without, complete] = [await backup(space.path('without')), await backup(space.path('with'), '--with-secret')];
    expect([without.secret, complete.secret]).toEqual([false, true]);
    expect(readFileSync(without.path, 'latin1')).not.toContain(secret);
    expect(readFileSync(complete.path, 'latin1')).toContain(secret);
  });

  test('without the secret is restored only where the secret is', async () => {
    await backup(space.path('lonely'));
    const secret = path.join(data, 'secret');
    const kept = readFileSync(secret);
    data = space.path('no-secret');
    const refused = await uwlr(['restore', space.path('lonely'), '--data', data]);
    expect(refused).toMatchObject({ code: 3, stderr: expect.stringMatching(ONE_LINE) });
    expect(refused.stderr).toContain(path.join(data, 'secret'));
    writeFileSync(path.join(data, 'secret'), kept, { mode: 0o600 });
    await restore(space.path('lonely'));
    expect(await uwlr(['doctor', '--data', data])).toMatchObject(WELL);
  });

  test('of before the secret was rotated brings the secret of then with it', async () => {
    await backup(space.path('earlier'), '--with-secret');
    await uwlr(['secret', 'rotate', '--data', data]);
    const rotated = readFileSync(path.join(data, 'secret'), 'utf8');
    const { replaced, secretRestored } = await restore(space.path('earlier'));
    expect(secretRestored).toBe(true);
    expect(readFileSync(path.join(replaced!, 'secret'), 'utf8')).toBe(rotated);
    expect(await uwlr(['doctor', '--data', data])).toMatchObject(WELL);
  });

  test('in a directory is named after its moment, replaces nothing unless told to, and leaves no drafts', async () => {
    const directory = space.path('backups');
    mkdirSync(directory);
    const { path: file, moment } = await backup(directory);
    expect(file).toBe(path.join(directory, `uwlr-${moment.slice(0, 19).replaceAll(':', '-')}Z.backup`));
    const again = await uwlr(['backup', file, '--data', data]);
    expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('--overwrite') });
    expect((await backup(file, '--overwrite')).path).toBe(file);
    expect(readdirSync(directory)).toEqual([path.basename(file)]);
  });

  test.each(['uwlr.db', 'secret', 'erasure.marks'])('is never put in the place of %s of the gateway', async (name) => {
    const before = readdirSync(data);
    const refused = await uwlr(['backup', path.join(data, name), '--overwrite', '--data', data]);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringMatching(ONE_LINE) });
    expect(readdirSync(data)).toEqual(before);
    expect((await uwlr(['school', 'list', '--data', data])).stdout).toContain('De Proef');
  });

  test('replaces an earlier backup, and no other file', async () => {
    const file = space.path('letter');
    writeFileSync(file, 'Dear parents');
    const refused = await uwlr(['backup', file, '--overwrite', '--data', data]);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('is not a backup') });
    expect(readFileSync(file, 'utf8')).toBe('Dear parents');
  });

  test('names the directory that is missing', async () => {
    const { code, stderr } = await uwlr(['backup', space.path('nowhere/file'), '--data', data]);
    expect({ code, stderr }).toEqual({ code: 3, stderr: `uwlr: ${space.path('nowhere')}: no such file or directory\n` });
  });

  test('that is interrupted leaves no copy of the store; one that was killed is removed by a later backup', async () => {
    const directory = space.path('unfinished');
    mkdirSync(directory);
    let interrupt = () => {};
    const whenInterrupted = (clean: () => void) => {
      interrupt = clean;
      return () => {};
    };
    const seen: string[] = [];
    const progress = () => {
      seen.push(...readdirSync(directory));
      interrupt();
      expect(readdirSync(directory)).toEqual([]);
    };
    const how = { dataDirectory: data, to: directory, overwrite: false, now: new Date(), version: '1', progress, whenInterrupted };
    await makeBackup(how).catch(() => undefined);
    const [draft] = seen;
    expect(draft).toMatch(/\.unfinished\.db$/);
    writeFileSync(path.join(directory, draft!), 'all pupils');
    await backup(directory);
    expect(readdirSync(directory)).toContain(draft);
    const longAgo = new Date(Date.now() - 2 * 24 * 3_600_000);
    utimesSync(path.join(directory, draft!), longAgo, longAgo);
    await backup(path.join(directory, 'next.backup'));
    expect(readdirSync(directory)).not.toContain(draft);
  });

  test('of an earlier version is made without migrating the store', async () => {
    // As a store that lacks the last migration: the backup looks no further than the list of them.
    const db = new SqliteDatabase(path.join(data, 'uwlr.db'));
    const last = db.prepare('SELECT max(number) FROM migrations').pluck().get();
    db.prepare('DELETE FROM migrations WHERE number = ?').run(last);
    db.close();
    const { stderr, code } = await uwlr(['backup', space.path('of-old'), '--data', data]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('earlier version') });
    const after = new SqliteDatabase(path.join(data, 'uwlr.db'), { readonly: true });
    expect(after.prepare('SELECT max(number) FROM migrations').pluck().get()).toBe(Number(last) - 1);
    after.close();
  });

  test('is in the audit, before it is made', async () => {
    await backup(space.path('audited'));
    expect((await uwlr(['audit', 'list', '--operation', 'backup.make', '--data', data])).stdout).toContain('backup.make');
  });
});

describe('a restore', () => {
  test.each([
    ['a file that is no backup', (file: string) => writeFileSync(file, 'something else'), 'is not a backup'],
    ['a backup that was cut off', (file: string) => truncateSync(file, 100_000), 'is damaged or was cut off'],
    ['a backup with one other byte', (file: string) => flip(file, 200_000), 'is damaged or was cut off'],
  ])('refuses %s, and touches nothing', async (_, damage, words) => {
    const file = space.path('damaged');
    rmSync(file, { force: true });
    await backup(file);
    damage(file);
    const before = everything(data);
    const { code, stderr } = await uwlr(['restore', file, '--data', data]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(words) });
    expect(everything(data)).toEqual(before);
  });

  test.each([
    ['the file that says that a restore is ready', ['uwlr.db', 'ready']],
    ['a name outside its directory', ['uwlr.db', '../other']],
    ['its own directory', ['uwlr.db', '..']],
    ['the database twice', ['uwlr.db', 'uwlr.db']],
    ['a log of the database', ['uwlr.db', 'uwlr.db-wal']],
    ['no database', ['secret']],
  ])('refuses a backup with %s, which uwlr backup does not make', async (_, names) => {
    const file = space.path('hostile');
    const content = Buffer.from('../../elsewhere');
    const sha256 = createHash('sha256').update(content).digest('hex');
    const files = names.map((name) => ({ name, bytes: content.length, sha256 }));
    const manifest = Buffer.from(JSON.stringify({ format: 'uwlr backup 1', version: '1', moment: new Date().toISOString(), files }));
    const archive = await open(file, 'w');
    await writeEntry(archive, { name: 'manifest.json', bytes: manifest.length }, [manifest]);
    for (const { name, bytes } of files) await writeEntry(archive, { name, bytes }, [content]);
    await endArchive(archive);
    await archive.close();
    const before = everything(data);
    const { code, stderr } = await uwlr(['restore', file, '--data', data]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(ONE_LINE) });
    expect(everything(data)).toEqual(before);
    expect(existsSync(path.join(data, 'restoring'))).toBe(false);
  });

  test('names the data directory that cannot be made', async () => {
    await backup(space.path('homeless'));
    const { code, stderr } = await uwlr(['restore', space.path('homeless'), '--data', '/proc/none']);
    expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringContaining('/proc/none') });
  });

  test('is refused while a command has the store open, whose writes would be lost', async () => {
    await backup(space.path('beside'));
    const command = new SqliteDatabase(path.join(data, 'uwlr.db'));
    command.prepare('SELECT count(*) FROM schools').get();
    const refused = await uwlr(['restore', space.path('beside'), '--data', data]);
    command.close();
    expect(refused).toMatchObject({ code: 3, stderr: expect.stringMatching(/^uwlr: another command has the store in .* open/) });
    await restore(space.path('beside'));
  });

  test('that was killed halfway leaves no copy of the store behind once the gateway starts', async () => {
    const stage = path.join(data, 'restoring');
    mkdirSync(stage, { mode: 0o700 });
    cpSync(path.join(data, 'uwlr.db'), path.join(stage, 'uwlr.db'));
    await serveHere();
    expect(existsSync(stage)).toBe(false);
  });

  test('keeps the store that was there, and says where', async () => {
    await backup(space.path('kept'));
    await json(['school', 'add', '--brin', '99XY', '--name', 'Van later', '--data', data]);
    const { replaced } = await restore(space.path('kept'));
    expect((await uwlr(['school', 'list', '--data', data])).stdout).not.toContain('99XY');
    cpSync(path.join(data, 'secret'), path.join(replaced!, 'secret'));
    expect((await uwlr(['school', 'list', '--data', replaced!])).stdout).toContain('99XY');
  });

  test.each([
    ['before anything was moved', []],
    ['when the old database was set aside', ['uwlr.db']],
  ])('that a crash interrupted %s is ended by the next gateway, and nothing runs on half of it', async (_, moved) => {
    await backup(space.path('interrupted'), '--overwrite');
    await json(['school', 'add', '--brin', '99XY', '--name', 'Van later', '--data', data]);
    const other = space.path(`staged-${moved.length}`);
    cpSync(path.join(data, 'secret'), path.join(other, 'secret'));
    await json(['restore', space.path('interrupted'), '--data', other]);
    // As the restore leaves it at that moment.
    const stage = path.join(data, 'restoring');
    mkdirSync(stage, { mode: 0o700 });
    for (const name of ['uwlr.db', 'audit.head']) renameSync(path.join(other, name), path.join(stage, name));
    writeFileSync(path.join(stage, 'ready'), 'replaced-then');
    mkdirSync(path.join(data, 'replaced-then'));
    for (const name of moved) renameSync(path.join(data, name), path.join(data, 'replaced-then', name));
    const command = await uwlr(['school', 'list', '--data', data]);
    expect(command).toMatchObject({ code: 3, stderr: expect.stringMatching(/^uwlr: a restore into .* was interrupted/) });
    await serveHere();
    expect((await uwlr(['school', 'list', '--data', data])).stdout).not.toContain('99XY');
    expect(existsSync(stage)).toBe(false);
    rmSync(path.join(data, 'replaced-then'), { recursive: true });
  });
});

/** Changes one byte. */
function flip(file: string, at: number): void {
  const bytes = readFileSync(file);
  bytes[at] = bytes[at]! ^ 1;
  writeFileSync(file, bytes);
}
