import { checkResults } from '../model/incoming/check-results.js';
import { fromVersion1 } from '../model/results/results-from-version-1.js';
import type { Learner } from '../model/roster/roster.js';
import { schoolId } from '../model/school-id.js';
import type { SoapAnswer, SoapRequest, SoapService } from '../soap/endpoint/endpoint.js';
import { envelope } from '../soap/envelope/fault.js';
import type { MessageDecoder } from '../uwlr/decode.js';
import { encodeToString } from '../uwlr/encode.js';
import type { UwlrVersion } from '../uwlr/finding.js';
import { Findings } from '../uwlr/findings.js';
import { schemaFile } from '../uwlr/generate/schema-files.js';
import { SERVED_VERSION, wsdlText } from '../uwlr/generate/wsdl.js';
import { instantOf } from '../uwlr/grammar/dates.js';
import {
  type LeerresultatenVerzoek,
  leerresultatenBevestiging,
  leerresultatenVerzoek,
  type Resultaat,
  type Toets,
  type Toetsafname,
} from '../uwlr/messages/leerresultaten.js';
import { leerresultatenService } from '../uwlr/messages/services.js';
import { type LeerresultatenVerzoek1, leerresultatenBevestiging1, leerresultatenVerzoek1 } from '../uwlr/messages/v1/leerresultaten.js';
import { ruleOf } from '../uwlr/rules.js';
import { type LasDoor, noAccess, orFault, Refused, readLasRequest } from './las-request.js';
import { faultOf, type ResultHabits, takingTime } from './las-result-habits.js';
import { digestOf, type Ledger, type LedgerItem } from './ledger.js';

/** A result as an administration has it: the last one that came under its key. */
export interface TakenResult extends Omit<Toetsafname, 'resultaten'> {
  readonly school: string;
  readonly schoolYear: string;
  /** With its key. What came in 1.0 is in the shape of 2.1. */
  readonly resultaat: Resultaat;
  readonly toets: Toets;
  /** Of the message that it came in. */
  readonly version: UwlrVersion;
}

export interface LasResultsOptions extends LasDoor {
  /** Whether the key opens this school (id). */
  readonly opens: (school: string) => boolean;
  /** By which the ledger knows this administration. */
  readonly receiver: string;
  readonly ledger: Ledger;
  readonly habits: () => ResultHabits;
  readonly now: () => Date;
  /** Given: contents are checked too, see `refuseContents`. Pupils of a school; undefined when it has none of that school. */
  readonly learnersOf?: ((school: string) => readonly Learner[] | undefined) | undefined;
  /** Told of every message that was taken in. */
  readonly heard: (message: { readonly school: string; readonly version: UwlrVersion; readonly results: number }) => void;
}

interface Who {
  readonly leerlingid?: string | undefined;
  readonly eckid?: string | undefined;
}

const CONFIRMED = envelope(encodeToString(leerresultatenBevestiging, '2.2', {}));
const CONFIRMED_1 = envelope(encodeToString(leerresultatenBevestiging1, '1.0', {}));

/** What the ledger keeps a digest of: the pupil and all that the result says. The definition of its test is not part of it. */
export function digestOfResult({ leerlingid, eckid }: Who, resultaat: Resultaat): string {
  const { key: _, ...rest } = resultaat;
  return digestOf({ leerlingid, eckid, ...rest });
}

/**
 * The side of an administration that takes results (UWLR: BrengLeerresultaten). A message is taken in whole or not at all; one whose
 * aanmaakdatum is not later than that of the one before it for the same school is refused; a key that comes again is the same result,
 * which is then what it says now. Confirmed once it is in the ledger.
 */
export class LasResults implements SoapService {
  readonly #taken = new Map<string, TakenResult>();
  /** Per school, in nanoseconds. */
  readonly #last = new Map<string, bigint>();

  constructor(private readonly options: LasResultsOptions) {
    const own = options.ledger.entries.filter(({ receiver }) => receiver === options.receiver);
    for (const { school, message } of own) this.#last.set(school, instantOf(message));
  }

  /** Those that came since it was started. */
  get taken(): readonly TakenResult[] {
    return [...this.#taken.values()];
  }

  handle(request: SoapRequest): Promise<SoapAnswer> {
    return orFault(async () => {
      const { message, key } = await readLasRequest(request, [leerresultatenVerzoek, leerresultatenVerzoek1], this.options);
      await this.#take(resultsOf(message), message.version, key);
      await takingTime(this.options.habits());
      if (this.options.habits().habits.includes('answer-lost')) return { xml: LOST, fault: false };
      return { xml: message.root === leerresultatenVerzoek1 ? CONFIRMED_1 : CONFIRMED, fault: false };
    });
  }

  wsdl(kind: 'inline' | 'exact', location: string): string {
    const schemaLocation = (file: string) => `${location}?xsd=${encodeURIComponent(file)}`;
    return wsdlText(kind, SERVED_VERSION, { service: leerresultatenService, location, schemaLocation });
  }

  schemaFile(name: string, location: string): string | undefined {
    return schemaFile(SERVED_VERSION, name, (file) => `${location}?xsd=${encodeURIComponent(file)}`);
  }

  async #take(message: LeerresultatenVerzoek, version: UwlrVersion, key: string): Promise<void> {
    const { caller, opens, ledger, receiver, now, heard, policy, learnersOf } = this.options;
    const school = schoolId(message.school);
    if (key !== caller.autorisatiesleutel || !opens(school)) throw noAccess();
    this.#refuse(message);
    if (learnersOf !== undefined) refuseContents(message, learnersOf(school), now());
    const createdAt = instantOf(message.school.aanmaakdatum);
    const last = this.#last.get(school);
    const isEarlier = last !== undefined && (policy === 'tolerant' ? createdAt < last : createdAt <= last);
    if (isEarlier) {
      throw new Refused('Client.OngeldigBericht', 'De aanmaakdatum is niet later dan die van het vorige bericht');
    }
    // From here on others for this school are held against this one, and those that come while the ledger is written too.
    this.#last.set(school, createdAt);
    const results = resultsIn(message, school, version);
    const items = results.map(({ resultaat, ...pupil }): LedgerItem => ({ key: resultaat.key, digest: digestOfResult(pupil, resultaat) }));
    await ledger.append({ at: now().toISOString(), receiver, school, message: message.school.aanmaakdatum, items });
    for (const result of results) this.#taken.set(`${school}\0${result.resultaat.key.trim()}`, result);
    heard({ school, version, results: results.length });
  }

  #refuse({ toetsafnames }: LeerresultatenVerzoek): void {
    const habits = this.options.habits();
    const code = faultOf(habits);
    if (code !== undefined) throw new Refused(code, 'Zo doet deze administratie');
    const keys = toetsafnames.toetsafname.flatMap(({ resultaten }) => resultaten.resultaat.map((resultaat) => resultaat.key));
    if (keys.some((one) => habits.refusedKeys.has(one))) throw new Refused(habits.refusedWith, 'Een van de resultaten wordt niet aanvaard');
  }
}

function resultsOf({ root, decoder }: MessageDecoder): LeerresultatenVerzoek {
  return root === leerresultatenVerzoek1 ? fromVersion1(decoder.value as LeerresultatenVerzoek1) : (decoder.value as LeerresultatenVerzoek);
}

function resultsIn(
  { school: { schooljaar }, toetsafnames, toetsen }: LeerresultatenVerzoek,
  school: string,
  version: UwlrVersion,
): TakenResult[] {
  const tests = new Map(toetsen.toets.map((toets) => [toets.toetscode.value, toets]));
  return toetsafnames.toetsafname.flatMap(({ resultaten, ...pupil }) =>
    resultaten.resultaat.map((resultaat) => ({
      ...pupil,
      school,
      schoolYear: schooljaar,
      resultaat,
      // A key of the message, so it is there.
      toets: tests.get(resultaat.toetscode) as Toets,
      version,
    })),
  );
}

/** An answer that breaks before its first byte. */
const LOST: Iterable<string> = {
  [Symbol.iterator]: () => {
    throw new Error('the answer is lost on purpose');
  },
};

/**
 * Refuses results that no careful administration takes although their schema allows them: of pupils that it does not have, or with figures,
 * norms, terms and references that cannot be right. `learners` is undefined for a school of which it has no pupils. Throws `Refused`.
 */
function refuseContents(message: LeerresultatenVerzoek, learners: readonly Learner[] | undefined, now: Date): void {
  const keys = learners === undefined ? undefined : new Set(learners.flatMap(({ key, eckId }) => [key, eckId]));
  const isKnown = ({ leerlingid, eckid }: { leerlingid?: string; eckid?: string }) =>
    keys === undefined || keys.has(leerlingid?.trim()) || (eckid !== undefined && keys.has(eckid));
  if (!message.toetsafnames.toetsafname.every((pupil) => isKnown(pupil as { leerlingid?: string; eckid?: string })))
    throw new Refused('Client.LeerlingOngeldig', 'Een leerling is bij deze school niet bekend');
  const findings = new Findings('strict');
  const somewhere = { locate: () => ({ line: 0, column: 0 }) };
  for (const _ of checkResults(message, somewhere, findings, { now }));
  const { firstError } = findings;
  if (firstError !== undefined) throw new Refused(ruleOf(firstError.rule).fault, ruleOf(firstError.rule).nl);
}
