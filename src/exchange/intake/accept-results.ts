import type { InMaking } from '../../core/supplied.js';
import { isPaused } from '../../directory/authorise.js';
import { targetsOf } from '../../directory/targets-of.js';
import { checkIncoming, type FormatRules } from '../../model/incoming/check-incoming.js';
import type { IncomingMessage } from '../../model/incoming/incoming-message.js';
import type { IncomingPlaces } from '../../model/incoming/incoming-places.js';
import type { ResultSource } from '../../model/result.js';
import { KnownTests } from '../../model/results/known-tests.js';
import { resultFieldsOf } from '../../privacy/fields/agreed-result-fields.js';
import type { Keyring } from '../../privacy/keys/keyring.js';
import { idsOf } from '../../privacy/minimise/minimise.js';
import { erasedPupils } from '../../privacy/pupils/erased-learners.js';
import { LearnerIds } from '../../privacy/pupils/learner-ids.js';
import { eckIdsToFind } from '../../privacy/pupils/pupils.js';
import { erasuresAtHand, erasuresOf } from '../../rights/erased-of.js';
import type { GoalLinkStore } from '../../store/goals/goal-link-store.js';
import type { ProfileStore } from '../../store/goals/profile-store.js';
import { findingsOf } from '../../store/noticed.js';
import type { RightsStore } from '../../store/rights-store.js';
import { SchoolKeys } from '../../store/school-keys.js';
import type { AnsweredRequest, Committed, Delivery, Store } from '../../store/store.js';
import { StoreError } from '../../store/store-error.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import { instantOf } from '../../uwlr/grammar/dates.js';
import type { Extensions } from '../../uwlr/grammar/decoder.js';
import type { RuleId } from '../../uwlr/rules.js';
import { cooperate } from '../cooperate.js';
import type { ExchangeLog } from '../exchange-log.js';
import { refusePilotResults } from '../pilot-eck-ids.js';
import type { Authority, Reauthorise } from './authority.js';
import { judgeCarried, NOTHING_CARRIED } from './signals/judge-carried.js';
import type { JudgeStore } from './signals/judge-signals.js';
import { type DeliverOptions, deliverRows } from './slices.js';
import { reportUnknownPupils } from './unknown-pupils.js';

/** What a store can hold in 64 bits reaches from 1677 to 2262; the schema lets a message be older, or not made yet. */
const EARLIEST = -(2n ** 63n);
const LATEST = 2n ** 63n - 1n;

const NO_ALIASES: ReadonlyMap<string, string> = new Map();

/** Each time is one more pupil who is erased, or one more change of the directory, in the moment between reading and storing. */
const ATTEMPTS = 10;

/** Results that a party brings, in whatever format, with the places of what is in them. */
export interface IncomingResults extends Authority {
  readonly again: Reauthorise;
  readonly message: IncomingMessage;
  readonly places: IncomingPlaces;
  /** Rules of the format alone. */
  readonly format?: FormatRules;
  readonly intake: NonNullable<ResultSource['intake']>;
  /** Of UWLR; absent when it is none. */
  readonly version?: UwlrVersion;
  readonly now: Date;
  /** See `Delivery`. */
  readonly requestKey?: string;
  /** They did not say when they were made: they come in the order in which they come. */
  readonly unordered?: boolean;
}

/** What became of it: `answer` only for a request under a key that was answered before. */
export type Accepted =
  | { readonly outcome: 'accepted'; readonly results: number; readonly revised: number }
  | { readonly outcome: 'repeated'; readonly answer?: AnsweredRequest };

/** What became of it: why it was refused is in the log. */
type Decided = Committed | { readonly kind: 'refused' };

/** What taking in results needs of the store: nothing of it reads a result. */
export type ResultIntakeStore = Pick<Store, 'directory' | 'directoryNow' | 'schoolKey' | 'aliasesByEckId' | 'commit' | 'knownLearners'> & {
  readonly rights: Pick<RightsStore, 'erasedNames' | 'erasedNamesAtHand'>;
  readonly goals: {
    readonly links: Pick<GoalLinkStore, 'tagger'>;
    readonly profiles: Pick<ProfileStore, 'profileIndex'>;
    readonly signals: JudgeStore['goals']['signals'];
  };
};

/** The second half of taking in results, however they came: what the XSDs do not say, minimise, translate, store. */
export class AcceptResults {
  readonly #schoolKeys: SchoolKeys;
  readonly #tests = new KnownTests();

  constructor(
    private readonly store: ResultIntakeStore,
    keyring: Keyring,
    private readonly extensions: Extensions,
    private readonly refusePilotIds = false,
  ) {
    this.#schoolKeys = new SchoolKeys(store, keyring);
  }

  /** What was stored; undefined when the message is refused: then the log holds an error. */
  async accept(incoming: IncomingResults, log: ExchangeLog): Promise<Accepted | undefined> {
    const { message, places, format, now } = incoming;
    if (!this.#isOpen(incoming, log)) return undefined;
    const createdAt = instantOf(message.createdAt);
    log.createdAtNs = createdAt < EARLIEST ? EARLIEST : createdAt > LATEST ? LATEST : createdAt;
    const checking = cooperate(checkIncoming(message, places, log.findings, format === undefined ? { now } : { now, format }));
    if (checking !== undefined) await checking;
    if (this.refusePilotIds) refusePilotResults(message, places, log);
    if (incoming.party.knownLearnersOnly) await this.#checkPupils(incoming, log);
    if (log.findings.errors > 0) return undefined;
    for (const { size } of message.pupils) log.results += size;
    const committed = await this.#commitAnew(incoming, log);
    switch (committed.kind) {
      case 'stored':
        for (const { rule, hint } of committed.noticed === undefined ? [] : findingsOf(committed.noticed))
          log.add(rule as RuleId, undefined, hint);
        return { outcome: 'accepted', results: committed.results, revised: committed.revised };
      case 'repeated':
        log.repeats = committed.repeats;
        return { outcome: 'repeated' };
      case 'answered':
        log.repeats = committed.answer.repeats ?? committed.answer.exchange;
        return { outcome: 'repeated', answer: committed.answer };
      case 'stale':
        log.add('UWLR-EX-004', places.head('createdAt'));
        return undefined;
      case 'key-reused':
        log.only('UWLR-EX-016');
        return undefined;
      case 'refused':
        return undefined;
    }
  }

  /** Whether anything moves for the school; else the log holds an error. */
  #isOpen({ directory, agreement }: Authority, log: ExchangeLog): boolean {
    log.agreement = agreement;
    if (!isPaused(directory, agreement.school)) return true;
    log.add('UWLR-EX-013');
    return false;
  }

  async #checkPupils({ agreement: { school }, message, places }: IncomingResults, log: ExchangeLog): Promise<void> {
    const { schoolKey, erased } = await this.#erased(school, message, true);
    await reportUnknownPupils(message, places, { store: this.store, school, schoolKey, erased }, log);
  }

  /**
   * A pupil who is erased while the message is in work is not in what is stored. Nor is anything stored of a sender who may send it no more:
   * each time that the directory changed, that is found out by the new one, and what it says of party and agreement holds.
   */
  async #commitAnew(first: IncomingResults, log: ExchangeLog): Promise<Exclude<Decided, { kind: 'outdated' | 'directory-changed' }>> {
    let incoming = first;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const committed = await this.#commit(incoming, log);
      if (committed.kind === 'directory-changed') {
        const authority = await incoming.again(await this.store.directory());
        if (authority === undefined || !this.#isOpen(authority, log)) return { kind: 'refused' };
        incoming = { ...incoming, ...authority };
        if (incoming.party.knownLearnersOnly) await this.#checkPupils(incoming, log);
        if (log.findings.errors > 0) return { kind: 'refused' };
      } else if (committed.kind !== 'outdated') {
        log.stepDone('stored');
        return committed;
      }
    }
    throw new StoreError('busy', 'deliveries: the directory changes, or pupils are erased, all the time');
  }

  /** `decides`: something is refused by it, and not only left out of what is stored. */
  async #erased(school: string, message: IncomingMessage, decides: boolean) {
    const schoolKey = await this.#schoolKeys.of(school);
    const erasures = decides ? await erasuresOf(this.store, school, schoolKey) : erasuresAtHand(this.store, school, schoolKey);
    return { schoolKey, ...erasures, erased: erasedPupils(message, erasures.learners) };
  }

  /** The same at once; undefined when not all of it is at hand. */
  #erasedAtHand(school: string, message: IncomingMessage, decides: boolean) {
    const directory = decides ? undefined : this.store.directoryNow();
    const schoolKey = directory === undefined ? undefined : this.#schoolKeys.atHand(school, directory);
    if (schoolKey === undefined) return undefined;
    const { mark, learners } = erasuresAtHand(this.store, school, schoolKey);
    return { schoolKey, mark, learners, erased: erasedPupils(message, learners) };
  }

  /** Waits for nothing that is at hand, as all of a message that waits is moved by the garbage collector. */
  async #commit(incoming: IncomingResults, log: ExchangeLog): Promise<Decided> {
    const { directory, party, agreement, message, intake, version, now, requestKey, unordered = false } = incoming;
    const { school } = agreement;
    const decides = message.signals !== undefined;
    const known = this.#erasedAtHand(school, message, decides) ?? (await this.#erased(school, message, decides));
    const { schoolKey, mark, erased } = known;
    const unknown = eckIdsToFind(message);
    const aliases = unknown.length === 0 ? NO_ALIASES : await this.store.aliasesByEckId(school, unknown);
    const carried = decides ? await judgeCarried(incoming, { ...known, store: this.store, aliases }, log) : NOTHING_CARRIED;
    if (log.findings.errors > 0) return { kind: 'refused' };
    const { ids, gathering } = LearnerIds.gather(idsOf(message));
    const gathered = cooperate(gathering);
    if (gathered !== undefined) await gathered;
    const options: InMaking<DeliverOptions> = {
      message,
      intake,
      party: party.klantcode,
      school,
      infourl: agreement.infourl,
      profile: resultFieldsOf(agreement),
      schoolKey,
      aliases,
      erased,
      ids,
      extensions: this.extensions,
      tests: this.#tests,
      tagger: this.store.goals.links.tagger(),
      profiles: this.store.goals.profiles.profileIndex(),
    };
    if (version !== undefined) options.version = version;
    const { assessments, slices, strips } = deliverRows(options);
    const targets = targetsOf(directory, school, party.klantcode, now.toISOString());
    const delivery: InMaking<Delivery> = {
      exchange: log.storedRecord(school, party.klantcode),
      acceptStale: party.acceptStale || unordered,
      // Vendors stamp in whole seconds, and send two messages within one.
      acceptSameMoment: party.policy === 'tolerant',
      unordered,
      erasures: mark,
      directory: directory.version,
      targets: targets.map(({ id }) => id),
      assessments,
      slices,
      strips: carried.strips.length === 0 ? strips : () => [...strips(), ...carried.strips],
    };
    if (requestKey !== undefined) delivery.requestKey = requestKey;
    if (carried.batch !== undefined) delivery.signals = carried.batch;
    log.stepDone('ready');
    const committing = this.store.commit(delivery);
    // The rows are made by now, but of a large message: while it is being written, nothing but its text is needed.
    message.release?.();
    return committing;
  }
}
