import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { assessmentId, nameUuid, resultId } from '../../src/model/ids.js';

describe('ids', () => {
  test('are the same for the same school, party and key, now and after any update: they are stored', () => {
    expect(resultId('99AB', 'TESTEA', 'r-1')).toBe('9f35376d-dbe5-5979-9f7f-76382e40994e');
    expect(assessmentId('99AB', 'TESTEA', 'T1', '3')).toBe('6e84c926-8968-52c6-868e-354b75f6e644');
  });

  test('are UUIDs of version 5', () => {
    for (let n = 0; n < 100; n += 1) {
      expect(resultId('99AB', 'TESTEA', `r-${n}`)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
  });

  test('differ by school, by party, by key to the letter, and by kind', () => {
    const ids = [
      resultId('99AB', 'TESTEA', 'r-1'),
      resultId('99AC', 'TESTEA', 'r-1'),
      resultId('99AB', 'TESTEB', 'r-1'),
      resultId('99AB', 'TESTEA', 'r-1 '),
      resultId('99ABT', 'ESTEA', 'r-1'),
      assessmentId('99AB', 'TESTEA', 'r-1'),
      assessmentId('99AB', 'TESTEA', 'r-1', '1'),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('hold for names of any length, in any script, one after another', () => {
    const long = '𝄞'.repeat(5000);
    const before = nameUuid('a');
    expect(nameUuid(long)).not.toBe(nameUuid(`${long}𝄞`));
    expect(nameUuid('a')).toBe(before);
  });

  test('have the digits of the SHA-1 of namespace and name, but for version and variant', () => {
    const namespace = Buffer.from('b1d7a6e0f0c94c0f8a3e4f6f0f3f7c52', 'hex');
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 2000 }), { minLength: 1, maxLength: 4 }), (parts) => {
        const digest = createHash('sha1').update(namespace).update(parts.join('\0')).digest().subarray(0, 16);
        digest[6] = ((digest[6] as number) & 0x0f) | 0x50;
        digest[8] = ((digest[8] as number) & 0x3f) | 0x80;
        expect(nameUuid(...parts).replaceAll('-', '')).toBe(digest.toString('hex'));
      }),
    );
  });
});
