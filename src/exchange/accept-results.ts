import { schoolId } from '../model/school-id.js';
import type { Keyring } from '../privacy/keyring.js';
import { eckIdsToFind } from '../privacy/pupils.js';
import type { SchoolKey } from '../privacy/seal.js';
import type { Agreement, Directory, Party } from '../store/directory.js';
import type { Committed, Store } from '../store/store.js';
import { checkResults } from '../uwlr/check-results.js';
import type { Place } from '../uwlr/findings.js';
import { instantOf } from '../uwlr/grammar/dates.js';
import type { Decoder, Extensions } from '../uwlr/grammar/decoder.js';
import type { Autorisatie } from '../uwlr/messages/autorisatie.js';
import type { LeerresultatenVerzoek } from '../uwlr/messages/leerresultaten.js';
import { authorise } from './authorise.js';
import { cooperate } from './cooperate.js';
import type { ExchangeLog } from './exchange-log.js';
import { deliverRows } from './slices.js';

/** What a store can hold in 64 bits reaches back to 1677; the schema lets a message be older. */
const EARLIEST = -(2n ** 63n);

/** A message of which header and shape are right, with all that is needed to judge the rest of it. */
export interface Readable {
  readonly directory: Directory;
  readonly party: Party;
  readonly header: Autorisatie;
  readonly decoder: Decoder;
  readonly value: LeerresultatenVerzoek;
  readonly now: Date;
}

/** The second half of BrengLeerresultaten: by what right, what the XSDs do not say, minimise, translate, store. */
export class AcceptResults {
  readonly #schoolKeys = new Map<string, SchoolKey>();

  constructor(
    private readonly store: Store,
    private readonly keyring: Keyring,
    private readonly extensions: Extensions,
  ) {}

  /** What was stored; undefined when the message is refused: then the log holds an error. */
  async accept(readable: Readable, log: ExchangeLog): Promise<{ readonly outcome: 'accepted' | 'repeated' } | undefined> {
    const { directory, party, header, decoder, value, now } = readable;
    const school = schoolId(value.school);
    const agreement = authorise(directory, this.keyring, party, header, school, 'leerresultaten', now);
    if (agreement === undefined) {
      log.add('UWLR-EX-002', placeOf(decoder, 'leerresultaten_verzoek/school'));
      return undefined;
    }
    const createdAt = instantOf(value.school.aanmaakdatum);
    log.createdAtNs = createdAt < EARLIEST ? EARLIEST : createdAt;
    await cooperate(checkResults(value, decoder, log.findings, { now }));
    if (log.findings.errors > 0) return undefined;
    const committed = await this.#commit(readable, agreement, school, log);
    if (committed.kind === 'stale') {
      log.add('UWLR-EX-004', placeOf(decoder, 'leerresultaten_verzoek/school/aanmaakdatum'));
      return undefined;
    }
    if (committed.kind === 'stored') return { outcome: 'accepted' };
    log.repeats = committed.repeats;
    return { outcome: 'repeated' };
  }

  async #commit({ party, decoder, value }: Readable, agreement: Agreement, school: string, log: ExchangeLog): Promise<Committed> {
    const { version } = decoder.compiled;
    const aliases = await this.store.aliasesByEckId(school, eckIdsToFind(value));
    const rows = deliverRows({
      message: value,
      version,
      party: party.klantcode,
      school,
      infourl: agreement.infourl,
      schoolKey: await this.#schoolKey(school),
      aliases,
      extensions: this.extensions,
    });
    for (const { resultaten } of value.toetsafnames.toetsafname) log.results += resultaten.resultaat.length;
    const { digest, createdAtNs } = log;
    if (digest === undefined || createdAtNs === undefined) throw new Error('a message without digest or moment cannot be stored');
    const exchange = { ...log.record('accepted'), school, party: party.klantcode, digest, createdAtNs };
    return this.store.commit({ exchange, acceptStale: party.acceptStale, ...rows });
  }

  async #schoolKey(school: string): Promise<SchoolKey> {
    const known = this.#schoolKeys.get(school);
    if (known !== undefined) return known;
    const wrapped = await this.store.schoolKey(school, this.keyring.wrapSchoolKey(school));
    const key = this.keyring.unwrapSchoolKey(school, wrapped);
    this.#schoolKeys.set(school, key);
    return key;
  }
}

/** Where the one element of a path stands in the message. */
export function placeOf(decoder: Decoder, path: string): Place {
  return { path: `/${path}`, ...decoder.locate(path, 0) };
}
