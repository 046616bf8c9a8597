import { describe, expect, test } from '@jest/globals';
import { TESTS } from '../../src/conformance/all-tests.js';
import { CATALOGUE, CATALOGUE_DIGEST } from '../../src/conformance/catalogue.js';
import { RULES } from '../../src/uwlr/rules.js';

const ALL = Object.values(TESTS).flat();

function twice(ids: readonly string[]): string[] {
  return ids.filter((id, at) => ids.indexOf(id) !== at);
}

describe('the catalogue', () => {
  test('has one entry under each id', () => {
    expect(twice(CATALOGUE.map(({ id }) => id))).toEqual([]);
    expect(CATALOGUE_DIGEST).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  test('says each thing in a sentence in both languages, with its source', () => {
    const sentence = (text: string) => /^[\p{Lu}\d].*\.$/u.test(text) && text.length < 260;
    const wrong = CATALOGUE.filter(({ en, nl, source }) => !sentence(en) || !sentence(nl) || en === nl || source.trim() === '');
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  test('says of what is unknown which question is open, and of what is tested nothing like that', () => {
    expect(CATALOGUE.filter(({ status, question }) => (status === 'unknown') !== (question !== undefined)).map(({ id }) => id)).toEqual([]);
  });

  test('has messages under the ids of the rules of the gateway, and each rule about them', () => {
    const own = CATALOGUE.filter(({ role, id }) => role === 'message' && !id.startsWith('MESSAGE-')).map(({ id }) => id);
    const elsewhere = /^UWLR-(?:JSON|SIG|SY)-/;
    expect(own.sort()).toEqual(
      Object.keys(RULES)
        .filter((id) => !elsewhere.test(id))
        .sort(),
    );
  });

  test.each(Object.entries(TESTS))('%s: what is stated has a test, or a reason why it has none', (role, tests) => {
    const tested = new Set(tests.map(({ requirement }) => requirement));
    const open = CATALOGUE.filter(
      (one) => one.role === role && !tested.has(one.id) && one.status !== 'unknown' && one.notTestable === undefined,
    );
    expect(open.map(({ id }) => id)).toEqual([]);
  });
});

describe('the tests of the suite', () => {
  test('have one id each, below their role', () => {
    expect(twice(ALL.map(({ id }) => id))).toEqual([]);
    for (const [role, tests] of Object.entries(TESTS))
      for (const { id } of tests) expect(id).toMatch(new RegExp(`^${role}(?:/[a-z0-9-]+)+$`));
  });

  test('test one requirement that is in the catalogue, is of their role or of messages, and can be tested', () => {
    const wrong = Object.entries(TESTS).flatMap(([role, tests]) =>
      tests.filter(({ requirement }) => {
        const found = CATALOGUE.find(({ id }) => id === requirement);
        return (
          found === undefined ||
          (found.role !== role && found.role !== 'message') ||
          found.status === 'unknown' ||
          found.notTestable !== undefined
        );
      }),
    );
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  test('need only tests that come before them', () => {
    const wrong = ALL.filter(({ needs = [] }, at) => needs.some((need) => !ALL.slice(0, at).some(({ id }) => id === need)));
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });
});
