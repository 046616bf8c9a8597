import type { Diagnosis, Store } from '../../store/store.js';

/** A gateway that runs purges every day. */
const LATE_MS = 2 * 86_400_000;

/**
 * Whether retention goes on by itself. Wrong: the last purge asks something, and keeps what is due until it is answered; or it failed; or
 * the gateway went on for two days without another.
 */
export async function examineRetention(store: Pick<Store, 'purgeReports' | 'knownMoment' | 'audit'>): Promise<Diagnosis> {
  const check = 'retention';
  const [last] = await store.purgeReports(1);
  if (last === undefined) return { check, ok: true, detail: 'no purge yet' };
  const { outcome, startedAt } = last;
  if (outcome === 'failed') return { check, ok: false, detail: `the purge at ${startedAt} failed: look for "purge failed" in the log` };
  const [latest] = (await store.audit({ limit: 1 })).items;
  if (latest !== undefined && Date.parse(latest.at) - Date.parse(startedAt) > LATE_MS)
    return { check, ok: false, detail: `no purge since ${startedAt}, though the gateway kept running: look for "purge failed" in the log` };
  if (outcome !== 'asks-clock' && outcome !== 'asks-share') return { check, ok: true, detail: `last purge at ${startedAt}` };
  const why =
    outcome === 'asks-share'
      ? 'an unusually large part would be removed'
      : `its clock is far beyond ${(await store.knownMoment(startedAt)) ?? 'the last known moment'}`;
  return {
    check,
    ok: false,
    detail: `the purge at ${startedAt} kept the data that are due, because ${why}: see uwlr retention run --dry-run`,
  };
}
