import type { AuditStore } from '../../store/audit.js';
import type { Log } from '../../telemetry/log.js';
import type { Metrics } from '../../telemetry/metrics.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/**
 * Puts on record that the gateway runs, and seals the audit: now, every minute when there is something new, and when it stops. The
 * log gets the last seal when it starts and stops and every day, so that logs kept elsewhere show when its end was cut off. Gives the
 * function that ends it. Rejects when the audit cannot be written: then nothing else can.
 */
export async function startSealing(store: AuditStore, log: Log, metrics: Pick<Metrics, 'sealFailed'>): Promise<() => Promise<void>> {
  const note = (operation: string) =>
    store.appendAudit([{ at: new Date().toISOString(), actor: 'gateway', operation, outcome: 'done', counts: {} }]);
  let running: Promise<unknown> = Promise.resolve();
  let last = { number: 0, hash: '' };
  const seal = async () => {
    last = (await store.sealAudit()) ?? last;
  };
  const tell = () => log.info('audit head', { count: last.number, auditHead: last.hash });
  await note('gateway.start');
  await seal();
  tell();
  const after = (work: () => Promise<void>) => {
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
      await seal();
      tell();
    });
  };
}
