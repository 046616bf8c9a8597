import { describe, expect, test } from '@jest/globals';
import { MODEL_FIELDS } from '../../src/privacy/fields/model-fields.js';
import { RESULTATEN } from '../../src/privacy/fields/profile.js';
import { UWLR_2_VERSIONS } from '../../src/uwlr/finding.js';
import { compile } from '../../src/uwlr/grammar/compile.js';
import type { PrivacyClass } from '../../src/uwlr/grammar/grammar.js';
import { leerresultatenVerzoek } from '../../src/uwlr/messages/leerresultaten.js';

/** Every field of the message in any version and of the model beside it, with its class of personal data. */
function fields(): ReadonlyMap<string, PrivacyClass> {
  const found = new Map<string, PrivacyClass>();
  for (const version of UWLR_2_VERSIONS) {
    for (const { path, privacy, attributes } of compile(leerresultatenVerzoek, version).byPath.values()) {
      found.set(path, privacy);
      for (const [name, attribute] of attributes) found.set(`${path}/@${name}`, attribute.privacy);
    }
  }
  for (const [name, privacy] of MODEL_FIELDS) found.set(name, privacy);
  return found;
}

describe('the profile resultaten', () => {
  const { allowed, withheld } = RESULTATEN;
  const grammar = fields();

  test('has decided on every field of the grammar', () => {
    expect([...grammar.keys()].filter((path) => !allowed.has(path) && !withheld.has(path))).toEqual([]);
  });

  test('has decided once, and on nothing that is not in the grammar', () => {
    expect([...withheld.keys()].filter((path) => allowed.has(path))).toEqual([]);
    expect([...allowed, ...withheld.keys()].filter((path) => !grammar.has(path))).toEqual([]);
  });

  test('lets through no field that may hold a person, but for the two pseudonyms that results cannot do without', () => {
    const personal = [...allowed].filter((path) => !['N', 'C'].includes(grammar.get(path) as string));
    expect(personal).toEqual([
      'leerresultaten_verzoek/toetsafnames/toetsafname/eckid',
      'leerresultaten_verzoek/toetsafnames/toetsafname/resultaten/resultaat/@key',
    ]);
  });

  test('withholds, by name, what the standard has no need of', () => {
    expect([...withheld.keys()].map((path) => path.split('/').at(-1))).toEqual([
      'auteur',
      'commentaar',
      'leerlingid',
      'resultaatverwerkerid',
      'infourl',
    ]);
  });
});
