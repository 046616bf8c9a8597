import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { agreeOnReading } from '../../../src/admin/credentials/agree-on-reading.js';
import { caseApi } from '../../../src/api/case/case-api.js';
import { CASE_MOUNT, TOKEN_PATH } from '../../../src/api/http/mount.js';
import { type RestOptions, restApi } from '../../../src/api/http/rest-api.js';
import { tokenEndpoint } from '../../../src/api/oauth/token-endpoint.js';
import { SCOPES } from '../../../src/directory/access/scopes.js';
import type { Token } from '../../../src/directory/directory.js';
import { Keyring } from '../../../src/privacy/keys/keyring.js';
import type { Store } from '../../../src/store/store.js';
import { addParties, SCHOOL } from '../../store/support/records.js';
import { inlinePlace } from '../../store/support/temporary.js';

/** What the clock of the REST side says: the school year 2026-2027 runs. */
const NOW = new Date('2026-10-01T08:00:00Z');
const AGREED = '2026-01-01T00:00:00.000Z';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the server sent
  readonly json: any;
}

export interface RestServer {
  readonly store: Store;
  readonly keyring: Keyring;
  /** Of the database. */
  readonly file: string;
  readonly url: string;
  readonly errors: { readonly error: unknown; readonly requestId: string }[];
  /** A token that may do what `more` says; without it, read everything of the school 99AB. Its client has agreed on every scope. */
  token(more?: Partial<Token>): Promise<string>;
  /** GET unless `init` says otherwise. `path` comes after `/api/v1`. */
  ask(path: string, token?: string, init?: RequestInit): Promise<Reply>;
  stop(): Promise<void>;
}

/** The REST side over HTTP on this machine, on a SQLite store of its own with two schools and two parties. */
export async function startRest(options: Partial<RestOptions> = {}): Promise<RestServer> {
  const place = await inlinePlace();
  const store = await place.open();
  await addParties(store);
  const keyring = Keyring.fromSecret('an invented secret of more than thirty-two bytes');
  const errors: { error: unknown; requestId: string }[] = [];
  const app = express();
  const given: RestOptions = {
    store,
    keyring,
    now: () => NOW,
    onError: (error, requestId) => errors.push({ error, requestId }),
    ...options,
  };
  app.use(TOKEN_PATH, tokenEndpoint(given));
  app.use('/api/v1', restApi(given));
  app.use(CASE_MOUNT, caseApi(given));
  // A test that computes for long must not find its connection closed.
  const server = createServer({ keepAliveTimeout: 60_000 }, app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`;
  return {
    store,
    keyring,
    file: place.file,
    url,
    errors,
    token: async (more = {}) => {
      const secret = randomUUID();
      const [id, hash] = [randomUUID(), keyring.hashToken(secret)];
      const token: Token = { id, client: 'dashboard', hash, school: SCHOOL, scopes: SCOPES, createdAt: AGREED, ...more };
      await store.addToken(token);
      const { client, school, role } = token;
      if (role === undefined && school !== undefined) await agreeOnReading(store, { client, school, scopes: SCOPES }, AGREED);
      return secret;
    },
    ask: async (path, token, init = {}) => {
      const headers = { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...(init.headers as Record<string, string>) };
      const response = await fetch(`${url}${path}`, { ...init, headers });
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, json: text === '' ? undefined : JSON.parse(text) };
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await store.close();
      await place.remove();
    },
  };
}
