import { describe, expect, test } from '@jest/globals';
import { assessmentId, resultId } from '../../src/model/ids.js';
import { nameUuid } from '../../src/model/name-uuid.js';

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
});
