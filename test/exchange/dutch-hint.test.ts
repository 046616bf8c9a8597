import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { dutchHint } from '../../src/exchange/dutch-hint.js';
import type { AttributeDeclaration, Particle, Type } from '../../src/uwlr/grammar/grammar.js';
import { ROOTS } from '../../src/uwlr/messages/catalogue.js';

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
  const files = ['xml', 'soap'].flatMap((folder) => readdirSync(`src/${folder}`).map((name) => path.join('src', folder, name)));
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
