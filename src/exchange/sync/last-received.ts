import type { RosterHead } from '../../store/roster-store.js';
import { instantOf } from '../../uwlr/grammar/dates.js';
import type { SyncTarget } from './sync-target.js';

/**
 * Since when the administration need not tell us again: the moment at which it made what is held. Nothing when that came from
 * elsewhere, in another version, or before the agreement that holds now, which may let us have more of it.
 */
export function lastReceived(held: RosterHead | undefined, { party, version, agreement }: SyncTarget): string | undefined {
  if (held === undefined || held.party !== party.klantcode || held.version !== version) return undefined;
  if (Date.parse(agreement.from) > Date.parse(held.receivedAt)) return undefined;
  return held.createdAt === undefined ? held.receivedAt : withZone(held.createdAt);
}

/** A moment without a zone is one in the Netherlands (spec a.5); what we send always has one. */
function withZone(moment: string): string {
  if (/(?:Z|[+-][0-9]{2}:[0-9]{2})$/.test(moment)) return moment;
  return new Date(Number(instantOf(moment) / 1_000_000n)).toISOString();
}
