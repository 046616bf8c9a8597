/**
 * Whole requests that take longer than this are cut off; headers must be there sooner, also the first ones of a connection. Node looks at
 * both as often as the interval says: a head is held for that much longer at most.
 */
export const REQUEST_BOUNDS = {
  requestTimeout: 300_000,
  headersTimeout: 10_000,
  connectionsCheckingInterval: 1000,
  keepAliveTimeout: 65_000,
  maxHeaderSize: 32_768,
};
