import { createSecretKey } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { nameUuid } from '../../src/model/ids.js';
import type { ReceiverKey } from '../../src/privacy/keys/receiver-key.js';
import { SchoolKey } from '../../src/privacy/keys/seal.js';
import { SealError } from '../../src/privacy/keys/seal-error.js';
import { UuidPermutation } from '../../src/privacy/keys/uuid-permutation.js';

const school = new SchoolKey(Buffer.alloc(32, 1));
const otherSchool = new SchoolKey(Buffer.alloc(32, 2));
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const uuid = fc.string().map((text) => nameUuid('test', text));

describe('a permutation of UUIDs', () => {
  const permutation = new UuidPermutation(createSecretKey(Buffer.alloc(32, 3)));

  test('gives UUIDs of the same form, and leads back', () => {
    fc.assert(
      fc.property(fc.uniqueArray(uuid, { maxLength: 40 }), (ids) => {
        const hidden = permutation.hide(ids);
        expect(hidden).toHaveLength(ids.length);
        for (const id of hidden) expect(id).toMatch(UUID);
        expect(new Set(hidden).size).toBe(ids.length);
        expect(hidden.map((id) => permutation.reveal(id))).toEqual(ids);
      }),
      { numRuns: 30 },
    );
  });

  test('gives one by one what it gives for many at once', () => {
    const ids = Array.from({ length: 50 }, (_, at) => nameUuid('test', String(at)));
    expect(permutation.hide(ids)).toEqual(ids.flatMap((id) => permutation.hide([id])));
  });

  test('is the same for the same key, for ever', () => {
    expect(permutation.hide(['0e2f1a94-6f0c-5d8b-9a51-3b0f5f7d2c11'])).toEqual(
      new UuidPermutation(createSecretKey(Buffer.alloc(32, 3))).hide(['0e2f1a94-6f0c-5d8b-9a51-3b0f5f7d2c11']),
    );
  });

  test.each([
    '',
    'x',
    '0e2f1a94-6f0c-4d8b-9a51-3b0f5f7d2c11',
    '0E2F1A94-6F0C-5D8B-9A51-3B0F5F7D2C11',
    '0e2f1a94-6f0c-5d8b-1a51-3b0f5f7d2c11',
  ])('takes %p for no id', (text) => {
    expect(permutation.reveal(text)).toBeUndefined();
    expect(() => permutation.hide([text])).toThrow(RangeError);
  });
});

describe('how a receiver knows a school', () => {
  const keys = {
    'another receiver': school.receiver('B', 1),
    'another generation': school.receiver('A', 2),
    'another school': otherSchool.receiver('A', 1),
    'a receiver whose name looks like a generation': school.receiver('1 A', 1),
  };
  const key = school.receiver('A', 1);
  const ids = Array.from({ length: 20 }, (_, at) => nameUuid('test', String(at)));

  test('is the same each time', () => {
    const again = new SchoolKey(Buffer.alloc(32, 1)).receiver('A', 1);
    expect(again.alias('learner', 'x')).toBe(key.alias('learner', 'x'));
    expect(again.hideResults(ids)).toEqual(key.hideResults(ids));
    expect(again.sealCursor('list', '7')).toBe(key.sealCursor('list', '7'));
    expect(again.rank(7)).toBe(key.rank(7));
  });

  test.each(Object.entries(keys))('has nothing in common with %s', (_, other: ReceiverKey) => {
    expect(other.alias('learner', 'x')).not.toBe(key.alias('learner', 'x'));
    expect(other.hideResults(ids).filter((id) => key.hideResults(ids).includes(id))).toEqual([]);
    expect(other.rank(7)).not.toBe(key.rank(7));
    expect(other.openCursor('list', key.sealCursor('list', '7'))).toBeUndefined();
  });

  test('tells kinds apart, and hides what the school itself calls somebody', () => {
    const own = school.alias('leerlingid', 'x');
    const aliases = [own, key.alias('learner', own), key.alias('group', own), key.alias('teacher', own)];
    expect(new Set(aliases).size).toBe(4);
    for (const alias of aliases) expect(alias).toMatch(/^[\w-]{27}$/);
  });

  test('opens its own cursors, of the same list, and nothing that was touched', () => {
    const cursor = key.sealCursor('list', 'plaats 7');
    expect(key.openCursor('list', cursor)).toBe('plaats 7');
    expect(key.openCursor('other list', cursor)).toBeUndefined();
    const bytes = Buffer.from(cursor, 'base64url');
    for (let at = 0; at < bytes.length; at++) {
      const touched = Buffer.from(bytes);
      touched[at] = (touched[at] as number) ^ 1;
      expect(key.openCursor('list', touched.toString('base64url'))).toBeUndefined();
    }
    for (const text of ['', 'x', `${cursor}=`, `${cursor} `, cursor.slice(0, -1)]) expect(key.openCursor('list', text)).toBeUndefined();
  });

  test('a sealed id opens beside its own alias of its own receiver only', () => {
    const sealed = school.sealAliased('A', 'alias-1', 'id-1');
    expect(school.openAliased('A', 'alias-1', sealed)).toBe('id-1');
    for (const [of, receiver, alias] of [
      [school, 'B', 'alias-1'],
      [school, 'A', 'alias-2'],
      [otherSchool, 'A', 'alias-1'],
    ] as const) {
      expect(() => of.openAliased(receiver, alias, sealed)).toThrow(SealError);
    }
    expect(() => school.open(sealed)).toThrow(SealError);
  });
});
