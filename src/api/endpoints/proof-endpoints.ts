import { type ListedClientKey, listClientKeys } from '../../admin/credentials/list-client-keys.js';
import { type ListedKey, listKeys } from '../../admin/credentials/list-keys.js';
import { type ListedToken, listTokens } from '../../admin/credentials/list-tokens.js';
import { type Endpoint, endpoint } from '../http/endpoint.js';
import { LIST } from '../shapes/parameters/parameters.js';

const KEY_EXAMPLE: ListedKey = {
  id: '0b9f5c1e-6a34-4c0e-9d55-3f0a7c1b2d10',
  party: 'VERZONNEN-EA',
  schools: ['99AB'],
  from: '2026-08-01T08:00:00.000Z',
  presented: false,
  lastUsedAt: '2026-10-01T08:00:00.000Z',
};

const TOKEN_EXAMPLE: ListedToken = {
  id: 'b3b0a4de-2f0a-4a55-8f0c-5b0e2c7d9a11',
  client: 'dashboard',
  school: '99AB',
  scopes: ['results:read'],
  createdAt: '2026-08-01T08:00:00.000Z',
  lastUsedAt: '2026-10-01T08:00:00.000Z',
};

const CLIENT_KEY_EXAMPLE: ListedClientKey = {
  id: 'd41c7f06-8f39-4a52-8f4e-7c3f4f0f6b12',
  client: 'dashboard',
  kind: 'secret',
  from: '2026-08-01T08:00:00.000Z',
  lastUsedAt: '2026-10-01T08:00:00.000Z',
};

/** What parties and clients prove themselves with: never a key, a token or a secret. */
export const PROOF_ENDPOINTS: readonly Endpoint[] = [
  endpoint({
    path: '/keys',
    operation: 'listKeys',
    summary: 'Keys of parties',
    description: 'Each autorisatiesleutel, or only those that cover one school, with when it was last used; never the key itself.',
    scopes: ['parties:read'],
    across: true,
    parameters: { school: LIST.school },
    answer: { schema: 'KeyList', description: 'The keys.', example: { items: [KEY_EXAMPLE] } },
    handle: async ({ reads, school }) => ({ body: { items: await listKeys(reads, school === '' ? {} : { school }) } }),
  }),
  endpoint({
    path: '/tokens',
    operation: 'listTokens',
    summary: 'Bearer tokens',
    description: 'Each token that was added, or only those of one school, with when it was last used; never the token itself.',
    scopes: ['parties:read'],
    across: true,
    parameters: { school: LIST.school },
    answer: { schema: 'TokenList', description: 'The tokens.', example: { items: [TOKEN_EXAMPLE] } },
    handle: async ({ reads, school }) => ({ body: { items: await listTokens(reads, school === '' ? undefined : school) } }),
  }),
  endpoint({
    path: '/client-keys',
    operation: 'listClientKeys',
    summary: 'Keys of clients',
    description:
      'What clients prove themselves with at the token endpoint, or only that of clients with an agreement with one school, with when it was last used; never a secret.',
    scopes: ['parties:read'],
    across: true,
    parameters: { school: LIST.school },
    answer: { schema: 'ClientKeyList', description: 'The keys.', example: { items: [CLIENT_KEY_EXAMPLE] } },
    handle: async ({ reads, school }) => {
      if (school === '') return { body: { items: await listClientKeys(reads) } };
      const { agreements } = await reads.directory();
      const clients = [...new Set(agreements.by('school', school).map(({ party }) => party))];
      return { body: { items: await listClientKeys(reads, clients) } };
    },
  }),
];
