import { type Query, query } from '../../sql/query.js';
import { audit, first, type Script } from '../../sql/script.js';
import { StoreError } from '../../store-error.js';
import { auditEntry } from '../audit/audit-entry.js';
import { endDeliveries } from './targets.js';

interface EndedRow {
  readonly school?: string | null;
  readonly party?: string;
}

interface Ending {
  readonly table: string;
  /** How the audit calls it. */
  readonly operation: string;
  /** Gives what ended now. */
  readonly end: Query<EndedRow, { readonly id: string; readonly at: string }>;
  readonly find: Query<{ readonly found: number }, { readonly id: string }>;
}

/** What can end, and where that is kept. */
const ENDINGS = {
  agreement: ending('agreements', 'ended_at', 'agreement.end'),
  credential: ending('credentials', 'revoked_at', 'credential.revoke'),
  token: ending('tokens', 'revoked_at', 'token.revoke'),
  target: ending('targets', 'ended_at', 'target.end'),
  'client-key': ending('client_keys', 'revoked_at', 'client-key.revoke'),
};

export type WhatEnds = keyof typeof ENDINGS;

function ending(table: string, column: string, operation: string): Ending {
  return {
    ...{ table, operation },
    end: query(() => `UPDATE ${table} SET ${column} = @at WHERE id = @id AND ${column} IS NULL RETURNING *`),
    find: query(() => `SELECT 1 AS found FROM ${table} WHERE id = @id`),
  };
}

/** What ended stays ended since when it did: a second end changes nothing. */
export function* endOf(what: WhatEnds, id: string, at: string, actor: string): Script<void> {
  const { table, operation, end, find } = ENDINGS[what];
  const ended = yield* first(end, { id, at });
  if (ended) {
    if (what === 'target') yield* endDeliveries(id, at);
    const about = what === 'agreement' ? { agreement: id, ...(ended.party && { subject: ended.party }) } : { subject: id };
    yield* audit(auditEntry(actor, operation, { ...(ended.school && { school: ended.school }), ...about }));
  } else if ((yield* first(find, { id })) === undefined) {
    throw new StoreError('unknown', `${table}: there is none with this id`);
  }
}
