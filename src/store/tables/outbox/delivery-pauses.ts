import type { PauseScope } from '../../outbox-store.js';
import { query } from '../../sql/query.js';
import { first, run, type Script } from '../../sql/script.js';
import { StoreError } from '../../store-error.js';

/** An empty one means every one. */
interface Pause {
  readonly target: string;
  readonly school: string;
}

const INSERT = query<never, Pause & { readonly since: number }>(
  () => 'INSERT INTO delivery_pauses (target, school, since) VALUES (@target, @school, @since) ON CONFLICT DO NOTHING',
);
const REMOVE = query<never, Pause>(() => 'DELETE FROM delivery_pauses WHERE target = @target AND school = @school');
const KNOWN = query<{ readonly known: number }, Pause>(
  () => `
    SELECT 1 AS known WHERE (@target = '' OR EXISTS (SELECT 1 FROM targets WHERE id = @target))
      AND (@school = '' OR EXISTS (SELECT 1 FROM schools WHERE id = @school))`,
);

/** What waits because somebody said so. False: it was so already. Throws `StoreError('unknown')`. */
export function* setPause({ target = '', school = '' }: PauseScope, at: string | undefined): Script<boolean> {
  const pause = { target, school };
  if ((yield* first(KNOWN, pause)) === undefined) throw new StoreError('unknown', 'deliveries: there is no such target or school');
  const changed = at === undefined ? yield* run(REMOVE, pause) : yield* run(INSERT, { ...pause, since: Date.parse(at) });
  return changed > 0;
}
