import type { Config } from '../../config/config.js';
import { storeLocationOf } from '../../config/store-location.js';
import { reopenPostgres, reopenSqlite } from '../../store/moves.js';
import { lockData, openStore } from '../../store/open.js';
import { conflict } from '../refusal.js';
import { placeOfSettings } from './move-place.js';

/**
 * Lets the store of these settings, which was moved elsewhere, be used again as it was before the move. Gives its place, without a password.
 * Throws `Refusal('conflict')` when it was not moved; `StoreError`.
 */
export async function reopenStore(config: Config, { now, actor }: { readonly now: Date; readonly actor: string }): Promise<string> {
  const place = placeOfSettings(config);
  const location = storeLocationOf(config);
  const lock = lockData(location, 'move');
  try {
    const wasMoved = await (place.kind === 'sqlite' ? reopenSqlite(place.directory) : reopenPostgres(place.url));
    if (!wasMoved) throw conflict(`${place.shown} was not moved: it is in use as it is`);
    const store = await openStore({ ...location, actor, shortLived: true });
    try {
      await store.appendAudit([{ at: now.toISOString(), actor, operation: 'store.reopen', outcome: 'done', counts: {} }]);
    } finally {
      await store.close();
    }
    return place.shown;
  } finally {
    lock.release();
  }
}
