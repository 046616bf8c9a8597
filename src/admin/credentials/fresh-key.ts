import { randomBytes } from 'node:crypto';

/**
 * A secret to hand out: 43 characters, 256 bits, fit for URLs and for the 64 characters that UWLR has for it. It never
 * begins with a dash, so that it can be pasted behind a flag.
 */
export function freshKey(): string {
  for (;;) {
    const key = randomBytes(32).toString('base64url');
    if (/^[A-Za-z0-9]/.test(key)) return key;
  }
}
