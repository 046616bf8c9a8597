import { describe, expect, test } from '@jest/globals';
import { moment, schools, text } from '../../src/cli/terminal/arguments.js';

describe('moments on the command line', () => {
  test.each([
    ['2026-08-01', '2026-07-31T22:00:00.000Z'],
    ['2026-12-01', '2026-11-30T23:00:00.000Z'],
    ['2026-08-01T09:00:00', '2026-08-01T07:00:00.000Z'],
    ['2026-08-01T09:00:00.5Z', '2026-08-01T09:00:00.500Z'],
    ['2026-08-01T09:00:00+05:00', '2026-08-01T04:00:00.000Z'],
  ])('%s is %s', (text, instant) => {
    expect(moment(text)).toBe(instant);
  });

  test.each(['', '2026', '01-08-2026', '2026-02-30', 'tomorrow'])('"%s" is none', (text) => {
    expect(() => moment(text)).toThrow();
  });
});

describe('schools on the command line', () => {
  test('may be written in any usual way, once or more', () => {
    expect(schools('99AB, 99AC01,99AD.00')).toEqual(['99AB', '99AC-01', '99AD']);
    expect(schools('99AB', ['99AB', '99AC'])).toEqual(['99AB', '99AC']);
    expect(schools('schoolkey:een,twee')).toEqual(['schoolkey:een,twee']);
  });
});

describe('a text on the command line', () => {
  test('is one line without white space around it', () => {
    expect(text(12)('  De Regenboog\n')).toBe('De Regenboog');
    expect(text(64)('Müller & Söhne <3 👩‍🏫')).toBe('Müller & Söhne <3 👩‍🏫');
  });

  test.each(['', '   ', 'two\nlines', 'two\u2028lines', 'tab\there', 'red\u001b[31m', 'bell\u0007', 'csi\u009b2J', 'turned\u202eback'])(
    '%j is none',
    (given) => {
      expect(() => text(64)(given)).toThrow();
    },
  );
});
