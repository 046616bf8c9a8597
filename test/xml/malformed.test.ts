import { describe, expect, test } from '@jest/globals';
import { XmlReader } from '../../src/xml/reader.js';
import { XmlError } from '../../src/xml/xml-error.js';

/** Stands before the character that the reader is to point at. */
const HERE = '▶';

function failure(text: string, cut = text.length): XmlError {
  const reader = new XmlReader({ open() {}, text() {}, close() {} });
  try {
    reader.write(text.slice(0, cut));
    reader.write(text.slice(cut));
    reader.end();
  } catch (error) {
    if (error instanceof XmlError) return error;
    throw error;
  }
  throw new Error('was read');
}

describe.each([
  ['an ampersand before a blank', `<a>\n <b>Taal ${HERE}& lezen</b></a>`, '&amp;'],
  ['an ampersand in a name', `<a>H${HERE}&M; V</a>`.replace(';', ''), '&amp;'],
  ['an ampersand in a link', `<a>\n<b>https://voorbeeld.nl/?a=1${HERE}&b=2</b></a>`, '&amp;'],
  ['an ampersand before a letter with an accent', `<a>R${HERE}&é</a>`, '&amp;'],
  ['an ampersand before a tag', `<a>R${HERE}&</a>`, '&amp;'],
  ['an ampersand in an attribute', `<a>\n<b c="R ${HERE}& D"/></a>`, '&amp;'],
  ['an ampersand with nothing behind it', `<a>${HERE}&;</a>`, '&amp;'],
  ['an ampersand far from any semicolon', `<a>\n${HERE}& ${'x'.repeat(3000)}\n;</a>`, '&amp;'],
  ['a letter as HTML names it', `<a>\nZo${HERE}&euml;</a>`, '&#233;'],
  ['a blank as HTML names it', `<a>${HERE}&nbsp;</a>`, '&#233;'],
  ['a number that is no character', `<a>x${HERE}&#0;</a>`, '&#'],
  ['a < before a blank', `<a>\n3 ${HERE}< 4</a>`, '&lt;'],
  ['a < before a number', `<a>3${HERE}<4</a>`, '&lt;'],
  ['a < before a line end', `<a>3${HERE}<\n4</a>`, '&lt;'],
  ['a < in an attribute', `<a b="3${HERE}<4"/>`, '&lt;'],
  ['a quote in an attribute', `<a b="de ${HERE}"beste" toets"/>`.replace('▶"', `"▶`), '&quot;'],
  ['a control character', `<a>x${HERE}\u0001</a>`, 'a character that XML does not allow'],
])('%s', (_, marked, words) => {
  const text = marked.replace(HERE, '');
  const before = marked.slice(0, marked.indexOf(HERE)).split('\n');

  test('is named, with how to write it, where it stands', () => {
    const { code, reason, line, column } = failure(text);
    expect([code, line, column]).toEqual(['not-well-formed', before.length, (before.at(-1) ?? '').length + 1]);
    expect(reason).toContain(words);
  });

  test('in whatever pieces the document comes', () => {
    const { reason, line, column } = failure(text);
    for (let cut = 1; cut < Math.min(text.length, 80); cut += 1) expect(failure(text, cut)).toMatchObject({ reason, line, column });
  });
});

test('a tag without its end points to a < that is not one', () => {
  expect(failure('<a>x <y z</a>').reason).toContain('&quot;');
  expect(failure('<a><b></a>').reason).toContain('&lt;');
  for (const cut of ['<a>', '<a></', '<a b="', '<a>x&am']) expect(failure(cut).reason).toContain('ends before its last tag');
});
