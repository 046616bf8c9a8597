import { type AuditBreak, type AuditBreakKind, EARLIER_CHAIN, GATEWAY_CHAIN } from '../../store/audit-chain.js';

const MEANING: Readonly<Record<AuditBreakKind, string>> = {
  changed: 'is not what it was',
  missing: 'is gone',
  inserted: 'was put in, or something just before it',
  reordered: 'is not in its place',
  cut: 'is where something was cut off',
  'seal wrong': 'does not fit the entries, or was not made by this gateway',
  'seal missing': 'is gone',
  'head wrong': 'is not the last of its chain, or the list of last entries was changed',
  restored: 'is not the one that was kept outside the database: an older copy was put back, or seals were removed',
};

/** The defect and its place, in one line. */
export function breakText({ seq, kind, chain, seal }: AuditBreak): string {
  const what =
    seal === undefined && kind === 'seal wrong'
      ? 'is not as it was sealed, or lacks a seal of this gateway that it must have'
      : MEANING[kind];
  const place = seal === undefined ? `entry ${seq}` : `seal ${seal}, at entry ${seq},`;
  return `${place}${chain === undefined ? '' : ` (${chainText(chain)})`} ${what} (${kind})`;
}

function chainText(chain: string): string {
  if (chain === GATEWAY_CHAIN) return 'of the gateway';
  return chain === EARLIER_CHAIN ? 'from before there were chains' : `of ${chain}`;
}
