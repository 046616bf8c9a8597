import { isWithdrawn } from '../../../model/posted/posted-signals.js';
import type { Keyring } from '../../../privacy/keys/keyring.js';
import { StripCounts } from '../../../privacy/minimise/strip-counts.js';
import { erasuresOf } from '../../../rights/erased-of.js';
import type { SignalCounts, SignalStore } from '../../../store/goals/signal-store.js';
import type { RightsStore } from '../../../store/rights-store.js';
import { SchoolKeys } from '../../../store/school-keys.js';
import type { Store } from '../../../store/store.js';
import { StoreError } from '../../../store/store-error.js';
import type { ExchangeLog } from '../../exchange-log.js';
import type { Authority, Reauthorise } from '../authority.js';
import type { IncomingSignal } from './incoming-signal.js';
import { judgeSignals } from './judge-signals.js';
import { SignalRows } from './signal-rows.js';
import { signalTargetsOf } from './signal-targets.js';

/** Each time is one more pupil who is erased, or one more change of the directory, in the moment between reading and storing. */
const ATTEMPTS = 10;

/** What taking in signals needs of the store. */
export type SignalIntakeStore = Pick<Store, 'directory' | 'schoolKey' | 'aliasesByEckId'> & {
  readonly rights: Pick<RightsStore, 'erasedNames'>;
  readonly goals: { readonly signals: Pick<SignalStore, 'signalStandings' | 'learnersOfResults' | 'knownToSignals' | 'takeSignals'> };
};

/** Signals that a vendor brings by themselves. */
export interface IncomingSignals extends Authority {
  readonly again: Reauthorise;
  readonly signals: readonly IncomingSignal[];
  readonly now: Date;
}

export interface AcceptedSignals extends SignalCounts {
  /** Ids of the signals, in their order. */
  readonly ids: readonly string[];
}

/** Takes in signals, all of them or none: judges, minimises, stores. */
export class AcceptSignals {
  readonly #schoolKeys: SchoolKeys;

  constructor(
    private readonly store: SignalIntakeStore,
    keyring: Keyring,
  ) {
    this.#schoolKeys = new SchoolKeys(store, keyring);
  }

  /** What was stored; undefined when the message is refused: then the log holds an error. Throws `StoreError`. */
  async accept(first: IncomingSignals, log: ExchangeLog): Promise<AcceptedSignals | undefined> {
    let incoming = first;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const taken = await this.#take(incoming, log);
      if (taken === 'directory-changed') {
        const authority = await incoming.again(await this.store.directory());
        if (authority === undefined) return undefined;
        incoming = { ...incoming, ...authority };
      } else if (taken !== 'outdated') return taken;
    }
    throw new StoreError('busy', 'signals: the directory changes, or pupils are erased, all the time');
  }

  async #take(
    { directory, party: { klantcode: party }, agreement, signals, now }: IncomingSignals,
    log: ExchangeLog,
  ): Promise<AcceptedSignals | 'outdated' | 'directory-changed' | undefined> {
    const { store } = this;
    const { school, infourl } = agreement;
    const schoolKey = await this.#schoolKeys.of(school);
    const { learners: erased, mark } = await erasuresOf(store, school, schoolKey);
    const counts = new StripCounts();
    const rows = new SignalRows({ school, party, schoolKey, infourl, ids: idsOf(signals), counts });
    const { faults, ...judged } = await judgeSignals(signals, { store, school, schoolKey, erased, rows, now });
    for (const { rule, place } of faults) log.add(rule, place);
    if (log.findings.errors > 0) return undefined;
    log.strips = counts.list();
    const taken = await store.goals.signals.takeSignals({
      exchange: { ...log.record('accepted'), school, party },
      ...judged,
      erasures: mark,
      directory: directory.version,
      targets: signalTargetsOf(directory, school, party, now.toISOString()).map(({ id }) => id),
    });
    if (taken.kind !== 'stored') return taken.kind;
    const { kind: _, ...said } = taken;
    return { ...said, ids: signals.map(({ posted }) => rows.idOf(posted.key)) };
  }
}

/** The ids of learners that signals name. */
export function idsOf(signals: readonly IncomingSignal[]): readonly (string | undefined)[] {
  return signals.flatMap(({ posted }) => (isWithdrawn(posted) ? [] : [posted.learner.leerlingid, posted.learner.eckId]));
}
