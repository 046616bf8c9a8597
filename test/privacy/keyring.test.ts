import { createHmac, randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { isStrongSecret, Keyring, sameText } from '../../src/privacy/keys/keyring.js';
import type { SealError } from '../../src/privacy/keys/seal-error.js';

const SECRET = 'an invented secret of more than 32 bytes';
const keyring = Keyring.fromSecret(SECRET);
const stranger = Keyring.fromSecret(randomBytes(32).toString('hex'));

describe('a secret', () => {
  test.each([
    ['text of 32 bytes', 'z'.repeat(32), true],
    ['text of 31 bytes', 'z'.repeat(31), false],
    ['16 letters of two bytes', 'é'.repeat(16), true],
    ['32 bytes in hex', 'ab'.repeat(32), true],
    ['16 bytes in hex', 'ab'.repeat(16), false],
    ['32 bytes in base64', randomBytes(32).toString('base64'), true],
    ['blanks', ' '.repeat(40), false],
    ['nothing', '', false],
  ])('%s', (_, secret, strong) => {
    expect(isStrongSecret(secret)).toBe(strong);
    if (strong) Keyring.fromSecret(secret);
    else expect(() => Keyring.fromSecret(secret)).toThrow(RangeError);
  });

  test('may have a line end behind it, as files do', () => {
    expect(Keyring.fromSecret(`${SECRET}\n`).fingerprint).toBe(keyring.fingerprint);
  });

  test('is in nothing that a keyring prints', () => {
    expect(inspect(keyring, { depth: 9, showHidden: true }) + JSON.stringify(keyring)).not.toContain('invented');
  });
});

describe('hashes', () => {
  test('are the same for the same secret and differ by purpose and by secret', () => {
    const again = Keyring.fromSecret(SECRET);
    expect(again.hashCredential('sleutel')).toBe(keyring.hashCredential('sleutel'));
    expect(again.hashToken('sleutel')).toBe(keyring.hashToken('sleutel'));
    const all = [keyring.hashCredential('sleutel'), keyring.hashToken('sleutel'), keyring.digest().update('sleutel').digest('hex')];
    expect(new Set([...all, stranger.hashCredential('sleutel'), createHmac('sha256', SECRET).update('sleutel').digest('hex')]).size).toBe(
      5,
    );
    for (const hash of all) expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });

  test('never change: what is stored depends on them', () => {
    expect(keyring.hashCredential('sleutel')).toBe('7ff2bfa8a18a467fd48569ff3056d278440032a6444087cfb91b317645f62b26');
    expect(keyring.hashToken('sleutel')).toBe('0ebb48d9103e9b5ca25126e27fa4189a796a00ff930470424290041ede9d3ba8');
    expect(keyring.digest().update('sleutel').digest('hex')).toBe('2f527f0372cf5cc525426983f91c509b3ef00023d60725e71645c4facc09db17');
    const school = keyring.unwrapSchoolKey('99XX', keyring.wrapSchoolKey('99XX', Buffer.alloc(32, 7)));
    expect(school.alias('leerlingid', 'nep-001')).toBe('RuExFmZlUd0R5Wvp42lxdSLnI6h');
  });

  test.each([0, 1, 16_384, 16_385, 100_000])('a digest of a message at hand, of %d bytes, is the same', (length) => {
    const message = Buffer.alloc(length, 'bericht ');
    expect(keyring.digestOf(message)).toBe(keyring.digest().update(message).digest('hex'));
  });

  test('a digest over pieces is the digest over the whole', () => {
    expect(keyring.digest().update('sleu').update('tel').digest('hex')).toBe(keyring.digest().update('sleutel').digest('hex'));
  });

  test('fingerprints tell secrets apart', () => {
    expect(keyring.fingerprint).toMatch(/^[0-9a-f]{16}$/);
    expect(stranger.fingerprint).not.toBe(keyring.fingerprint);
  });
});

describe('the key of a school', () => {
  const tampered = expect.objectContaining({ name: 'SealError', code: 'tampered' }) as unknown as SealError;

  test('comes back as it was wrapped', () => {
    const wrapped = keyring.wrapSchoolKey('99XX');
    const [one, again] = [
      keyring.unwrapSchoolKey('99XX', wrapped),
      Keyring.fromSecret(SECRET).unwrapSchoolKey('99XX', new Uint8Array(wrapped)),
    ];
    expect(again.open(one.seal('nep-001'))).toBe('nep-001');
    expect(again.alias('eckid', 'nep')).toBe(one.alias('eckid', 'nep'));
  });

  test('is new each time', () => {
    const [one, other] = [keyring.wrapSchoolKey('99XX'), keyring.wrapSchoolKey('99XX')].map((wrapped) =>
      keyring.unwrapSchoolKey('99XX', wrapped),
    );
    expect(one!.alias('eckid', 'nep')).not.toBe(other!.alias('eckid', 'nep'));
  });

  test('cannot be taken for that of another school, nor under another secret', () => {
    const wrapped = keyring.wrapSchoolKey('99XX');
    expect(() => keyring.unwrapSchoolKey('99AB', wrapped)).toThrow(tampered);
    expect(() => stranger.unwrapSchoolKey('99XX', wrapped)).toThrow(tampered);
  });

  test('has 32 bytes', () => {
    expect(() => keyring.wrapSchoolKey('99XX', Buffer.alloc(16))).toThrow(RangeError);
  });
});

describe('a secret that takes the place of another', () => {
  const NEXT = 'another invented secret of more than 32 bytes';
  const LATER = 'a third invented secret of more than 32 bytes';
  const { keyring: next, wrapped } = keyring.successor(NEXT, 10);
  const mac = (of: Keyring, key: string, seq: number) => ({ mac: of.auditMac('tekst'), key, seq });
  const counts = (of: Keyring, seal: ReturnType<typeof mac>) => of.isAuditMac(seal.mac, 'tekst', seal);
  const tampered = expect.objectContaining({ name: 'SealError', code: 'tampered' }) as unknown as SealError;

  test('leaves hashes of keys, tokens, client secrets and messages what they are', () => {
    const again = Keyring.fromSecret(NEXT, new Map([...wrapped].map(([name, bytes]) => [name, new Uint8Array(bytes)])));
    for (const ring of [next, again]) {
      expect(ring.hashCredential('sleutel')).toBe(keyring.hashCredential('sleutel'));
      expect(ring.hashToken('sleutel')).toBe(keyring.hashToken('sleutel'));
      expect(ring.hashClientSecret('sleutel')).toBe(keyring.hashClientSecret('sleutel'));
      expect(ring.digest().update('sleutel').digest('hex')).toBe(keyring.digest().update('sleutel').digest('hex'));
      expect(ring.fingerprint).toBe(Keyring.fromSecret(NEXT).fingerprint);
    }
  });

  test('opens and signs with keys of its own: the old ones do nothing for it, and its own nothing for the old one', () => {
    expect(next.accessTokenKey.equals(Keyring.fromSecret(NEXT).accessTokenKey)).toBe(true);
    expect(next.accessTokenKey.equals(keyring.accessTokenKey)).toBe(false);
    expect(() => next.openSecret(keyring.sealSecret('geheim'))).toThrow(tampered);
    expect(() => keyring.openSecret(next.sealSecret('geheim'))).toThrow(tampered);
    const wrappedKey = keyring.wrapSchoolKey('99XX');
    const anew = keyring.rewrapSchoolKey('99XX', wrappedKey, next);
    expect(next.unwrapSchoolKey('99XX', anew).alias('eckid', 'nep')).toBe(
      keyring.unwrapSchoolKey('99XX', wrappedKey).alias('eckid', 'nep'),
    );
    expect(() => keyring.unwrapSchoolKey('99XX', anew)).toThrow(tampered);
    expect(() => keyring.rewrapSchoolKey('99AB', wrappedKey, next)).toThrow(tampered);
  });

  test('knows seals of the old one for as far as that counted, and its own', () => {
    expect(next.replacedAt).toBe(10);
    expect(keyring.replacedAt).toBe(0);
    expect(counts(next, mac(keyring, keyring.fingerprint, 10))).toBe(true);
    expect(counts(next, mac(keyring, keyring.fingerprint, 11))).toBe(false);
    expect(counts(next, mac(keyring, next.fingerprint, 10))).toBe(false);
    expect(counts(next, mac(next, next.fingerprint, 11))).toBe(true);
    expect(counts(next, mac(stranger, stranger.fingerprint, 1))).toBe(false);
    const { keyring: later } = next.successor(LATER, 20);
    expect(later.replacedAt).toBe(20);
    expect(counts(later, mac(keyring, keyring.fingerprint, 10))).toBe(true);
    expect(counts(later, mac(keyring, keyring.fingerprint, 11))).toBe(false);
    expect(counts(later, mac(next, next.fingerprint, 20))).toBe(true);
    expect(counts(later, mac(next, next.fingerprint, 21))).toBe(false);
    expect(later.hashToken('sleutel')).toBe(keyring.hashToken('sleutel'));
  });

  test('has to be another, which never was one of this gateway, and long enough', () => {
    expect(() => keyring.successor(`${SECRET}\n`, 10)).toThrow(RangeError);
    expect(() => next.successor(SECRET, 10)).toThrow('the secret was in use before');
    expect(() => keyring.successor('kort', 10)).toThrow(RangeError);
  });

  test('is told from any other by what is kept for it, whole and under its own names', () => {
    expect(() => Keyring.fromSecret(SECRET, wrapped)).toThrow(tampered);
    const [[one], [other]] = [...wrapped] as [[string, Uint8Array], [string, Uint8Array]];
    const lacking = new Map([...wrapped].filter(([name]) => name !== one));
    expect(() => Keyring.fromSecret(NEXT, lacking)).toThrow(expect.objectContaining({ name: 'SealError' }));
    const swapped = new Map([...wrapped, [one, wrapped.get(other) as Uint8Array]]);
    expect(() => Keyring.fromSecret(NEXT, swapped)).toThrow(tampered);
    const stretched = new Map([...wrapped].map(([name, bytes]) => [name.replace(/ 10$/, ' 99'), bytes]));
    expect(() => Keyring.fromSecret(NEXT, stretched)).toThrow(tampered);
  });
});

test('texts are compared whole', () => {
  expect(sameText('abc', 'abc')).toBe(true);
  expect(sameText('abc', 'abd')).toBe(false);
  expect(sameText('abc', 'abcd')).toBe(false);
  expect(sameText('', '')).toBe(true);
});
