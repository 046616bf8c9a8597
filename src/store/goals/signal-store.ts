import type { SignalKind } from '../../model/signal.js';

/** A kind of signals of a vendor that a school does not want to see: they are stored and counted all the same. */
export interface SignalMute {
  readonly party: string;
  readonly kind: SignalKind;
  /** ISO instant. */
  readonly mutedAt: string;
}

export interface SignalStore {
  signalMutes(school: string): Promise<readonly SignalMute[]>;
  /** `at`: ISO instant; undefined: they are shown again. */
  muteSignals(school: string, party: string, kind: SignalKind, at: string | undefined): Promise<void>;
}
