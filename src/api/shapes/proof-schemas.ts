import type { JsonSchema } from './parameters/parameter.js';

const TEXT = { type: 'string' };
const TEXTS = { type: 'array', items: TEXT };
const INSTANT = { type: 'string', format: 'date-time' };
const ID = { type: 'string', format: 'uuid' };
const TERM = {
  from: INSTANT,
  until: INSTANT,
  revokedAt: { ...INSTANT, description: 'When the agreement was ended. Absent: not ended.' },
};
const LAST_USED = { ...INSTANT, description: 'The hour in which it was last used. Absent: never, as far as is known.' };

/** Shapes of `ListedKey`, `ListedToken` and `ListedClientKey`. */
export const PROOF_SCHEMAS = {
  Key: {
    type: 'object',
    description: 'An autorisatiesleutel, without the key itself.',
    properties: {
      id: ID,
      party: { ...TEXT, description: 'Klantcode.' },
      schools: { ...TEXTS, description: 'The schools that it covers, as far as the token may see them.' },
      ...TERM,
      presented: { type: 'boolean', description: 'True: the gateway presents it to the party. False: the party presents it here.' },
      lastUsedAt: LAST_USED,
    },
    required: ['id', 'party', 'schools', 'from', 'presented'],
    additionalProperties: false,
  },
  Token: {
    type: 'object',
    description: 'A bearer token, without the token itself.',
    properties: {
      id: ID,
      client: TEXT,
      school: TEXT,
      role: TEXT,
      scopes: TEXTS,
      createdAt: INSTANT,
      until: INSTANT,
      revokedAt: TERM.revokedAt,
      lastUsedAt: LAST_USED,
    },
    required: ['id', 'client', 'scopes', 'createdAt'],
    additionalProperties: false,
  },
  ClientKey: {
    type: 'object',
    description: 'What a client proves itself with: of a secret nothing, of a public key only its name.',
    properties: {
      id: ID,
      client: { ...TEXT, description: 'Klantcode.' },
      kind: { enum: ['secret', 'jwk'] },
      kid: { ...TEXT, description: 'The `kid` of a public key.' },
      ...TERM,
      lastUsedAt: LAST_USED,
    },
    required: ['id', 'client', 'kind', 'from'],
    additionalProperties: false,
  },
} as const satisfies Readonly<Record<string, JsonSchema>>;
