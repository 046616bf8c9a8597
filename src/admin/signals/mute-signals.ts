import type { SignalKind } from '../../model/signal.js';
import type { SignalStore } from '../../store/goals/signal-store.js';
import type { Store } from '../../store/store.js';
import { knownParty } from '../parties/known-party.js';
import { knownSchool } from '../schools/known-school.js';

export interface MuteRequest {
  readonly school: string;
  /** Klantcode of the vendor. */
  readonly party: string;
  readonly kind: SignalKind;
  /** False: they are shown again. */
  readonly muted: boolean;
}

export interface SetMute extends MuteRequest {
  /** False: it was so already. */
  readonly changed: boolean;
}

/** A school that mutes a kind of signals of a vendor has them stored and counted, and sees them no more. Throws `Refusal`. */
export async function muteSignals(
  {
    store,
    at,
  }: {
    readonly store: Pick<Store, 'directory'> & { readonly goals: { readonly signals: Pick<SignalStore, 'muteSignals'> } };
    readonly at: string;
  },
  request: MuteRequest,
): Promise<SetMute> {
  const { school, party, kind, muted } = request;
  const directory = await store.directory();
  knownSchool(directory, school);
  knownParty(directory, party);
  const changed = await store.goals.signals.muteSignals(school, party, kind, muted ? at : undefined);
  return { school, party, kind, muted, changed };
}
