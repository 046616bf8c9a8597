import type { ReceiverAlias, VaultedAlias } from '../../alias-vault.js';
import type { RosterKind } from '../../roster-store.js';
import { cells, query } from '../../sql/query.js';
import { all, first, type Script } from '../../sql/script.js';

interface OfReceiver {
  readonly school: string;
  readonly receiver: string;
}

interface AliasRow {
  readonly kind: RosterKind;
  readonly alias: string;
  readonly generation: number;
  readonly sealed_id: Uint8Array;
}

type PersonRow = AliasRow & Pick<OfReceiver, 'receiver'>;

const ROWS_AT_ONCE = 250;

const KNOWN = cells<readonly [alias: string, alias: string], OfReceiver & { readonly aliases: readonly string[] }>(
  ({ inList }) => `
    SELECT alias, alias FROM receiver_aliases WHERE school = @school AND receiver = @receiver AND alias ${inList('text', 'aliases')}`,
);
const ONE = query<AliasRow, OfReceiver & { readonly kind: RosterKind; readonly alias: string }>(
  () => `
    SELECT kind, alias, generation, sealed_id FROM receiver_aliases
    WHERE school = @school AND receiver = @receiver AND alias = @alias AND kind = @kind`,
);
const PEOPLE = query<PersonRow, OfReceiver & { readonly alias: string; readonly limit: number }>(
  () => `
    SELECT receiver, kind, alias, generation, sealed_id FROM receiver_aliases
    WHERE school = @school AND (receiver, alias) > (@receiver, @alias) AND kind <> 'group' ORDER BY receiver, alias LIMIT @limit`,
);
const GONE = query<{ readonly value: string }, { readonly school: string; readonly ids: readonly string[] }>(
  ({ list }) => `
    SELECT n.value FROM ${list('text', 'ids', 'n')} WHERE
      NOT EXISTS (SELECT 1 FROM roster_objects WHERE school = @school AND kind IN ('learner', 'teacher') AND id = n.value)
      AND NOT EXISTS (SELECT 1 FROM learners WHERE school = @school AND alias = n.value)
      AND NOT EXISTS (SELECT 1 FROM learners WHERE school = @school AND eck_alias = n.value)
      AND NOT EXISTS (SELECT 1 FROM learner_aliases WHERE school = @school AND alias = n.value)`,
);
const RECEIVERS = query<{ readonly receiver: string; readonly generation: number }, { readonly school: string }>(
  () => 'SELECT DISTINCT receiver, generation FROM receiver_aliases WHERE school = @school ORDER BY receiver, generation',
);

/** Which of these were given before: pairs of the same alias. Ask for some hundreds at a time. */
export function knownAliases(
  school: string,
  receiver: string,
  aliases: readonly string[],
): Script<readonly (readonly [alias: string, alias: string])[]> {
  return all(KNOWN, { school, receiver, aliases });
}

export function* receiverAlias(school: string, receiver: string, kind: RosterKind, alias: string): Script<ReceiverAlias | undefined> {
  const row = yield* first(ONE, { school, receiver, kind, alias });
  return row && receiverAliasOf(row);
}

/** Some hundreds of those of people, after one of them. */
export function* peopleAliases(school: string, after: Pick<VaultedAlias, 'receiver' | 'alias'>): Script<readonly VaultedAlias[]> {
  const rows = yield* all(PEOPLE, { school, receiver: after.receiver, alias: after.alias, limit: ROWS_AT_ONCE });
  return rows.map((row) => ({ receiver: row.receiver, ...receiverAliasOf(row) }));
}

/** Which of these people neither a roster nor results know. */
export function* gonePeople(school: string, ids: readonly string[]): Script<ReadonlySet<string>> {
  return new Set((yield* all(GONE, { school, ids })).map(({ value }) => value));
}

export function aliasReceivers(school: string): Script<readonly { readonly receiver: string; readonly generation: number }[]> {
  return all(RECEIVERS, { school });
}

function receiverAliasOf({ kind, alias, generation, sealed_id }: AliasRow): ReceiverAlias {
  return { kind, alias, generation, sealedId: sealed_id };
}
