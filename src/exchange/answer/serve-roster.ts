import { authorise, isPaused } from '../../directory/authorise.js';
import type { Agreement } from '../../directory/directory.js';
import { type OutgoingRoster, rosterDisclosure } from '../../disclosure/outgoing-roster.js';
import type { SayableFields } from '../../model/roster/roster-fields.js';
import { type Asked, QUESTIONS, type Question } from '../../model/roster/roster-questions.js';
import { type SchoolIdentification, schoolId } from '../../model/school-id.js';
import { schoolYearAt } from '../../model/school-year.js';
import { agreedPupilFields } from '../../privacy/fields/agreed-pupil-fields.js';
import type { SchoolKey } from '../../privacy/keys/seal.js';
import type { SoapAnswer, SoapRequest } from '../../soap/endpoint/endpoint.js';
import { envelope, envelopeParts } from '../../soap/envelope/fault.js';
import type { ExchangeRecord } from '../../store/exchange-record.js';
import type { Disclosure } from '../../store/rights-store.js';
import type { RosterHead, RosterPack, RosterPacks } from '../../store/roster-store.js';
import { SchoolKeys } from '../../store/school-keys.js';
import type { Store } from '../../store/store.js';
import { checkRequest } from '../../uwlr/check-roster.js';
import { encodeToString } from '../../uwlr/encode.js';
import { instantOf } from '../../uwlr/grammar/dates.js';
import { PUPIL_PROFILES, type PupilProfile, type Root } from '../../uwlr/grammar/grammar.js';
import { cooperate } from '../cooperate.js';
import type { ExchangeLog } from '../exchange-log.js';
import { type Received, SoapExchange, type SoapExchangeOptions, type SoapUseCase } from '../front/soap-exchange.js';
import { placeOf } from '../place-of.js';
import { whyNotAuthorised } from '../refusal-reason.js';
import { packRows } from '../roster/read-roster.js';
import { Outlooks, RosterAnswer } from './roster-answer.js';

const NS_PER_MS = 1_000_000n;

/** What is given, and by what right. */
interface Given {
  readonly school: string;
  readonly fields: SayableFields;
  readonly snapshot: OutgoingRoster;
  /** Id of the agreement. */
  readonly agreement: string;
}

export interface ServeRosterOptions extends SoapExchangeOptions {
  readonly store: SoapExchangeOptions['store'] & Pick<Store, 'schoolKey' | 'keepRosterPacks'>;
  /** Rosters as they may go out, see `outgoingRoster`: there is no other way to one from here. */
  readonly rosters: (school: string, schoolYear: string) => Promise<OutgoingRoster | undefined>;
}

/**
 * HaalLeerlinggegevens, HaalStructuur, HaalLeerlingen and HaalLeerkrachten, as the LAS side answers them: all pupils of the school
 * that the agreement covers, with the fields that it names whatever the caller asks, in the version of the caller.
 */
export class ServeRoster implements SoapUseCase {
  readonly comparesDirectory = false;
  readonly roots: readonly Root[] = QUESTIONS.map(({ request }) => request);
  readonly #schoolKeys: SchoolKeys;
  readonly #outlooks = new Outlooks();
  readonly #exchange: SoapExchange;
  readonly #now: () => Date;

  constructor(private readonly options: ServeRosterOptions) {
    this.#schoolKeys = new SchoolKeys(options.store, options.keyring);
    this.#exchange = new SoapExchange(this, options);
    this.#now = options.now ?? (() => new Date());
  }

  handle(request: SoapRequest): Promise<SoapAnswer> {
    return this.#exchange.handle(request);
  }

  operationOf(root: Root | undefined): string {
    return questionOf(root).operation;
  }

  schoolOf(value: unknown): SchoolIdentification | undefined {
    return value as SchoolIdentification | undefined;
  }

  async answer(received: Received, log: ExchangeLog): Promise<SoapAnswer | undefined> {
    const { directory, party, proof, message, now } = received;
    const { root } = message;
    const asked = message.value as Asked;
    const at = (name: string) => placeOf(message, `${root.element.name}/${name}`);
    const school = schoolId(asked);
    const agreement = authorise(directory, party, proof, school, 'leerlinggegevens', now);
    log.agreement = agreement;
    log.credential = proof.keyFor(school)?.id ?? log.credential;
    const fields = agreement === undefined ? undefined : agreedPupilFields(agreement);
    if (agreement === undefined || fields === undefined) {
      log.refusal = whyNotAuthorised(directory, party, proof, { school, exchange: 'leerlinggegevens', at: now.toISOString() });
      log.add('UWLR-EX-002', { ...at('schooljaar'), path: `/${root.element.name}` });
      return undefined;
    }
    if (isPaused(directory, school)) {
      log.add('UWLR-EX-013');
      return undefined;
    }
    checkRequest(root, asked, message, log.findings);
    if (asked.gegevenssetid !== undefined && !isSet(asked.gegevenssetid, fields.profileIn(message.version))) {
      log.add('UWLR-EX-007', at('gegevenssetid'));
    }
    if (log.findings.errors > 0) return undefined;
    const question = questionOf(root);
    const schoolYear = isYear(asked.schooljaar) ? asked.schooljaar : schoolYearAt(now);
    const snapshot = await this.options.rosters(school, schoolYear);
    if (snapshot === undefined) return this.#without(question, 'geengegevens', received, log);
    if (isUnchanged(asked, snapshot.head, agreement)) return this.#without(question, 'geenwijzigingen', received, log);
    return this.#with(question, asked, { school, fields, snapshot, agreement: agreement.id }, received, log);
  }

  async #with(
    question: Question,
    asked: Asked,
    { school, fields, snapshot, agreement }: Given,
    received: Received,
    log: ExchangeLog,
  ): Promise<SoapAnswer | undefined> {
    const schoolKey = await this.#schoolKeys.of(school);
    const answer = new RosterAnswer({
      question,
      version: received.message.version,
      fields,
      school,
      schoolKey,
      snapshot: snapshot.unpacked ? await this.#pack(snapshot, schoolKey) : snapshot,
      groups: asked.groepen,
      now: this.#now(),
    });
    const { head } = snapshot;
    const same = [school, head.schoolYear, head.revision, head.changedAt, received.message.version, fields.name, question.operation].join(
      ' ',
    );
    await cooperate(answer.prepare(this.#outlooks.get(same)));
    const { problems, losses } = answer.outlook;
    if (asked.groepen === undefined) this.#outlooks.set(same, answer.outlook);
    if (answer.unknownGroups > 0) log.add('UWLR-EX-010', undefined, `${answer.unknownGroups} of them`);
    if (answer.isEmpty) return this.#without(question, 'geengegevens', received, log);
    for (const { rule, path, count } of problems) {
      log.add(rule, { path, line: 0, column: 0 }, `${count} times`);
    }
    if (log.findings.errors > 0) return undefined;
    log.learners = answer.counts.learners;
    log.strips = losses.map(({ path, reason, count }) => ({ path: path.replace(/^\//, ''), rule: reason, count }));
    await this.#record(log, (record) =>
      rosterDisclosure({
        record,
        from: snapshot,
        receiver: received.party.klantcode,
        agreement,
        fields: fields.in(received.message.version),
        learners: answer.learnerIds,
      }),
    );
    return { xml: envelopeParts(answer.parts()), fault: false };
  }

  /** The roster with its rows sealed together; the store keeps them so for later answers. */
  async #pack({ head, rows }: OutgoingRoster, schoolKey: SchoolKey): Promise<RosterPacks> {
    const packs: RosterPack[] = [];
    await cooperate(packRows(rows, schoolKey, packs));
    // The answer does without. A store in trouble fails at the record of this exchange too, which comes after it.
    this.options.store.keepRosterPacks({ head, rows: packs }).catch(() => undefined);
    return { head, rows: packs };
  }

  async #without(
    { answer }: Question,
    what: 'geengegevens' | 'geenwijzigingen',
    { message }: Received,
    log: ExchangeLog,
  ): Promise<SoapAnswer> {
    await this.#record(log);
    return { xml: envelope(encodeToString(answer, message.version, { [what]: {} } as never)), fault: false };
  }

  /** Before the first byte of it goes out it is on record that it did, and whose data went to whom. */
  async #record(log: ExchangeLog, disclosed?: (record: ExchangeRecord) => Disclosure | undefined): Promise<void> {
    const record = log.record('accepted');
    log.stepDone('ready');
    await this.options.store.record(record, disclosed?.(record));
    log.stepDone('stored');
    this.options.observe?.(record, true, log.steps);
  }
}

function questionOf(root: Root | undefined): Question {
  return QUESTIONS.find(({ request }) => request === root) ?? (QUESTIONS[0] as Question);
}

/** Whether the set that is asked for is what is given. */
function isSet(gegevenssetid: string, given: PupilProfile | undefined): boolean {
  return given !== undefined && profileNamed(gegevenssetid) === given;
}

/**
 * The profile that a gegevenssetid names. The standard lists no values; `Smalle-set-VO` was seen in the field, so a sector may
 * follow the name, and neither case nor separators matter. Undefined: no profile that is known.
 */
function profileNamed(gegevenssetid: string): PupilProfile | undefined {
  const name = gegevenssetid
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-')
    .replace(/-(?:vo|po|mbo|so)$/, '');
  return PUPIL_PROFILES.find((profile) => profile === name);
}

function isYear(schooljaar: string): boolean {
  return /^[0-9]{4}-[0-9]{4}$/.test(schooljaar);
}

/** Nothing has changed since the caller was last given data, nor was it agreed on since that it may have them. */
function isUnchanged({ laatstontvangengegevens }: Asked, { changedAt }: RosterHead, { from }: Agreement): boolean {
  if (laatstontvangengegevens === undefined) return false;
  const since = instantOf(laatstontvangengegevens);
  return [changedAt, from].every((moment) => BigInt(Date.parse(moment)) * NS_PER_MS <= since);
}
