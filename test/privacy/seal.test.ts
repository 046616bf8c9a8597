import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SchoolKey } from '../../src/privacy/keys/seal.js';
import { SealError } from '../../src/privacy/keys/seal-error.js';

const bytes = randomBytes(32);
const key = new SchoolKey(bytes);
const other = new SchoolKey(randomBytes(32));
const failure = (code: string) => expect.objectContaining({ name: 'SealError', code }) as unknown as SealError;

describe('an alias', () => {
  test('is the same for the same value, kind and school, and differs for any other', () => {
    const alias = key.alias('leerlingid', 'nep-001');
    expect(new SchoolKey(bytes).alias('leerlingid', 'nep-001')).toBe(alias);
    const all = [alias, key.alias('leerlingid', 'nep-002'), key.alias('eckid', 'nep-001'), other.alias('leerlingid', 'nep-001')];
    expect(new Set(all).size).toBe(4);
  });

  test('is 27 characters that need no escaping anywhere', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (value) => expect(key.alias('leerlingid', value)).toMatch(/^[\w-]{27}$/)));
  });

  test('is HMAC-SHA256 under a key derived for its kind', () => {
    const derived = Buffer.from(hkdfSync('sha256', bytes, 'uwlr-gateway', 'alias eckid', 32));
    expect(key.alias('eckid', 'nep')).toBe(createHmac('sha256', derived).update('nep').digest('base64url').slice(0, 27));
  });
});

describe('a sealed value', () => {
  test('opens under the same key, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        expect(new SchoolKey(bytes).open(key.seal(value))).toBe(value);
      }),
    );
  });

  test('shows nothing of the value and differs each time', () => {
    const sealed = [key.seal('Testleerling'), key.seal('Testleerling')];
    expect(sealed[0]!.includes('Test')).toBe(false);
    expect(sealed[0]!.equals(sealed[1]!)).toBe(false);
    expect(sealed[0]!.length).toBe(1 + 12 + 'Testleerling'.length + 16);
  });

  test('does not open when one bit of it is changed', () => {
    const sealed = key.seal('nep-001');
    for (let bit = 8; bit < sealed.length * 8; bit += 1) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => key.open(changed)).toThrow(failure('tampered'));
    }
  });

  test('does not open under the key of another school', () => {
    expect(() => other.open(key.seal('nep-001'))).toThrow(failure('tampered'));
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['too short', Buffer.from([1, 2, 3])],
    ['another version', Buffer.concat([Buffer.of(2), randomBytes(40)])],
  ])('bytes that are none: %s', (_, sealed) => {
    expect(() => key.open(sealed)).toThrow(failure('format'));
  });

  test('does not open when it is cut', () => {
    expect(() => key.open(key.seal('nep-001').subarray(0, 33))).toThrow(SealError);
  });
});

test('a school key shows nothing of itself when it is printed', () => {
  expect(JSON.stringify(key)).toBe('{}');
});

test('a learner is sealed once, and the sealed value opens', () => {
  const key = new SchoolKey(Buffer.alloc(32, 7));
  const alias = key.alias('leerlingid', 'leerling-1');
  const sealed = key.sealLearner(alias, 'leerling-1');
  expect(key.sealLearner(alias, 'leerling-1')).toEqual(sealed);
  expect(key.open(sealed)).toBe('leerling-1');
  for (let n = 0; n < 20_000; n++) key.sealLearner(`alias-${n}`, `leerling-${n}`);
  expect(key.open(key.sealLearner(alias, 'leerling-1'))).toBe('leerling-1');
});
