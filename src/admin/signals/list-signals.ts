import type { SignalKind } from '../../model/signal.js';
import type { SignalTally, StoredSignal } from '../../store/goals/signal-store.js';
import type { Page } from '../../store/store.js';
import type { Office } from '../office.js';
import { knownSchool } from '../schools/known-school.js';

export interface SignalFilter {
  readonly school: string;
  /** Alias, or id of a learner of the roster. */
  readonly learner?: string;
  readonly party?: string;
  readonly kind?: SignalKind;
  /** True: superseded, withdrawn and past ones too. */
  readonly all?: boolean;
  /** True: those that the school muted too. */
  readonly muted?: boolean;
}

/** Signals that are stored of a school. Throws `Refusal`, and `StoreError('unknown')` for a cursor that is not of this list. */
export async function listSignals(
  { store, at }: Pick<Office, 'store' | 'at'>,
  { learner, all, ...filter }: SignalFilter,
  page: { readonly cursor?: string; readonly limit: number },
): Promise<Page<StoredSignal>> {
  knownSchool(await store.directory(), filter.school);
  const learners = learner === undefined ? {} : { learners: [learner] };
  return store.goals.signals.signals({ ...filter, ...learners, ...(all ? {} : { at }), ...page });
}

/** How many signals of each vendor and kind a school has, and which of those it muted. Throws `Refusal`. */
export async function tallySignals({ store }: Pick<Office, 'store'>, school: string): Promise<readonly SignalTally[]> {
  knownSchool(await store.directory(), school);
  return store.goals.signals.signalTallies(school);
}
