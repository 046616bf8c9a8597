import { supplied } from '../../core/supplied.js';
import type { Store } from '../../store/store.js';

const AT_ONCE = 500;

/** A receiver that somebody has to ask to delete a result of a pupil who was erased. */
export interface ErasureTask {
  readonly id: string;
  readonly school: string;
  readonly target: string;
  /** Klantcode of the receiver. */
  readonly party: string;
  /** ISO instant. */
  readonly since: string;
  /** Of the erasure. Absent: its receipt is gone. */
  readonly receipt?: string;
}

/** What is still to be asked, oldest first. `school`: only of this one. */
export async function erasureTasks(store: Store, school?: string): Promise<readonly ErasureTask[]> {
  const { targets } = await store.directory();
  const tasks: ErasureTask[] = [];
  const receipts = new Map<string, ReadonlyMap<string, string>>();
  let cursor: string | undefined;
  do {
    const page = await store.outbox.deliveries({
      states: ['task'],
      limit: AT_ONCE,
      ...supplied({ school, cursor }),
    });
    for (const { id, school: of, target, queuedAt } of page.items) {
      const known = receipts.get(of) ?? new Map((await store.rights.erasures(of)).map(({ at, id: receipt }) => [at, receipt]));
      receipts.set(of, known);
      const receipt = known.get(queuedAt);
      const party = targets.get(target)?.party ?? '';
      tasks.unshift({ id, school: of, target, party, since: queuedAt, ...supplied({ receipt }) });
    }
    cursor = page.next;
  } while (cursor !== undefined);
  return tasks;
}

export interface FinishedTask {
  readonly id: string;
  readonly school: string;
  readonly target: string;
  readonly doneBy: string;
  /** ISO instant. */
  readonly doneAt: string;
}

/** Somebody asked a receiver. Undefined: there is no such task, or it was done before. */
export async function finishErasureTask(store: Store, id: string, doneBy: string, now: Date): Promise<FinishedTask | undefined> {
  const doneAt = now.toISOString();
  const where = await store.outbox.finishErasureTask(id, doneBy, doneAt);
  return where === undefined ? undefined : { id, ...where, doneBy, doneAt };
}
