import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { dutchHint } from '../../src/exchange/dutch-hint.js';
import type { AttributeDeclaration, Particle, Type } from '../../src/uwlr/grammar/grammar.js';
import { ROOTS } from '../../src/uwlr/messages/catalogue.js';
import { XmlReader } from '../../src/xml/reader.js';
import { XmlError } from '../../src/xml/xml-error.js';

const seen = new Set<Type>();
function* describesOf(type: Type): Generator<string> {
  if (seen.has(type)) return;
  seen.add(type);
  if (type.kind === 'simple') {
    yield type.describe;
    return;
  }
  for (const { type: own } of Object.values(type.attributes) as AttributeDeclaration[]) yield own.describe;
  if (type.kind === 'simple-content') yield type.text.describe;
  else yield* inContent(type.content);
}

function* inContent(particle: Particle): Generator<string> {
  if (particle.kind === 'element') yield* describesOf(particle.type);
  else for (const part of particle.particles) yield* inContent(part);
}

/** Every reason that reading XML, a body or an envelope can end with, as it stands in the code; a number where one is put in. */
function reasons(): string[] {
  const files = ['xml', 'soap'].flatMap((room) =>
    readdirSync(`src/${room}`, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => path.join('src', room, name)),
  );
  const texts = files
    .filter((file) => !/client|target|writer|schema-judge|judge-wording/.test(file))
    .map((file) => readFileSync(file, 'utf8'));
  const CALL = /(?:limit|malformed|unreadable|invalid|tooMuch|XmlError\(\s*'[a-z-]+',)\(?\s*(?:'([^'\n]+)'|`([^`\n]+)`)/gi;
  const NAMED = /^const [A-Z_]+ =\s*'([^']+ [^']+)'/gm;
  const found = texts.flatMap((text) => [...text.matchAll(CALL)].map((match) => match[1] ?? match[2] ?? ''));
  const named = [...readFileSync('src/xml/malformed.ts', 'utf8').matchAll(NAMED)].map((match) => match[1] ?? '');
  return [...new Set([...found, ...named])]
    .map((text) => text.replace(/\$\{READ\}/g, 'UTF-8 or UTF-16').replace(/\$\{[^}]*\}/g, '64'))
    .filter((text) => /^\S.* /.test(text));
}

function reasonOf(xml: string): string {
  const reader = new XmlReader({ open() {}, text() {}, close() {} });
  try {
    reader.write(xml);
    reader.end();
  } catch (error) {
    if (error instanceof XmlError) return error.reason;
  }
  throw new Error('it is well-formed');
}

describe('a hint in a fault', () => {
  test('is in Dutch for every type of the standard', () => {
    const hints = [...new Set(ROOTS.flatMap(({ element }) => [...describesOf(element.type)]))].map((text) => `expected: ${text}`);
    expect(hints.length).toBeGreaterThan(30);
    expect(hints.filter((hint) => dutchHint(hint) === hint)).toEqual([]);
    // `expected: {}` is for what is the same in both languages, such as versions.
    const words = /\b(?:to|from|and|or|a|as|in|digits|characters|of)\b/;
    expect(hints.map((hint) => dutchHint(hint)).filter((hint) => words.test(hint.replace(/\bin\b|\bof\b/g, '')))).toEqual([]);
  });

  test('is in Dutch for every reason why a body cannot be read', () => {
    const all = reasons();
    expect(all.length).toBeGreaterThan(40);
    expect(all.filter((reason) => dutchHint(reason) === reason && reason !== 'bare ampersand')).toEqual([]);
  });

  test.each([
    ['white space before the declaration', ' <?xml version="1.0"?><a/>'],
    ['a declaration without a version', '<?xml encoding="UTF-8"?><a/>'],
    ['a declaration of another order', '<?xml encoding="UTF-8" version="1.0"?><a/>'],
    ['a declaration with more in it', '<?xml version="1.0" foo="bar"?><a/>'],
    ['a declaration without quotes', '<?xml version=1.0?><a/>'],
    ['a declaration that sticks together', '<?xml version="1.0"encoding="UTF-8"?><a/>'],
    ['another standalone', '<?xml version="1.0" standalone="ja"?><a/>'],
    ['another version', '<?xml version="2.0"?><a/>'],
    ['two hyphens in a comment', '<a><!-- a -- b --></a>'],
    ['an instruction without a name', '<a><? x?></a>'],
    ['an instruction with an odd name', '<a><?1x?></a>'],
    ['the end of a CDATA section', '<a>]]></a>'],
    ['an odd declaration', '<a><!ELEMENT b></a>'],
    ['a closing tag with more in it', '<a></a b>'],
    ['an odd closing tag', '<a></&></a>'],
    ['an empty closing tag', '<a></></a>'],
    ['a slash in a tag', '<a/b>'],
    ['text behind the end', '<a/>tekst'],
    ['an ampersand behind the end', '<a/>&'],
    ['two roots', '<a/><b/>'],
    ['nothing but white space', '  '],
    ['an attribute without a value', '<a b></a>'],
    ['an attribute without quotes', '<a b=c></a>'],
    ['an odd attribute', '<a 1="c"></a>'],
    ['attributes that stick together', '<a b="c"d="e"></a>'],
  ])('is in Dutch for %s', (_, xml) => {
    const reason = reasonOf(xml);
    expect(dutchHint(reason)).not.toBe(reason);
  });

  test('keeps numbers and names', () => {
    expect(dutchHint('expected: 1 to 64 characters')).toBe('verwacht: 1 tot en met 64 tekens');
    expect(dutchHint('expected here: schooljaar, brincode and 12 more')).toBe('hier verwacht: schooljaar, brincode en nog 12');
    expect(dutchHint('the message is larger than 1048576 bytes (UWLR_MAX_MESSAGE_BYTES)')).toBe(
      'het bericht is groter dan 1048576 bytes (UWLR_MAX_MESSAGE_BYTES)',
    );
    expect(dutchHint('3 times')).toBe('3 keer');
    expect(dutchHint('something new')).toBe('something new');
  });
});
