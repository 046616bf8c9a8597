import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { onDemand } from '../../src/gateway/on-demand.js';
import { web } from '../../src/gateway/web.js';
import { Keyring } from '../../src/privacy/keys/keyring.js';
import { inlinePlace } from '../store/support/temporary.js';

test('REST is loaded with the first request for it; one that comes while it cannot be loaded is told to come again', async () => {
  const place = await inlinePlace();
  const store = await place.open();
  const errors: unknown[] = [];
  const onError = (error: unknown) => errors.push(error);
  const rest = { store, keyring: Keyring.fromSecret('an invented secret of more than thirty-two bytes'), onError };
  const limits = { guard: { arrives: () => undefined }, callerOf: () => ({}) };
  let loads = 0;
  const server = createServer(
    onDemand(async () => {
      loads += 1;
      if (loads === 1) throw new Error('not to be loaded');
      return web({ services: new Map(), limits, rest });
    }, onError),
  ).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const ask = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);
    return `${response.status} ${response.headers.get('content-type')}`;
  };
  try {
    expect(loads).toBe(0);
    expect(await ask('/api/v1/openapi.json')).toBe('503 application/problem+json; charset=utf-8');
    expect(errors).toEqual([new Error('not to be loaded')]);
    expect(
      await Promise.all(['/api/v1/openapi.json', '/api/v1/results', '/ims/case/v1p1/CFDocuments', '/oauth2/token', '/elsewhere'].map(ask)),
    ).toEqual([
      '200 application/json; charset=utf-8',
      '401 application/problem+json; charset=utf-8',
      '401 application/json; charset=utf-8',
      '405 application/json; charset=utf-8',
      '404 text/plain; charset=utf-8',
    ]);
    expect(loads).toBe(2);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await store.close();
  }
});
