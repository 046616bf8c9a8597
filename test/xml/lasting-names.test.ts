import { describe, expect, test } from '@jest/globals';
import '../../src/uwlr/messages/catalogue.js';
import { XmlReader } from '../../src/xml/reader.js';
import { lastingNames } from '../../src/xml/tokenizer-names.js';

function read(text: string): void {
  const reader = new XmlReader({ open() {}, text() {}, close() {} });
  for (let at = 0; at < text.length; at += 32_768) reader.write(text.slice(at, at + 32_768));
  reader.end();
}

const many = (count: number, make: (n: number) => string) => `<a>${Array.from({ length: count }, (_, n) => make(n)).join('')}</a>`;

describe('names that outlive their message', () => {
  test('are those of the standard, under whatever prefix', () => {
    const before = lastingNames();
    read('<vv9:leerlingid xmlns:vv9="urn:x"/>');
    expect(lastingNames()).toBe(before + 1);
    read('<vv9:leerlingid xmlns:vv9="urn:x"/>');
    expect(lastingNames()).toBe(before + 1);
  });

  test('are no others: not of elements, attributes or declarations, and not long ones', () => {
    const before = lastingNames();
    read(many(300, (n) => `<onbekend${n} attribuut${n}="" xmlns:p${n}="urn:x"/>`));
    read(many(10, (n) => `<${'lang'.repeat(10)}${n}:leerlingid xmlns:${'lang'.repeat(10)}${n}="urn:x"/>`));
    expect(lastingNames()).toBe(before);
  });

  test('are bounded, and stay when somebody tries to crowd them out', () => {
    read('<gebleven:school xmlns:gebleven="urn:x"/>');
    for (let part = 0; part < 20; part++) read(many(500, (n) => `<p${part}x${n}:school xmlns:p${part}x${n}="urn:x"/>`));
    const full = lastingNames();
    expect(full).toBeLessThanOrEqual(4096);
    read('<gebleven:school xmlns:gebleven="urn:x"/>');
    read('<nieuw:school xmlns:nieuw="urn:x"/>');
    expect(lastingNames()).toBe(full);
  });
});

test('a message of more different names than any has is beyond the limits', () => {
  const refusal = (text: string) => {
    try {
      read(text);
    } catch (error) {
      return (error as Error).message;
    }
    return undefined;
  };
  expect(refusal(many(1000, (n) => `<onbekend${n}/><onbekend${n}/>`))).toBeUndefined();
  expect(refusal(many(1100, (n) => `<onbekend${n}/>`))).toBe('limit: too many different names: more than 1024');
  expect(refusal(many(1100, (n) => `<a b${n}=""/>`))).toBe('limit: too many different names: more than 1024');
});
