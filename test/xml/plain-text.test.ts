import { describe, expect, test } from '@jest/globals';
import { checkedLine, plainLine, plainPem, plainText } from '../../src/xml/plain-text.js';

const MARK = '\ufeff';

describe('a file that people made', () => {
  test.each([
    ['with a byte order mark', `${MARK}verzonnen\n`],
    ['with empty lines around it', '\r\n\n verzonnen \t\n\n'],
    ['with a space that does not break', '\u00a0verzonnen\u00a0'],
  ])('%s has the value that is meant', (_, text) => {
    expect(plainLine(Buffer.from(text))).toBe('verzonnen');
  });

  test.each([
    ['UTF-16 with its mark', Buffer.from(`${MARK}verzonnen`, 'utf16le'), 'is UTF-16: save it as UTF-8'],
    ['UTF-16, big end first', Buffer.from(`${MARK}verzonnen`, 'utf16le').swap16(), 'is UTF-16: save it as UTF-8'],
    ['UTF-16 without a mark', Buffer.from('verzonnen', 'utf16le'), 'is UTF-16: save it as UTF-8'],
    ['Latin-1', Buffer.from('verzónnen', 'latin1'), 'is not UTF-8: save it as UTF-8'],
    ['a control character', Buffer.from('een\nver\u0007zonnen'), 'holds a control character (U+0007, line 2)'],
    ['one of the second set', Buffer.from('ver\u0092zonnen'), 'holds a control character (U+0092, line 1)'],
  ])('is refused with the reason: %s', (_, bytes, reason) => {
    expect(() => plainText(bytes)).toThrow(reason);
    expect(() => plainLine(bytes)).toThrow(reason);
  });

  test.each([
    ['a second line', 'een\ntwee', 'holds more than one line'],
    ['a tab', 'een\ttwee', 'holds a control character (U+0009)'],
    ['a space without width', 'een\u200btwee', 'holds an invisible character (U+200B)'],
    ['a mark in the middle', `een${MARK}twee`, 'holds an invisible character (U+FEFF)'],
    ['a hyphen that nobody sees', 'een\u00adtwee', 'holds an invisible character (U+00AD)'],
  ])('of one value is refused for %s', (_, text, reason) => {
    expect(() => plainLine(Buffer.from(text))).toThrow(reason);
    expect(() => checkedLine(text)).toThrow(reason);
  });

  test('keeps its lines, tabs and signs of other alphabets', () => {
    expect(plainText(Buffer.from('{\r\n\t"naam": "Ångström 学校"\n}\n'))).toBe('{\r\n\t"naam": "Ångström 学校"\n}');
    expect(plainText(Buffer.alloc(0))).toBe('');
  });

  test('of certificates may have other text around them, and no mark', () => {
    const pem = Buffer.from('friendlyName: Caf\xe9\n-----BEGIN CERTIFICATE-----', 'latin1');
    expect(plainPem(pem)).toEqual(pem);
    expect(plainPem(Buffer.from(`${MARK}-----BEGIN`)).toString()).toBe('-----BEGIN');
    expect(() => plainPem(Buffer.from(`${MARK}-----BEGIN`, 'utf16le'))).toThrow('is UTF-16: save it as UTF-8');
  });
});
