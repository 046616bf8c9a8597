import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { XmlTextDecoder } from '../../src/xml/encoding.js';
import { XmlError } from '../../src/xml/xml-error.js';

function decode(bytes: Uint8Array, charset?: string, cuts: readonly number[] = []): string {
  const decoder = new XmlTextDecoder(charset);
  let text = '';
  let from = 0;
  for (const cut of [...cuts].sort((a, b) => a - b)) {
    const to = Math.min(Math.max(cut, from), bytes.length);
    text += decoder.write(bytes.subarray(from, to));
    from = to;
  }
  return text + decoder.write(bytes.subarray(from)) + decoder.end();
}

function refusal(bytes: Uint8Array, charset?: string): XmlError {
  let error: unknown;
  try {
    decode(bytes, charset);
  } catch (caught) {
    error = caught;
  }
  expect(error).toBeInstanceOf(XmlError);
  expect((error as XmlError).code).toBe('encoding');
  return error as XmlError;
}

const bigEndian = (text: string) => Buffer.from(text, 'utf16le').swap16();
const bytes = (...parts: (string | readonly number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))));
const UTF8_MARK = [0xef, 0xbb, 0xbf];

describe('which encoding a document is in', () => {
  test('without any sign it is UTF-8', () => {
    expect(decode(Buffer.from('<a>é€𝄞</a>'))).toBe('<a>é€𝄞</a>');
    expect(decode(Buffer.alloc(0))).toBe('');
    expect(decode(Buffer.from('<a'))).toBe('<a');
  });

  test('a byte order mark decides, and is dropped', () => {
    expect(decode(bytes(UTF8_MARK, '<a/>'))).toBe('<a/>');
    expect(decode(Buffer.from('\ufeff<a>é</a>', 'utf16le'))).toBe('<a>é</a>');
    expect(decode(bigEndian('\ufeff<a>é</a>'))).toBe('<a>é</a>');
  });

  test('a second mark is refused, in whatever pieces it comes', () => {
    const twice = bytes(UTF8_MARK, UTF8_MARK, '<a/>');
    expect(() => decode(twice)).toThrow('second byte order mark');
    expect(() => decode(Buffer.from('\ufeff\ufeff<a/>', 'utf16le'))).toThrow('second byte order mark');
    expect(() => decode(bigEndian('\ufeff\ufeff<a/>'))).toThrow('second byte order mark');
    const decoder = new XmlTextDecoder();
    expect(() => [...twice].map((byte) => decoder.write(Buffer.of(byte)))).toThrow('second byte order mark');
    expect(() => decode(bytes(UTF8_MARK, UTF8_MARK))).toThrow('second byte order mark');
    expect(decode(bytes(UTF8_MARK, '<a>', UTF8_MARK, '</a>'))).toBe('<a>\ufeff</a>');
  });

  test('the byte order mark beats the charset parameter and the declaration', () => {
    const text = '<?xml version="1.0" encoding="windows-1252"?><a>é</a>';
    expect(decode(Buffer.concat([Buffer.from(UTF8_MARK), Buffer.from(text)]), 'iso-8859-1')).toBe(text);
    expect(decode(Buffer.from(`\ufeff${text}`, 'utf16le'), 'utf-8')).toBe(text);
  });

  test('the charset parameter beats the declaration', () => {
    const text = '<?xml version="1.0" encoding="utf-16"?><a>é</a>';
    expect(decode(Buffer.from(text), 'UTF-8')).toBe(text);
    expect(decode(Buffer.from(text, 'latin1'), '"ISO-8859-1"')).toBe(text);
    expect(decode(bigEndian(text), 'utf-16be')).toBe(text);
    expect(decode(Buffer.from(text, 'utf16le'), 'utf-16')).toBe(text);
    expect(decode(bigEndian(text), 'utf-16')).toBe(text);
  });

  test('the declaration decides when nothing else does', () => {
    const latin1 = "<?xml version='1.0' encoding='iso-8859-1' standalone='yes'?><a>é</a>";
    expect(decode(Buffer.from(latin1, 'latin1'))).toBe(latin1);
    const utf16 = '<?xml version="1.0" encoding="UTF-16"?><a>é</a>';
    expect(decode(Buffer.from(utf16, 'utf16le'))).toBe(utf16);
    expect(decode(bigEndian(utf16))).toBe(utf16);
  });

  test('UTF-16 without a mark is recognised by how `<` looks', () => {
    expect(decode(Buffer.from('<a>é</a>', 'utf16le'))).toBe('<a>é</a>');
    expect(decode(bigEndian('<a>é</a>'))).toBe('<a>é</a>');
  });

  test.each(['ISO-8859-1', 'iso8859-1', 'ISO_8859-1:1987', 'latin1', 'windows-1252', 'cp1252'])(
    '%s is windows-1252: no name has a control character',
    (name) => {
      expect(decode(bytes('<a>d', [0x92], 'Hondt ', [0x80, 0xe9, 0x9f], '</a>'), name)).toBe('<a>d’Hondt €éŸ</a>');
      const declared = `<?xml version="1.0" encoding="${name}"?><a>d`;
      expect(decode(bytes(declared, [0x92], 'Hondt</a>'))).toBe(`${declared}’Hondt</a>`);
    },
  );

  // TextDecoder takes windows-1252 for ISO-8859-1 in several versions of Node.
  test.each([
    [
      'windows-1252',
      0x80,
      [0x81, 0x8d, 0x8f, 0x90, 0x9d],
      '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ\u00a0¡¢£¤¥¦§¨©ª«¬\u00ad®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ',
    ],
    [
      'iso-8859-15',
      0xa0,
      [0x80, 0x92, 0x9f],
      '\u00a0¡¢£€¥Š§š©ª«¬\u00ad®¯°±²³Žµ¶·ž¹º»ŒœŸ¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ',
    ],
  ] as const)('%s is read byte by byte', (charset, from, nothing, text) => {
    const all = Array.from({ length: 256 - from }, (_, at) => from + at).filter((byte) => !(nothing as readonly number[]).includes(byte));
    expect(decode(bytes('<ab>', all), charset)).toBe(`<ab>${text}`);
    for (const byte of nothing) refusal(bytes('<ab>', [byte], '</ab>'), charset);
  });

  test.each(['us-ascii', 'US-ASCII', 'ascii', 'utf8', 'UTF_8', 'Utf-8'])('%s is UTF-8', (name) => {
    const text = `<?xml version='1.0' encoding='${name}'?><a>&#233;</a>`;
    expect(decode(Buffer.from(text))).toBe(text);
    expect(decode(Buffer.from(text), `"${name}"`)).toBe(text);
  });

  test('a processing instruction is not taken for a declaration, nor an encoding within content', () => {
    const sheet = `<?xml-stylesheet href="${'x'.repeat(400)}"?><a/>`;
    expect(decode(Buffer.from(sheet))).toBe(sheet);
    const late = '<?xml version="1.0"?><a x=" encoding=\'koi8-r\'"/>';
    expect(decode(Buffer.from(late))).toBe(late);
  });
});

describe('what is refused', () => {
  test.each(['windows-1251', 'utf-32', 'utf-7', 'koi8-r', '', '__proto__'])('the charset parameter %p', (charset) => {
    const error = refusal(Buffer.from('<abc/>'), charset);
    expect([error.line, error.column]).toEqual([1, 1]);
    if (charset !== '') expect(error.message).not.toContain(charset);
  });

  test.each(['windows-1250', 'EBCDIC-CP-US', 'utf-7', 'UCS-4'])('the declared encoding %p', (encoding) => {
    const error = refusal(Buffer.from(`<?xml version="1.0" encoding="${encoding}"?><a/>`));
    expect(error.message).not.toContain(encoding);
  });

  test('8-bit text that declares UTF-16, and the reverse', () => {
    refusal(Buffer.from('<?xml version="1.0" encoding="utf-16"?><a/>'));
    refusal(Buffer.from('<?xml version="1.0" encoding="utf-16le"?><a/>'));
    refusal(Buffer.from('<?xml version="1.0" encoding="utf-8"?><a/>', 'utf16le'));
    refusal(Buffer.from('<?xml version="1.0" encoding="utf-16be"?><a/>', 'utf16le'));
    refusal(Buffer.from('<abcd/>'), 'utf-16');
  });

  test('UTF-32, with a mark', () => {
    refusal(bytes([0xff, 0xfe, 0, 0], '<'));
    refusal(bytes([0, 0, 0xfe, 0xff], '<'));
  });

  test.each([
    ['a continuation byte alone', [0x80]],
    ['a lead byte alone', [0xc3, 0x20]],
    ['overlong, two bytes', [0xc0, 0xaf]],
    ['overlong, three bytes', [0xe0, 0x80, 0xaf]],
    ['overlong, four bytes', [0xf0, 0x80, 0x80, 0xaf]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['a pair of surrogates (CESU-8)', [0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80]],
    ['beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
    ['a byte that UTF-8 never has', [0xff]],
  ])('malformed UTF-8: %s', (_, sequence) => {
    refusal(bytes('<abc>', sequence, '</abc>'));
    refusal(bytes('<abc>', sequence, '</abc>'), 'utf-8');
  });

  test('lone surrogates in UTF-16', () => {
    refusal(Buffer.from('\ufeff<a>\ud83d</a>', 'utf16le'));
    refusal(bigEndian('\ufeff<a>\ude00</a>'));
  });

  test('a text that ends within a character', () => {
    refusal(bytes('<abc>', [0xe2, 0x82]));
    refusal(bytes('<abc>', [0xf0, 0x9d, 0x84]));
    refusal(Buffer.from('\ufeff<a/>\ud83d', 'utf16le'));
    refusal(bytes([0xff, 0xfe], '<', [0], 'a'));
  });

  test('a declaration that does not come to an end', () => {
    refusal(Buffer.from(`<?xml version="1.0"${' '.repeat(300)}?><a/>`));
  });
});

test('the text before a malformed sequence is given out first, so that a parser can say where it is', () => {
  const decoder = new XmlTextDecoder('utf-8');
  const good = `<a>${'é'.repeat(1000)}`;
  expect(decoder.write(bytes(Buffer.from(good).toString('latin1'), [0xc3, 0x28], '</a>'))).toBe(good);
  expect(() => decoder.write(Buffer.from('more'))).toThrow(XmlError);
  expect(() => decoder.end()).toThrow(XmlError);
  const error = new XmlError('encoding', 'reason', 0, 0);
  expect(error.at(3, 7)).toMatchObject({ code: 'encoding', line: 3, column: 7 });
  expect(error.at(3, 7).at(1, 1)).toMatchObject({ line: 3, column: 7 });
});

test('what was written may be overwritten by the caller', () => {
  const decoder = new XmlTextDecoder();
  const buffer = Buffer.from('<?x');
  expect(decoder.write(buffer)).toBe('');
  buffer.fill(0);
  expect(decoder.write(Buffer.from('ml version="1.0"?><a/>'))).toBe('<?xml version="1.0"?><a/>');
});

describe('however the bytes are cut up', () => {
  const text = fc.string({ unit: 'binary', maxLength: 60 });
  const cuts = fc.array(fc.nat(400), { maxLength: 12 });
  const form = fc.constantFrom('utf-8', 'utf-8 mark', 'utf-16le', 'utf-16be', 'declared');

  test('the text comes out as it went in', () => {
    fc.assert(
      fc.property(text, cuts, form, (content, at, how) => {
        const declaration = how === 'declared' ? '<?xml version="1.0" encoding="utf-8"?>' : '';
        const document = `${declaration}<a>${content}`;
        const encoded = {
          'utf-8': () => Buffer.from(document),
          declared: () => Buffer.from(document),
          'utf-8 mark': () => Buffer.from(`\ufeff${document}`),
          'utf-16le': () => Buffer.from(`\ufeff${document}`, 'utf16le'),
          'utf-16be': () => bigEndian(`\ufeff${document}`),
        }[how]();
        expect(decode(encoded, undefined, at)).toBe(document);
      }),
      { numRuns: 2000 },
    );
  });

  test('any bytes are accepted or refused just as the platform decoder does', () => {
    const pieces = fc.constantFrom(
      [0xc3],
      [0xa9],
      [0xe2, 0x82],
      [0xac],
      [0xf0, 0x9d],
      [0x84, 0x9e],
      [0x41],
      [0xed, 0xa0],
      [0x80],
      [0xf4, 0x8f],
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), cuts, (parts, at) => {
        const body = bytes('<abc>', parts.flat());
        let expected: string | undefined;
        try {
          expected = new TextDecoder('utf-8', { fatal: true }).decode(body);
        } catch {
          expected = undefined;
        }
        let actual: string | undefined;
        try {
          actual = decode(body, 'utf-8', at);
        } catch (error) {
          expect(error).toBeInstanceOf(XmlError);
        }
        expect(actual).toBe(expected);
      }),
      { numRuns: 3000 },
    );
  });
});
