import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { digestOf, entriesOf, type LedgerEntry, openLedger } from '../../src/simulator/ledger.js';

const entry = (message: string): LedgerEntry => ({
  at: '2026-11-22T10:00:00.000Z',
  receiver: 'NEPLAS',
  school: '99XX',
  message,
  items: [{ key: `sleutel van ${message}`, revision: 2, digest: digestOf({ score: '7' }) }],
});

describe('a ledger', () => {
  let directory: string;
  let file: string;

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'uwlr-ledger-'));
    file = path.join(directory, 'ledger.ndjson');
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  test('is on disk, a line for each message, before the receiver may confirm', async () => {
    const ledger = await openLedger(file);
    await ledger.append(entry('een'));
    expect(entriesOf(readFileSync(file, 'utf8'))).toEqual([entry('een')]);
    await ledger.close();
  });

  test('keeps the order of messages that come together', async () => {
    const ledger = await openLedger(file);
    const messages = Array.from({ length: 50 }, (_, at) => entry(String(at)));
    await Promise.all(messages.map((message) => ledger.append(message)));
    await ledger.close();
    expect(ledger.entries).toEqual(messages);
    expect(entriesOf(readFileSync(file, 'utf8'))).toEqual(messages);
  });

  test('goes on where a receiver that died left it, without the line that was cut off', async () => {
    const before = await openLedger(file);
    await before.append(entry('een'));
    await before.close();
    appendFileSync(file, '{"at":"2026-11-22T10:0');
    const after = await openLedger(file);
    expect(after.entries).toEqual([entry('een')]);
    await after.append(entry('twee'));
    await after.close();
    expect(entriesOf(readFileSync(file, 'utf8'))).toEqual([entry('een'), entry('twee')]);
  });

  test('without a file it is kept in memory', async () => {
    const ledger = await openLedger();
    await ledger.append(entry('een'));
    await ledger.close();
    expect(ledger.entries).toEqual([entry('een')]);
  });
});

describe('the digest of what a receiver saw', () => {
  test('is equal for equal values in whatever order they were written', () => {
    expect(digestOf({ a: '1', b: [{ c: 'x', d: 'y' }], e: undefined })).toBe(digestOf({ b: [{ d: 'y', c: 'x' }], a: '1' }));
  });

  test('differs when a value, or the order of a list, does', () => {
    expect(digestOf({ a: ['1', '2'] })).not.toBe(digestOf({ a: ['2', '1'] }));
    expect(digestOf({ score: '7' })).not.toBe(digestOf({ score: '07' }));
  });
});
