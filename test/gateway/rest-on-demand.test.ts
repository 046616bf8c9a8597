import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import express from 'express';
import { restHandlers } from '../../src/gateway/rest.js';
import { mountRest } from '../../src/gateway/rest-on-demand.js';
import { Keyring } from '../../src/privacy/keys/keyring.js';
import { inlinePlace } from '../store/support/temporary.js';

test('REST is loaded with the first request for it; one that comes while it cannot be loaded is told to come again', async () => {
  const place = await inlinePlace();
  const store = await place.open();
  const errors: unknown[] = [];
  let loads = 0;
  const app = express();
  mountRest(
    app,
    { store, keyring: Keyring.fromSecret('an invented secret of more than thirty-two bytes'), onError: (error) => errors.push(error) },
    async () => {
      loads += 1;
      if (loads === 1) throw new Error('not to be loaded');
      return { restHandlers };
    },
  );
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const ask = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);
    return `${response.status} ${response.headers.get('content-type')}`;
  };
  try {
    expect(await ask('/elsewhere')).toBe('404 text/html; charset=utf-8');
    expect(loads).toBe(0);
    expect(await ask('/api/v1/openapi.json')).toBe('503 application/problem+json; charset=utf-8');
    expect(errors).toEqual([new Error('not to be loaded')]);
    expect(await ask('/api/v1/openapi.json')).toBe('200 application/json; charset=utf-8');
    expect(await Promise.all(['/api/v1/results', '/ims/case/v1p1/CFDocuments', '/oauth2/token'].map(ask))).toEqual([
      '401 application/problem+json; charset=utf-8',
      '401 application/json; charset=utf-8',
      '405 application/json; charset=utf-8',
    ]);
    expect(loads).toBe(2);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await store.close();
  }
});
