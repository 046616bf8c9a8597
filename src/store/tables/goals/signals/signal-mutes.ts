import type { SignalKind } from '../../../../model/signal.js';
import type { SignalMute } from '../../../goals/signal-store.js';
import { query } from '../../../sql/query.js';
import { all, audit, run, type Script } from '../../../sql/script.js';
import { auditEntry } from '../../audit/audit-entry.js';

/** `at`: undefined where signals are shown again. */
export interface MuteWrite {
  readonly kind: 'mute';
  readonly school: string;
  readonly party: string;
  readonly signal: SignalKind;
  readonly at: number | undefined;
}

type OfKind = Pick<MuteWrite, 'school' | 'party' | 'signal'>;

/** What the audit calls each kind. */
const AUDIT_NAMES = { NEW_PROGRESS: 'newProgress', STUCK: 'stuck', FAST: 'fast' } as const satisfies Record<SignalKind, string>;

const MUTE = query<never, OfKind & { readonly at: number }>(
  () => `
    INSERT INTO signal_mutes (school, party, kind, muted_at) VALUES (@school, @party, @signal, @at)
    ON CONFLICT (school, party, kind) DO NOTHING`,
);
const SHOW = query<never, OfKind>(() => 'DELETE FROM signal_mutes WHERE school = @school AND party = @party AND kind = @signal');
const MUTES = query<{ readonly party: string; readonly kind: SignalKind; readonly muted_at: number }, Pick<OfKind, 'school'>>(
  () => 'SELECT party, kind, muted_at FROM signal_mutes WHERE school = @school ORDER BY party, kind',
);

/** False: it was so already. */
export function* muteSignals({ school, party, signal, at }: MuteWrite, actor: string): Script<boolean> {
  const changes = at === undefined ? yield* run(SHOW, { school, party, signal }) : yield* run(MUTE, { school, party, signal, at });
  if (changes === 0) return false;
  const counts = { [AUDIT_NAMES[signal]]: 1 };
  yield* audit(auditEntry(actor, at === undefined ? 'signals.unmute' : 'signals.mute', { school, subject: party, counts }));
  return true;
}

export function* signalMutes(school: string): Script<readonly SignalMute[]> {
  return (yield* all(MUTES, { school })).map(({ party, kind, muted_at }) => ({ party, kind, mutedAt: new Date(muted_at).toISOString() }));
}
