import type { TargetStatus } from '../../store/outbox-store.js';
import type { Diagnosis, Store } from '../../store/store.js';

const LONG_MS = 3_600_000;

/**
 * How it stands with results that go on to others. Wrong: a target is held, or something that may go waits for over an hour. Dead
 * deliveries are said only, as they may have been done again by now.
 */
export async function examineDeliveries(store: Pick<Store, 'directory' | 'outbox'>, now: Date): Promise<Diagnosis> {
  const { targets } = await store.directory();
  const live = (await store.outbox.deliveryStatus(now.toISOString())).filter(({ target }) => targets.get(target)?.endedAt === undefined);
  const wrong = live.flatMap((status) => complaintsOf(status, now));
  const dead = live.flatMap(({ target, counts }) => (counts.dead === 0 ? [] : [`${counts.dead} dead for ${target}`]));
  const tasks = live.flatMap(({ target, counts }) =>
    counts.task === 0 ? [] : [`${counts.task} erasure tasks for ${target} (uwlr erase tasks)`],
  );
  const said = [...wrong, ...dead, ...tasks];
  const good = live.length === 0 ? 'no targets' : `${live.length} ${live.length === 1 ? 'target' : 'targets'}, no trouble`;
  const detail = said.length === 0 ? good : `${said.join(', ')}: see uwlr deliver status`;
  return { check: 'deliveries', ok: wrong.length === 0, detail };
}

function complaintsOf({ target, held, pauses, counts, oldestWaiting }: TargetStatus, now: Date): readonly string[] {
  if (held !== undefined) return [`${target} is held since ${held.since} (${held.reason})`];
  // What somebody paused may wait.
  const waits = counts.waiting + counts.leased + counts.retrying > 0 && pauses.length === 0;
  if (!waits || oldestWaiting === undefined || now.getTime() - Date.parse(oldestWaiting) < LONG_MS) return [];
  return [`${target} has waited since ${oldestWaiting}`];
}
