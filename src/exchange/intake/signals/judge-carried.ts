import { setImmediate } from 'node:timers/promises';
import type { Agreement, Directory, Party } from '../../../directory/directory.js';
import type { IncomingMessage, IncomingPupil, MessageSignal } from '../../../model/incoming/incoming-message.js';
import type { IncomingPlaces } from '../../../model/incoming/incoming-places.js';
import { SIGNAL_CHOICES } from '../../../model/incoming/signal-result.js';
import type { ResultSource } from '../../../model/result.js';
import { resultFieldsOf } from '../../../privacy/fields/agreed-result-fields.js';
import { SIGNALS } from '../../../privacy/fields/model-fields.js';
import type { SchoolKey } from '../../../privacy/keys/seal.js';
import { StripCounts } from '../../../privacy/minimise/strip-counts.js';
import type { ErasedLearners } from '../../../privacy/pupils/erased-learners.js';
import type { CarriedBatch } from '../../../store/goals/signal-store.js';
import type { StripRecord } from '../../../store/store.js';
import { cooperate } from '../../cooperate.js';
import type { ExchangeLog } from '../../exchange-log.js';
import { idsOf } from './accept-signals.js';
import { gatherCarried } from './carried-signals.js';
import type { IncomingSignal } from './incoming-signal.js';
import { type JudgeStore, judgeSignals } from './judge-signals.js';
import { SignalRows } from './signal-rows.js';
import { signalTargetsOf } from './signal-targets.js';

/** Results that may carry signals. */
export interface Carrying {
  readonly directory: Directory;
  readonly party: Party;
  readonly agreement: Agreement;
  readonly message: IncomingMessage;
  readonly places: IncomingPlaces;
  /** What was posted has its shape already. */
  readonly intake: NonNullable<ResultSource['intake']>;
  readonly now: Date;
}

/** What was looked up for them. */
interface Known {
  readonly store: JudgeStore;
  readonly schoolKey: SchoolKey;
  readonly aliases: ReadonlyMap<string, string>;
  readonly learners: ErasedLearners;
  readonly erased: ReadonlySet<IncomingPupil>;
}

export interface JudgedCarried {
  readonly batch?: CarriedBatch;
  readonly strips: readonly StripRecord[];
}

export const NOTHING_CARRIED: JudgedCarried = { strips: [] };

/** Signals that are looked at before others get a turn. */
const AT_ONCE = 50;
/** Faults beyond these would be read by nobody. */
const ENOUGH_ERRORS = 200;

/**
 * Judges the signals in results, and makes rows of them. Where one is wrong the log holds an error. Under an agreement whose list does not
 * name signals they are left out, and counted.
 */
export async function judgeCarried(carrying: Carrying, known: Known, log: ExchangeLog): Promise<JudgedCarried> {
  const { directory, party, agreement, message, places, intake, now } = carrying;
  const { store, schoolKey, aliases, learners, erased } = known;
  const { signals: carried = [] } = message;
  if (carried.length === 0) return NOTHING_CARRIED;
  const { school, infourl } = agreement;
  if (!resultFieldsOf(agreement).allowed.has(SIGNALS)) {
    return { strips: [{ path: SIGNALS, rule: 'not-in-profile', count: carried.length }] };
  }
  if (!maySignal(party, agreement)) {
    for (const { result, at } of carried) log.add('UWLR-SIG-008', places.result(result, `/signals/${at}`));
    return NOTHING_CARRIED;
  }
  if (intake !== 'json' && !(await haveShape(carried, places, log))) return NOTHING_CARRIED;
  const found = { signals: [] as IncomingSignal[], inMessage: new Map<string, string>() };
  await cooperate(gatherCarried(message, places, { school, party: party.klantcode, schoolKey, aliases, erased }, found));
  const { signals, inMessage } = found;
  const counts = new StripCounts();
  if (signals.length < carried.length) counts.add(SIGNALS, 'erased-learner', carried.length - signals.length);
  const rows = new SignalRows({ school, party: party.klantcode, schoolKey, infourl, ids: idsOf(signals), counts });
  const { faults, ...judged } = await judgeSignals(signals, { store, school, schoolKey, erased: learners, rows, now, inMessage });
  for (const { rule, place } of faults) log.add(rule, place);
  const targets = signalTargetsOf(directory, school, party.klantcode, now.toISOString()).map(({ id }) => id);
  return { batch: { ...judged, targets }, strips: counts.list() };
}

/** Holds signals against their schema; where one does not fit, the log holds an error. */
async function haveShape(carried: readonly MessageSignal[], places: IncomingPlaces, log: ExchangeLog): Promise<boolean> {
  // With the first that comes: few vendors send any.
  const { carriedFaults } = await import('../../../model/posted/posted-signal-shape.js');
  const errors = log.findings.errors;
  for (const [n, { result, at, said }] of carried.entries()) {
    if (n % AT_ONCE === AT_ONCE - 1) await setImmediate();
    for (const { rule, pointer, hint } of carriedFaults(said)) {
      // The words of the element, not those of JSON.
      log.add(rule, places.result(result, `/signals/${at}${pointer}`), SIGNAL_CHOICES[pointer]?.join(', ') ?? hint);
    }
    if (log.findings.errors - errors >= ENOUGH_ERRORS) break;
  }
  return log.findings.errors === errors;
}

/** Over REST there is a scope for it; over SOAP the registered type is what the parties agreed on. */
function maySignal({ role }: Party, { exchanges, scopes = [] }: Agreement): boolean {
  return role !== 'las' && (!exchanges.includes('rest') || scopes.includes('signals:write'));
}
