import { setTimeout as wait } from 'node:timers/promises';
import type { AuditStore } from '../../store/audit.js';
import type { DutyStore } from '../../store/duty-store.js';
import type { Log } from '../../telemetry/log.js';
import type { Metrics } from '../../telemetry/metrics.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** See `DutyStore`. */
const SEAL = 'seal';

/** How often, and after how many ms, the last seal is tried while another node is sealing: that takes some milliseconds. */
const LAST_TRIES = 50;
const LAST_PAUSE_MS = 20;

/**
 * Puts on record that the gateway runs, and seals the audit: now, every minute when there is something new, and when it stops. While another
 * node is sealing it leaves that to the next minute, or to the others; when it stops it waits for that one, as nobody may come after it. The log gets the last seal that was made here when it starts and stops
 * and every day, so that logs kept elsewhere show when the end of the audit was cut off. Gives the function that ends it. Rejects when the audit cannot be written: then nothing else can.
 */
export async function startSealing(
  store: AuditStore & DutyStore,
  log: Log,
  metrics: Pick<Metrics, 'sealFailed'>,
): Promise<() => Promise<void>> {
  const note = (operation: string) =>
    store.appendAudit([{ at: new Date().toISOString(), actor: 'gateway', operation, outcome: 'done', counts: {} }]);
  let running: Promise<unknown> = Promise.resolve();
  let last = { number: 0, hash: '' };
  const seal = async () => {
    const done = await store.alone(SEAL, () => store.sealAudit());
    last = done?.value ?? last;
    return done !== undefined;
  };
  const sealAtLast = async () => {
    for (let tries = 0; tries < LAST_TRIES && !(await seal()); tries++) await wait(LAST_PAUSE_MS);
  };
  const tell = () => log.info('audit head', { count: last.number, auditHead: last.hash });
  await note('gateway.start');
  await seal();
  tell();
  const after = (work: () => Promise<unknown>) => {
    running = running.then(work).catch((error: unknown) => {
      metrics.sealFailed();
      log.error('seal failed', { error });
    });
    return running;
  };
  const timers = [setInterval(() => after(seal), MINUTE_MS), setInterval(() => after(async () => tell()), DAY_MS)];
  for (const timer of timers) timer.unref();
  return async () => {
    for (const timer of timers) clearInterval(timer);
    await after(async () => {
      await note('gateway.stop');
      await sealAtLast();
      tell();
    });
  };
}
