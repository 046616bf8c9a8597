import { describe, expect, test } from '@jest/globals';
import { identificationOf, parseSchoolId, schoolId } from '../../src/model/school-id.js';

describe('the id of a school', () => {
  test('is its BRIN, with the location when there is one', () => {
    expect(schoolId({ brincode: '99AB' })).toBe('99AB');
    expect(schoolId({ brincode: '99AB', dependancecode: '01' })).toBe('99AB-01');
  });

  test('is the same for location 00, an empty one and none', () => {
    expect(schoolId({ brincode: '99AB', dependancecode: '00' })).toBe('99AB');
    expect(schoolId({ brincode: '99AB', dependancecode: '' })).toBe('99AB');
  });

  test('is the agreed key for a school without BRIN, without the white space around it', () => {
    expect(schoolId({ schoolkey: ' school 12 ' })).toBe('schoolkey:school 12');
  });

  test('is nobody’s for a blank key', () => {
    expect(parseSchoolId(schoolId({ schoolkey: '  ' }))).toBeUndefined();
  });
});

describe('what a person types', () => {
  test.each([
    ['99AB', '99AB'],
    ['99AB01', '99AB-01'],
    ['99AB-01', '99AB-01'],
    ['99AB.01', '99AB-01'],
    ['99AB.00', '99AB'],
    ['99AB00', '99AB'],
    [' 99AB ', '99AB'],
    ['schoolkey:X', 'schoolkey:X'],
    ['schoolkey: X:1 ', 'schoolkey:X:1'],
  ])('%j means %j', (text, id) => {
    expect(parseSchoolId(text)).toBe(id);
    expect(schoolId(identificationOf(id) ?? {})).toBe(id);
  });

  test.each(['', '99ab', '9AB', '99AB-1', '99AB-001', '99AB--01', '99AB 01', '٩٩AB', 'schoolkey:', 'schoolkey:  ', 'X'])(
    '%j means nothing',
    (text) => {
      expect(parseSchoolId(text)).toBeUndefined();
    },
  );
});
