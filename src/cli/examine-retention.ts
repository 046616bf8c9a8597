import type { Diagnosis, Store } from '../store/store.js';

/** Whether retention goes on by itself. Wrong: the last purge asks something, and keeps what is due until it is answered. */
export async function examineRetention(store: Pick<Store, 'purgeReports' | 'knownMoment'>): Promise<Diagnosis> {
  const check = 'retention';
  const [last] = await store.purgeReports(1);
  if (last === undefined) return { check, ok: true, detail: 'no purge yet' };
  const { outcome, startedAt } = last;
  if (outcome !== 'asks-clock' && outcome !== 'asks-share') return { check, ok: true, detail: `last purge at ${startedAt}` };
  const why =
    outcome === 'asks-share'
      ? 'unusually much would go'
      : `its clock is far beyond ${(await store.knownMoment(startedAt)) ?? 'anything that is known'}`;
  return { check, ok: false, detail: `the purge at ${startedAt} kept what is due, as ${why}: see uwlr retention run --dry-run` };
}
