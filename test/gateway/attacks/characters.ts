import { type Attack, ENCODING, MARK, NOT_WELL_FORMED, type Outcome } from './attack.js';
import { documentFor, onBoth, onBothAs } from './documents.js';

/** No charset in the Content-Type, so that the document itself has to say. */
const SILENT = { 'Content-Type': 'text/xml' };
const same = (why: string): Outcome => ({ harmless: why });

/** Bytes in the place of a name, in a document that is UTF-8 otherwise. */
function withBytes(name: string, bytes: readonly number[], outcome: Outcome): Attack[] {
  return onBothAs(
    name,
    (world, service) => {
      const [before, behind] = documentFor(service, world, { klantnaam: MARK }).split(MARK) as [string, string];
      return Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(behind)]);
    },
    outcome,
  );
}

function declared(name: string, encoding: string, as: BufferEncoding, outcome: Outcome, mark = ''): Attack[] {
  const declaration = `<?xml version="1.0" encoding="${encoding}"?>`;
  return onBothAs(name, (world, service) => Buffer.from(mark + documentFor(service, world, { declaration }), as), outcome, SILENT);
}

/** Documents whose bytes are not what they seem. */
export const CHARACTERS: readonly Attack[] = [
  ...withBytes('a NUL byte in a text', [0x61, 0, 0x62], NOT_WELL_FORMED),
  ...withBytes('a less-than sign as overlong UTF-8 of two bytes', [0xc0, 0xbc], ENCODING),
  ...withBytes('a less-than sign as overlong UTF-8 of three bytes', [0xe0, 0x80, 0xbc], ENCODING),
  ...withBytes('NUL as overlong UTF-8', [0xc0, 0x80], ENCODING),
  ...withBytes('UTF-8 of five bytes', [0xf8, 0x88, 0x80, 0x80, 0x80], ENCODING),
  ...withBytes('a surrogate in UTF-8', [0xed, 0xa0, 0x80], ENCODING),
  ...withBytes('a character beyond the last in UTF-8', [0xf4, 0x90, 0x80, 0x80], ENCODING),
  ...withBytes('a continuation byte on its own', [0x80], ENCODING),
  ...withBytes('a sequence that a tag cuts off', [0xe2, 0x82], ENCODING),
  ...withBytes('U+FFFE, which is no character of XML', [0xef, 0xbf, 0xbe], NOT_WELL_FORMED),
  ...withBytes('an escape character', [0x1b, 0x5b, 0x33, 0x31, 0x6d], NOT_WELL_FORMED),
  ...withBytes('text that runs from right to left', [0xe2, 0x80, 0xae, 0x61], {
    fault: 'Client.OngeldigeKlantIdentificatie',
    rule: 'UWLR-EX-001',
  }),
  ...onBothAs('NUL bytes before the document', (world, service) => Buffer.from(`\0\0\0\0${documentFor(service, world)}`), NOT_WELL_FORMED),
  ...onBothAs('NUL bytes behind the document', (world, service) => Buffer.from(`${documentFor(service, world)}\0\0`), NOT_WELL_FORMED),
  ...declared('UTF-16 without a mark, as declared', 'UTF-16', 'utf16le', same('the first characters say which UTF-16 it is')),
  ...declared('UTF-16 without a mark, declared as UTF-8', 'UTF-8', 'utf16le', ENCODING),
  ...declared('UTF-8 that is declared as UTF-16', 'UTF-16', 'utf8', ENCODING),
  ...declared('UTF-16 with a mark, declared as UTF-8', 'UTF-8', 'utf16le', same('the mark is believed, and not the declaration'), '\ufeff'),
  ...declared('two byte order marks', 'UTF-8', 'utf8', ENCODING, '\ufeff\ufeff'),
  ...declared('an encoding that is a name of a prototype', '__proto__', 'utf8', ENCODING),
  ...declared('an encoding that is a name of a constructor', 'constructor', 'utf8', ENCODING),
  ...declared('UTF-7 by declaration', 'UTF-7', 'utf8', ENCODING),
  ...declared('EBCDIC by declaration', 'IBM037', 'utf8', ENCODING),
  ...declared('UTF-32 by declaration', 'UTF-32', 'utf8', ENCODING),
  ...declared('an encoding with a very long name', 'x'.repeat(100_000), 'utf8', ENCODING),
  ...onBothAs(
    'UTF-32 with a mark',
    (world, service) => Buffer.concat([Buffer.from([0xff, 0xfe, 0, 0]), Buffer.from(documentFor(service, world), 'utf16le')]),
    ENCODING,
  ),
  ...onBothAs('UTF-16 of an odd number of bytes', (world, service) => utf16(documentFor(service, world), Buffer.from([0x20])), ENCODING),
  ...onBothAs('UTF-16 with half a pair', (world, service) => utf16(documentFor(service, world, { klantnaam: '\ud800' })), ENCODING),
  ...onBothAs('a charset that is the name of a prototype', (world, service) => Buffer.from(documentFor(service, world)), ENCODING, {
    'Content-Type': 'text/xml; charset=__proto__',
  }),
  ...onBothAs(
    'two charsets',
    (world, service) => Buffer.from(documentFor(service, world, { prolog: '<!--\u00eb-->' })),
    same('the first of them is believed'),
    { 'Content-Type': 'text/xml; charset=utf-8; charset=utf-7' },
  ),
  ...onBothAs('a charset behind thirty thousand blanks', (world, service) => Buffer.from(documentFor(service, world)), ENCODING, {
    'Content-Type': `text/xml;${' '.repeat(15_000)}charset${' '.repeat(14_000)}=utf-7`,
  }),
  ...onBoth('XML 1.1', () => ({ declaration: '<?xml version="1.1" encoding="UTF-8"?>', klantnaam: '&#1;' }), NOT_WELL_FORMED),
  ...onBoth('XML 2.0', () => ({ declaration: '<?xml version="2.0"?>' }), NOT_WELL_FORMED),
  ...onBoth('two declarations', () => ({ prolog: '<?xml version="1.0"?>' }), NOT_WELL_FORMED),
  ...onBoth('a declaration behind a blank', () => ({ declaration: ' <?xml version="1.0"?>' }), NOT_WELL_FORMED),
];

function utf16(text: string, more = Buffer.alloc(0)): Buffer {
  return Buffer.concat([Buffer.from(`\ufeff${text}`, 'utf16le'), more]);
}
