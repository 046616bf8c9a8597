import { supplied } from '../../../core/supplied.js';
import { isWithdrawn, type RaisedSignal } from '../../../model/posted/posted-signals.js';
import type { SchoolKey } from '../../../privacy/keys/seal.js';
import { type ErasedLearners, pseudonymsOf } from '../../../privacy/pupils/erased-learners.js';
import type { LearnerOf, SignalRow, SignalStanding, SignalStore } from '../../../store/goals/signal-store.js';
import type { LearnerRow } from '../../../store/learner-row.js';
import type { Store } from '../../../store/store.js';
import { isFarAhead } from '../../../uwlr/checks/calendar.js';
import type { Place } from '../../../uwlr/findings.js';
import type { RuleId } from '../../../uwlr/rules.js';
import type { IncomingSignal } from './incoming-signal.js';
import type { SignalRows } from './signal-rows.js';

/** What a judge of signals asks the store. */
export type JudgeStore = Pick<Store, 'aliasesByEckId'> & {
  readonly goals: { readonly signals: Pick<SignalStore, 'signalStandings' | 'learnersOfResults' | 'knownToSignals'> };
};

export interface JudgeOptions {
  readonly store: JudgeStore;
  readonly school: string;
  readonly schoolKey: SchoolKey;
  readonly erased: ErasedLearners;
  readonly rows: SignalRows;
  readonly now: Date;
  /** Results that come in the same message: alias of the learner, by id. */
  readonly inMessage?: ReadonlyMap<string, string>;
}

/** Something wrong with a signal. */
export interface SignalFault {
  readonly rule: RuleId;
  readonly place: Place;
}

export interface JudgedSignals {
  readonly learners: readonly LearnerRow[];
  readonly signals: readonly SignalRow[];
  readonly withdrawals: readonly string[];
  /** With any of these, nothing of it is to be stored. */
  readonly faults: readonly SignalFault[];
}

/** Holds signals against what is stored: whether learners, results and earlier signals that they name are there. Signals have their shape. */
export async function judgeSignals(incoming: readonly IncomingSignal[], options: JudgeOptions): Promise<JudgedSignals> {
  const judge = new Judge(options);
  await judge.look(incoming);
  for (const one of incoming) judge.judge(one);
  // Only this crosses to the thread that writes.
  const { learners, signals, withdrawals, faults } = judge;
  return { learners, signals, withdrawals, faults };
}

class Judge implements JudgedSignals {
  readonly learners: LearnerRow[] = [];
  readonly signals: SignalRow[] = [];
  readonly withdrawals: string[] = [];
  readonly faults: SignalFault[] = [];
  /** What this message itself says, by id. */
  readonly #said = new Map<string, LearnerOf>();
  readonly #given = new Set<string>();
  /** Signals that this message replaces. */
  readonly #replaced = new Set<string>();
  #standings: ReadonlyMap<string, SignalStanding> = new Map();
  #results: ReadonlyMap<string, LearnerOf> = new Map();
  #known: ReadonlyMap<string, LearnerOf> = new Map();
  #byEckId: ReadonlyMap<string, string> = new Map();

  constructor(private readonly options: JudgeOptions) {}

  /** Asks the store once for each kind of thing. */
  async look(incoming: readonly IncomingSignal[]): Promise<void> {
    const { store, school, rows } = this.options;
    const { signals } = store.goals;
    const raised = incoming.flatMap(({ posted }) => (isWithdrawn(posted) ? [] : [posted]));
    const keys = [...incoming.map(({ posted }) => posted.key), ...raised.flatMap(({ supersedes }) => supersedes ?? [])];
    const eckIds = raised.flatMap(({ learner }) => (learner.eckId === undefined ? [] : [learner.eckId]));
    this.#byEckId = await store.aliasesByEckId(school, [...new Set(eckIds)]);
    const aliases = incoming.flatMap((one) => (isWithdrawn(one.posted) ? [] : this.#namesOf(one, one.posted)));
    this.#known = await signals.knownToSignals(school, [...new Set(aliases)]);
    this.#standings = await signals.signalStandings(school, [...new Set(keys.map((key) => rows.idOf(key)))]);
    this.#results = await signals.learnersOfResults(school, [...new Set(raised.flatMap((one) => rows.basisOf(one)))]);
  }

  judge(one: IncomingSignal): void {
    const { posted } = one;
    const id = this.options.rows.idOf(posted.key);
    if (this.#given.has(id)) {
      this.#fault('UWLR-SIG-007', one.place('/key'));
      return;
    }
    this.#given.add(id);
    if (!isWithdrawn(posted)) this.#raise(one, posted);
    else if (this.#standings.has(id)) this.withdrawals.push(id);
    else this.#fault('UWLR-SIG-004', one.place('/key'));
  }

  #raise(one: IncomingSignal, posted: RaisedSignal): void {
    const { rows } = this.options;
    const learner = this.#learnerOf(one, posted);
    if (learner === undefined) {
      this.#fault('UWLR-SIG-002', one.place('/learner'));
      return;
    }
    const row = rows.row(posted, learner.learner);
    const standing = this.#standings.get(row.id);
    const isOther = standing !== undefined && !isSame(standing, learner);
    if (isOther) this.#fault('UWLR-SIG-005', one.place('/key'));
    // What was said before is so however much changed since: results may be gone, and the signal be over.
    else if (!standing?.digests.includes(row.digest)) this.#judgeNew(one, posted, row, learner, standing);
    this.#said.set(row.id, learner);
    this.signals.push(row);
    if (!this.learners.some(({ alias }) => alias === row.learner)) this.learners.push(this.#rowOf(posted, row.learner));
  }

  #judgeNew(one: IncomingSignal, posted: RaisedSignal, row: SignalRow, learner: LearnerOf, standing: SignalStanding | undefined): void {
    if ((standing !== undefined && standing.status !== 'raised') || this.#replaced.has(row.id))
      this.#fault('UWLR-SIG-006', one.place('/key'));
    this.#judgeTimes(one, posted);
    for (const [at, id] of this.options.rows.basisOf(posted).entries()) {
      const inMessage = this.options.inMessage?.get(id);
      const of = inMessage === undefined ? this.#results.get(id) : { learner: inMessage };
      if (of === undefined || !isSame(of, learner)) this.#fault('UWLR-SIG-003', one.place(`/basis/results/${at}`));
    }
    const { supersedes } = row;
    if (supersedes === undefined) return;
    const isReplaced = this.#replaced.has(supersedes);
    this.#replaced.add(supersedes);
    // It is no earlier one than itself.
    if (supersedes === row.id) {
      this.#fault('UWLR-SIG-004', one.place('/supersedes'));
      return;
    }
    const earlier = this.#said.get(supersedes) ?? this.#standings.get(supersedes);
    if (earlier === undefined) this.#fault('UWLR-SIG-004', one.place('/supersedes'));
    else if (!isSame(earlier, learner)) this.#fault('UWLR-SIG-005', one.place('/supersedes'));
    else if (isReplaced || ('status' in earlier && earlier.status !== 'raised')) this.#fault('UWLR-SIG-006', one.place('/supersedes'));
  }

  #judgeTimes(one: IncomingSignal, { raisedAt, validUntil, basis = {} }: RaisedSignal): void {
    if (isFarAhead(raisedAt, this.options.now)) this.#fault('UWLR-SIG-009', one.place('/raisedAt'));
    if (validUntil !== undefined && Date.parse(validUntil) <= Date.parse(raisedAt)) this.#fault('UWLR-SIG-009', one.place('/validUntil'));
    const { from, until } = basis;
    if (from !== undefined && until !== undefined && until < from) this.#fault('UWLR-SIG-009', one.place('/basis/until'));
  }

  /** Undefined: nobody here knows of such a learner. */
  #learnerOf(one: IncomingSignal, posted: RaisedSignal): LearnerOf | undefined {
    const { erased } = this.options;
    const { leerlingid, eckId } = posted.learner;
    if (erased.hasNamed({ key: leerlingid, eckId })) return undefined;
    const [alias, ...others] = this.#namesOf(one, posted);
    if (alias === undefined) return undefined;
    const known = [alias, ...others].flatMap((name) => this.#known.get(name) ?? []);
    const rosterLearner = known.find((of) => of.rosterLearner !== undefined)?.rosterLearner;
    if (known.length === 0 && one.learner === undefined) return undefined;
    return { learner: alias, ...supplied({ rosterLearner }) };
  }

  /** What the learner of a signal is called here: first the alias that results of the learner go by. */
  #namesOf({ learner }: IncomingSignal, { learner: { leerlingid, eckId } }: RaisedSignal): readonly string[] {
    const byEckId = eckId === undefined ? undefined : this.#byEckId.get(eckId);
    const names = pseudonymsOf({ key: leerlingid, eckId }, this.options.schoolKey);
    const isKeyed = leerlingid !== undefined && !leerlingid.trim().startsWith('#');
    return [...new Set([learner, ...(isKeyed ? names : [byEckId, ...names])])].filter((name) => name !== undefined);
  }

  #rowOf({ learner: { leerlingid } }: RaisedSignal, alias: string): LearnerRow {
    const key = leerlingid?.trim();
    const { schoolKey } = this.options;
    const isOwn = key !== undefined && !key.startsWith('#') && schoolKey.alias('leerlingid', key) === alias;
    return { alias, ...(isOwn ? { sealedId: schoolKey.sealLearner(alias, key) } : {}) };
  }

  #fault(rule: RuleId, place: Place): void {
    this.faults.push({ rule, place });
  }
}

/** One pupil may have two aliases: the roster knows that they are one. */
function isSame(one: LearnerOf, other: LearnerOf): boolean {
  return one.learner === other.learner || (one.rosterLearner !== undefined && one.rosterLearner === other.rosterLearner);
}
