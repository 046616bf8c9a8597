import { createHmac, createSecretKey } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { HmacSha256 } from '../../src/privacy/keys/hmac.js';

test('is HMAC-SHA256, for every key and text', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 64 }),
      fc.array(fc.string({ unit: 'binary', maxLength: 300 }), { maxLength: 4 }),
      (bytes, texts) => {
        const key = createSecretKey(Buffer.from(bytes));
        const hmac = new HmacSha256(key);
        for (const text of texts) {
          const expected = createHmac('sha256', key).update(text).digest();
          expect(hmac.digest(text)).toEqual(expected);
          expect(hmac.digestOf(Buffer.from(text))).toEqual(expected);
          for (const encoding of ['hex', 'base64url'] as const) expect(hmac.digestText(text, encoding)).toBe(expected.toString(encoding));
        }
      },
    ),
  );
});

test.each([660, 661, 662, 5000])('is so for a text of %i characters, between short ones', (length) => {
  const key = createSecretKey(Buffer.alloc(32, 7));
  const [one, other] = [new HmacSha256(key), new HmacSha256(createSecretKey(Buffer.alloc(32, 8)))];
  for (const text of ['kort', '€'.repeat(length), 'a'.repeat(length), 'kort', '']) {
    other.digest('iets anders');
    expect(one.digestText(text, 'hex')).toBe(createHmac('sha256', key).update(text).digest('hex'));
  }
});
