import type { Trouble } from './exchange.js';

/** Why no answer came, for people. */
export const TROUBLE_WORDS: Readonly<Record<Trouble, string>> = {
  'unknown-host': 'no machine has this name',
  refused: 'nothing listens there (the connection was refused)',
  reset: 'the connection was broken off before an answer came',
  timeout: 'no answer came in time',
  tls: 'TLS failed: the certificate is not trusted, or the two cannot agree on a version',
  'not-http': 'something answers, but not HTTP',
  'too-large': 'the answer is too large to be read',
};
