import type { LastUse, UseKind } from '../../last-use.js';
import { query } from '../../sql/query.js';
import { all, lastly, runMany, type Script } from '../../sql/script.js';

const PUT = query<never, LastUse>(
  ({ greatest }) => `
    INSERT INTO last_uses (kind, id, used_at) VALUES (@kind, @id, @at)
    ON CONFLICT (kind, id) DO UPDATE SET used_at = ${greatest('last_uses.used_at', 'excluded.used_at')}`,
);
const OF_KIND = query<{ readonly id: string; readonly used_at: string }, { readonly kind: UseKind }>(
  () => 'SELECT id, used_at FROM last_uses WHERE kind = @kind',
);

/** Of each key and token the latest use counts. */
export function* keepLastUses(uses: readonly LastUse[]): Script<void> {
  yield* lastly(runMany(PUT, uses));
}

/** When each was last used, by id. */
export function* lastUses(kind: UseKind): Script<ReadonlyMap<string, string>> {
  const rows = yield* all(OF_KIND, { kind });
  return new Map(rows.map(({ id, used_at }) => [id, used_at]));
}
