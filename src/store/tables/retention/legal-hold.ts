import { query } from '../../sql/query.js';
import { first, type Script } from '../../sql/script.js';

const HELD = query<{ readonly id: string }, { readonly school: string }>(
  () => 'SELECT id FROM schools WHERE id = @school AND held_since IS NOT NULL',
);
const SOME = query<{ readonly id: string }>(() => 'SELECT id FROM schools WHERE held_since IS NOT NULL LIMIT 1');

/** Whether nothing of a school may be removed. Asked in the transaction that removes: a hold counts from the moment that it is there. */
export function* isHeld(school: string): Script<boolean> {
  return (yield* first(HELD, { school })) !== undefined;
}

/** The same of any school. */
export function* isSomeHeld(): Script<boolean> {
  return (yield* first(SOME, undefined)) !== undefined;
}
