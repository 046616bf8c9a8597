import { fromVersion1 } from '../model/results-from-version-1.js';
import { schoolId } from '../model/school-id.js';
import { resultFieldsOf } from '../privacy/agreed-result-fields.js';
import { erasedAfnames } from '../privacy/erased-afnames.js';
import type { Keyring } from '../privacy/keyring.js';
import { eckIdsToFind } from '../privacy/pupils.js';
import type { Agreement } from '../store/directory.js';
import type { Committed, Store } from '../store/store.js';
import { StoreError } from '../store/store-error.js';
import { checkResults } from '../uwlr/check-results.js';
import type { Locator } from '../uwlr/checks/report.js';
import { instantOf } from '../uwlr/grammar/dates.js';
import type { Extensions } from '../uwlr/grammar/decoder.js';
import { type LeerresultatenVerzoek, leerresultatenVerzoek } from '../uwlr/messages/leerresultaten.js';
import { type LeerresultatenVerzoek1, leerresultatenVerzoek1 } from '../uwlr/messages/v1/leerresultaten.js';
import { authorise } from './authorise.js';
import { cooperate } from './cooperate.js';
import type { ExchangeLog } from './exchange-log.js';
import { isPaused } from './paused.js';
import { refusePilotResults } from './pilot-eck-ids.js';
import { placeOf } from './place-of.js';
import { erasuresOf } from './rights/erased-of.js';
import { SchoolKeys } from './school-keys.js';
import { deliverRows } from './slices.js';
import type { Received } from './soap-exchange.js';
import { targetsOf } from './targets-of.js';
import { reportUnknownPupils } from './unknown-pupils.js';

/** What a store can hold in 64 bits reaches from 1677 to 2262; the schema lets a message be older, or not made yet. */
const EARLIEST = -(2n ** 63n);
const LATEST = 2n ** 63n - 1n;

/** Each time is one more pupil who is erased in the moment between reading and storing. */
const ATTEMPTS = 10;

/** A message of results in the shape of UWLR 2, with the places of what is in it. */
interface Results {
  readonly value: LeerresultatenVerzoek;
  readonly locator: Locator;
}

/** The second half of BrengLeerresultaten: by what right, what the XSDs do not say, minimise, translate, store. */
export class AcceptResults {
  readonly #schoolKeys: SchoolKeys;

  constructor(
    private readonly store: Store,
    keyring: Keyring,
    private readonly extensions: Extensions,
    private readonly refusePilotIds = false,
  ) {
    this.#schoolKeys = new SchoolKeys(store, keyring);
  }

  /** What was stored; undefined when the message is refused: then the log holds an error. */
  async accept(received: Received, log: ExchangeLog): Promise<{ readonly outcome: 'accepted' | 'repeated' } | undefined> {
    const { directory, party, proof, now } = received;
    const results = resultsOf(received);
    const { value, locator } = results;
    const school = schoolId(value.school);
    const agreement = authorise(directory, party, proof, school, 'leerresultaten', now);
    if (agreement === undefined) {
      log.add('UWLR-EX-002', placeOf(locator, 'leerresultaten_verzoek/school'));
      return undefined;
    }
    log.agreement = agreement;
    if (isPaused(directory, school)) {
      log.add('UWLR-EX-013');
      return undefined;
    }
    const createdAt = instantOf(value.school.aanmaakdatum);
    log.createdAtNs = createdAt < EARLIEST ? EARLIEST : createdAt > LATEST ? LATEST : createdAt;
    await cooperate(checkResults(value, locator, log.findings, { now }));
    if (this.refusePilotIds) refusePilotResults(value, locator, log);
    if (party.knownLearnersOnly) {
      const { schoolKey, erased } = await this.#erased(school, value);
      await reportUnknownPupils(value, locator, { store: this.store, school, schoolKey, erased }, log);
    }
    if (log.findings.errors > 0) return undefined;
    for (const { resultaten } of value.toetsafnames.toetsafname) log.results += resultaten.resultaat.length;
    const committed = await this.#commitAnew(received, results, agreement, log);
    if (committed.kind === 'stale') {
      log.add('UWLR-EX-004', placeOf(locator, 'leerresultaten_verzoek/school/aanmaakdatum'));
      return undefined;
    }
    if (committed.kind === 'stored') return { outcome: 'accepted' };
    log.repeats = committed.repeats;
    return { outcome: 'repeated' };
  }

  /** A pupil who is erased while the message is in work is not in what is stored. */
  async #commitAnew(
    received: Received,
    results: Results,
    agreement: Agreement,
    log: ExchangeLog,
  ): Promise<Exclude<Committed, { kind: 'outdated' }>> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const committed = await this.#commit(received, results, agreement, log);
      if (committed.kind !== 'outdated') return committed;
    }
    throw new StoreError('busy', 'deliveries: pupils are being erased all the time');
  }

  async #erased(school: string, message: LeerresultatenVerzoek) {
    const schoolKey = await this.#schoolKeys.of(school);
    const { learners, mark } = await erasuresOf(this.store, school, schoolKey);
    return { schoolKey, mark, erased: erasedAfnames(message, learners) };
  }

  async #commit(
    { directory, party, message, now }: Received,
    { value }: Results,
    agreement: Agreement,
    log: ExchangeLog,
  ): Promise<Committed> {
    const { school } = agreement;
    const { schoolKey, mark, erased } = await this.#erased(school, value);
    const aliases = await this.store.aliasesByEckId(school, eckIdsToFind(value));
    const rows = deliverRows({
      message: value,
      version: message.version,
      party: party.klantcode,
      school,
      infourl: agreement.infourl,
      profile: resultFieldsOf(agreement),
      schoolKey,
      aliases,
      erased,
      extensions: this.extensions,
    });
    const { digest, createdAtNs } = log;
    if (digest === undefined || createdAtNs === undefined) throw new Error('a message without digest or moment cannot be stored');
    const targets = targetsOf(directory, school, party.klantcode, now.toISOString());
    const exchange = { ...log.record('accepted'), school, party: party.klantcode, digest, createdAtNs };
    return this.store.commit({ exchange, acceptStale: party.acceptStale, erasures: mark, targets: targets.map(({ id }) => id), ...rows });
  }
}

/** A message of 1.0 goes on as one of UWLR 2; what is found in it is found at the places of 1.0. */
function resultsOf({ root, message: { decoder } }: Received): Results {
  if (root !== leerresultatenVerzoek1) return { value: decoder.value as LeerresultatenVerzoek, locator: decoder };
  const now = leerresultatenVerzoek.element.name;
  const then = leerresultatenVerzoek1.element.name;
  return {
    value: fromVersion1(decoder.value as LeerresultatenVerzoek1),
    locator: {
      locate: (path, n) => decoder.locate(path.replace(now, then), n),
      // The only end of a norm that 1.0 says is the highest of all.
      pathOf: (path) => path.replace(now, then).replace(/\/norm\[\d+\]\/eindnormwaarde$/, '/@maxscore'),
    },
  };
}
