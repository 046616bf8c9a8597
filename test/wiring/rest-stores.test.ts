import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import type { ActingEndpoint, ReadEndpoint } from '../../src/api/http/endpoint.js';

const API = path.resolve('src/api');
/** The only files that see the store whole: where REST is put together, and where it is narrowed. */
const NARROWING = ['http/rest-api.ts', 'reads/outgoing-reads.ts', 'reads/stores.ts'];
const WHOLE = /\b(?:Store|RosterStore|RightsStore|OutboxStore|RetentionStore|AuditStore|AliasVault|SecretStore)\b/;

test('no file of REST but those that narrow it knows the store as a whole', () => {
  const files = readdirSync(API, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const knowing = files.filter((file) => {
    const imports = readFileSync(path.join(API, file), 'utf8').matchAll(/import (?:type )?\{([^}]*)\} from '[^']*\/store\/[^']*'/g);
    return [...imports].some(([, names = '']) => WHOLE.test(names));
  });
  expect(knowing.sort()).toEqual(NARROWING);
});

test('a handler that reads cannot write, nor read what has no name, and one that acts reads nothing that leaves', () => {
  // `npm run types` checks these: each line would compile if the store came whole.
  const reading: Pick<ReadEndpoint, 'handle'> = {
    // @ts-expect-error a reading handler holds no way to write
    handle: async ({ reads }) => ({ body: { stored: await reads.commit() } }),
  };
  const unnamed: Pick<ReadEndpoint, 'handle'> = {
    // @ts-expect-error what the store can read besides has no name for REST
    handle: async ({ reads, school }) => ({ body: await reads.unmatchedLearners({ school, limit: 1 }) }),
  };
  const acting: Pick<ActingEndpoint, 'handle'> = {
    // @ts-expect-error an acting handler holds no results
    handle: async ({ actions, school, id }) => ({ body: await actions.revisions(school, id) }),
  };
  expect([reading, unnamed, acting]).toHaveLength(3);
});
