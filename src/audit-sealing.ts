import { sealOf } from './audit-seal.js';
import type { Log } from './log.js';
import type { Keyring } from './privacy/keyring.js';
import type { AuditStore } from './store/audit.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/**
 * Puts on record that the gateway runs, and seals the audit: now, every minute when there is something new, and when it stops. The
 * log gets its head every day, so that whoever keeps the logs elsewhere can tell when its end was cut off. Gives the function that
 * ends it. Rejects when the audit cannot be written: then nothing else can.
 */
export async function startSealing(store: AuditStore, keyring: Keyring, log: Log): Promise<() => Promise<void>> {
  const note = (operation: string) =>
    store.appendAudit([{ at: new Date().toISOString(), actor: 'gateway', operation, outcome: 'done', counts: {} }]);
  const tell = async () => {
    const { seq, hash } = await store.auditHead();
    log.info('audit head', { count: seq, auditHead: hash });
  };
  let sealed = -1;
  const seal = async () => {
    const head = await store.auditHead();
    if (head.seq === sealed) return;
    await store.sealAudit(sealOf(keyring, head, new Date().toISOString()));
    sealed = head.seq;
  };

  await note('gateway.start');
  await seal();
  await tell();
  let running: Promise<void> = Promise.resolve();
  const after = (work: () => Promise<void>) => {
    running = running.then(work).catch((error: unknown) => log.error('seal failed', { error }));
    return running;
  };
  const timers = [setInterval(() => after(seal), MINUTE_MS), setInterval(() => after(tell), DAY_MS)];
  for (const timer of timers) timer.unref();
  return () => {
    for (const timer of timers) clearInterval(timer);
    return after(async () => {
      await note('gateway.stop');
      await seal();
      await tell();
    });
  };
}
