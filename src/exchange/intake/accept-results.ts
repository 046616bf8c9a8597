import type { InMaking } from '../../core/supplied.js';
import { isPaused } from '../../directory/authorise.js';
import type { Agreement, Directory, Party } from '../../directory/directory.js';
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
import { judgeCarried, NOTHING_CARRIED } from './signals/judge-carried.js';
import type { JudgeStore } from './signals/judge-signals.js';
import { type DeliverOptions, deliverRows } from './slices.js';
import { reportUnknownPupils } from './unknown-pupils.js';

/** What a store can hold in 64 bits reaches from 1677 to 2262; the schema lets a message be older, or not made yet. */
const EARLIEST = -(2n ** 63n);
const LATEST = 2n ** 63n - 1n;

const NO_ALIASES: ReadonlyMap<string, string> = new Map();

/** Each time is one more pupil who is erased in the moment between reading and storing. */
const ATTEMPTS = 10;

/** Results that a party brings, in whatever format, with the places of what is in them. */
export interface IncomingResults {
  readonly directory: Directory;
  readonly party: Party;
  /** Under which it may. */
  readonly agreement: Agreement;
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

/** What became of it: signals that cannot be taken are in the log. */
type Decided = Committed | { readonly kind: 'signals-refused' };

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
    const { directory, party, agreement, message, places, format, now } = incoming;
    const { school } = agreement;
    log.agreement = agreement;
    if (isPaused(directory, school)) {
      log.add('UWLR-EX-013');
      return undefined;
    }
    const createdAt = instantOf(message.createdAt);
    log.createdAtNs = createdAt < EARLIEST ? EARLIEST : createdAt > LATEST ? LATEST : createdAt;
    const checking = cooperate(checkIncoming(message, places, log.findings, format === undefined ? { now } : { now, format }));
    if (checking !== undefined) await checking;
    if (this.refusePilotIds) refusePilotResults(message, places, log);
    if (party.knownLearnersOnly) {
      const { schoolKey, erased } = await this.#erased(school, message, true);
      await reportUnknownPupils(message, places, { store: this.store, school, schoolKey, erased }, log);
    }
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
      case 'signals-refused':
        return undefined;
    }
  }

  /** A pupil who is erased while the message is in work is not in what is stored. */
  async #commitAnew(incoming: IncomingResults, log: ExchangeLog): Promise<Exclude<Decided, { kind: 'outdated' }>> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const committed = await this.#commit(incoming, log);
      if (committed.kind !== 'outdated') return committed;
    }
    throw new StoreError('busy', 'deliveries: pupils are being erased all the time');
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
    if (log.findings.errors > 0) return { kind: 'signals-refused' };
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
      targets: targets.map(({ id }) => id),
      assessments,
      slices,
      strips: carried.strips.length === 0 ? strips : () => [...strips(), ...carried.strips],
    };
    if (requestKey !== undefined) delivery.requestKey = requestKey;
    if (carried.batch !== undefined) delivery.signals = carried.batch;
    const committing = this.store.commit(delivery);
    // The rows are made by now, but of a large message: while it is being written, nothing but its text is needed.
    message.release?.();
    return committing;
  }
}
