import type { Keyring } from '../../privacy/keys/keyring.js';
import type { Store } from '../../store/store.js';
import type { Extensions } from '../../uwlr/grammar/decoder.js';
import type { AliasStore } from '../outgoing-result.js';
import type { Sender } from '../shipment.js';

/** What senders are made with. */
export interface SenderParts {
  /** The names of receivers, and what the LAS calls its pupils: what a result is like comes with the shipment. */
  readonly store: AliasStore & Pick<Store, 'directory' | 'rosters' | 'rosterRows'>;
  /** Opens the settings of a target, see `settingsOf`. */
  readonly keyring: Keyring;
  /** Host names, addresses and networks that may be called though they are not public. */
  readonly allowTargets: readonly string[];
  /** Registered types of `anderresultaat`. */
  readonly extensions?: Extensions;
  /** Base of the REST side for whoever is outside. Absent: it is not known, so that pseudonymous receivers get no link to details. */
  readonly linkBase?: string;
}

/** Makes the sender of a kind: one for all targets of it. A setting that cannot be used is `configuration` in what `send` gives. */
export type MakeSender = (parts: SenderParts) => Sender;
