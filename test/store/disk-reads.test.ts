import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { asStoreError } from '../../src/store/sqlite/connection/failure.js';
import { DiskReads } from '../../src/store/sqlite/files/disk-reads.js';
import { openSqliteStore } from '../../src/store/sqlite/open.js';
import type { Store } from '../../src/store/store.js';

/** A file of the system of which the beginning cannot be read: EIO. */
const UNREADABLE = '/proc/self/mem';
const onLinux = process.platform === 'linux' ? test : test.skip;

const malformed = Object.assign(new Error('database disk image is malformed'), { code: 'SQLITE_CORRUPT' });

let directory: string;
let opened: number[];

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'uwlr-disk-reads-'));
  opened = [];
});
afterEach(() => {
  jest.restoreAllMocks();
  for (const handle of opened) closeSync(handle);
  rmSync(directory, { recursive: true });
});

function open(file: string, flags: string): number {
  const handle = openSync(file, flags);
  opened.push(handle);
  return handle;
}

onLinux('what SQLite calls damage is trouble of the disk when the disk does not read', () => {
  open(UNREADABLE, 'r');
  expect(asStoreError(malformed, 'results', new DiskReads(UNREADABLE))).toMatchObject({
    code: 'io',
    message: 'results: the disk does not read (EIO)',
  });
});

test('it is damage when the file can be read, is empty, is not open here, or is not there', () => {
  const [full, empty] = [path.join(directory, 'full'), path.join(directory, 'empty')];
  writeSync(open(full, 'w+'), 'x'.repeat(3_000_000));
  open(empty, 'w+');
  for (const file of [full, empty, UNREADABLE, path.join(directory, 'none')])
    expect([file, asStoreError(malformed, 'results', new DiskReads(file)).code]).toEqual([file, 'corrupt']);
});

test('a page that could not be read in a backup is trouble of the disk too', () => {
  expect(asStoreError(Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_CORRUPTFS' }), 'backup').code).toBe('io');
});

describe('a store of which pages are not what they should be', () => {
  let store: Store;

  beforeEach(async () => {
    store = await openSqliteStore(directory, { inline: true });
    await store.addSchool({ id: '99XX', name: 'Verzonnen school', createdAt: '2026-01-01T00:00:00.000Z' });
    await store.close();
    store = await openSqliteStore(directory, { inline: true });
    const file = path.join(directory, 'uwlr.db');
    // After the schema, which is read already.
    const handle = openSync(file, 'r+');
    writeSync(handle, Buffer.alloc(statSync(file).size - 8192, 0xa5), 0, undefined, 8192);
    closeSync(handle);
  });
  afterEach(() => store.close().catch(() => undefined));

  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => 'done',
      (error) => error.code,
    );
  const write = () => store.pauseSchool('99XX', '2026-01-01T00:00:00.000Z');

  test('says that the disk is in trouble while that is why, and goes on once it is not', async () => {
    const reads = jest.spyOn(DiskReads.prototype, 'failure').mockReturnValue('EIO');
    expect(await codeOf(write())).toBe('io');
    expect(await codeOf(store.exchanges({ limit: 1 }))).toBe('io');
    expect(await store.readiness()).toBe('io');
    reads.mockReturnValue(undefined);
    expect(await codeOf(write())).toBe('corrupt');
    expect(await store.readiness()).toBe('corrupt');
  });

  test('is damaged for good when the disk reads', async () => {
    expect(await codeOf(store.exchanges({ limit: 1 }))).toBe('corrupt');
    jest.spyOn(DiskReads.prototype, 'failure').mockReturnValue('EIO');
    expect(await store.readiness()).toBe('corrupt');
  });
});
