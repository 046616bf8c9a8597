import type { RosterHead, RosterStore } from '../../store/roster-store.js';
import type { SyncLog } from './sync-log.js';

/** Notes that a source was heard and had nothing new. When somebody changed the roster meanwhile, theirs stands and nothing is noted. */
export async function confirmRoster(store: Pick<RosterStore, 'commitRoster'>, held: RosterHead, at: string, log: SyncLog): Promise<void> {
  const { revision, changedAt: _, ...head } = held;
  const nothing = { upserts: [], left: [], joined: [], parted: [], aliases: [] };
  const exchange = log.record('repeated');
  const committed = await store.commitRoster({ head: { ...head, receivedAt: at }, base: revision, ...nothing, at, exchange });
  log.committed = committed.kind === 'stored';
}
